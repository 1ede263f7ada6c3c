"""The ledgers of a brief: offers and threats, promises and deadlines; what is not said is shown as such."""

from __future__ import annotations

import re

from detente.brief.desk import Desk, more
from detente.brief.plain import dangling, names
from detente.brief.settled import settled
from detente.brief.standing import own_day, place_of
from detente.brief_parts import Cell, Section, Table
from detente.findings.matters import is_body, named_in
from detente.findings.rows import Row, content_key, iso, several, sides
from detente.quoting import clean
from detente.wording import inner_quotations, long_day, plural, stands, tidy

INDUCEMENTS, PROMISES = 6, 5
STATES = {"made": ("offered", "threatened"), "imposed": ("given", "carried out"), "withdrawn": ("withdrawn",) * 2,
          "withheld": ("held back",) * 2}  # fmt: skip


def inducements(desk: Desk) -> Section | None:
    """The ledger of offers and threats, each with its condition and state."""
    ranked = sorted(
        (r for r in desk.rows("inducements") if r["actor"] and _heard(desk, r) and _plainly(desk, r) and clear(r)),
        key=lambda r: (-_telling(desk, r), r["records"]),
    )
    shown = _once(ranked, desk.cap(INDUCEMENTS))
    if not shown:
        return None
    rows = []
    for row in shown:
        prepared = _prepared(desk, row)
        word = "in preparation" if prepared else STATES[row["state"]][row["kind"] == "threat"]
        when = _when(desk, row["records"])
        told = f", according to {desk.names(row['according_to'])}" if row["according_to"] else ""
        to = f" to {desk.names(row['target'])}" if row["target"] else ""
        condition = f" ({row['condition']})" if row["condition"] else ""
        what = act(tidy(str(row["what"])))
        does = _inducing(row, str(row["actor"]), prepared)
        sentence = desk.say(f"{desk.names(row['actor'])} {does}{to}: {what}{condition}{when}{told}", row["records"],
                            short=f"{word}{when}{told}", limit=3)  # fmt: skip
        desk.offered |= {place_of(desk.records[cite]) for cite in sentence.cites}
        tone = "for" if row["kind"] == "offer" else "against"
        rows.append(
            (
                desk.names.cell(row["actor"]),
                (
                    _told(desk.names.cell(row["target"]), "not said"),
                    Cell(plain=what),
                    _told(row["condition"], "none given"),
                    Cell(sentences=(sentence,), tone=tone),
                ),
            )
        )
    grid = Table(
        caption="Who offers or threatens what, to whom, and on what condition",
        columns=("From", "To", "What", "Condition", "State"),
        rows=tuple(rows),
    )
    note = more(len(shown), len(desk.findings["inducements"].rows), "inducements")
    return Section(name="inducements", heading="Offers and threats", blocks=(grid,), note=note)


PLAIN, PLAINER = 0.5, 0.73
OLD = 0.3
PROMISED = re.compile(r"\b(?:pledg|promis|agree|commit)\w*", re.I)
WISHED = re.compile(r"\b(?:determined|eager|keen|hop(?:es?|ed|ing)|aim(?:s|ed|ing)?)\s+to\s+$", re.I)
UNQUOTED = re.compile(r"[“”\"]")
OFFERING = re.compile(r"\b(?:offer\w*|of|with|threat\w*|an?|the|some|to|for|and|or)\s+$", re.I)
# a verb that tells it, or a finite one without its subject
TELLING = re.compile(
    r"(?:warn|threaten|vow|promis|pledg|offer|agree)(?:e?d|ing|s)?\b|"
    r"(?:said|says|told|is|are|was|were|has|had|backed|dropped|refused|abandoned)\b",
    re.I,
)


def clear(row: Row) -> bool:
    """Whether an offer or a promise can be understood without its sentence: no `if Israel does not remove them`.

    What begins with the verb that tells it (`warned in an interview that`) was cut wrongly, and `four envoys` are
    nobody that a reader knows.
    """
    threat = row.get("kind") == "threat"
    if threat and (PROMISED.search(str(row["text"])) or names(str(row["what"]), str(row["party"]))):
        return False  # `pledged to suspend tests` is no threat, and nobody threatens to destroy his own side
    if set(sides(row.get("target"), row.get("target_code"))) & set(several(row["party"])):
        return False  # one's own people are no other party
    before, found, after = UNQUOTED.sub("", str(row["text"])).partition(UNQUOTED.sub("", str(row["what"])))
    if found and ((after and not before.strip("“\"‘' ")) or WISHED.search(before)):
        return False  # `All options` is what the sentence is about; `determined to salvage the talks` binds nobody
    if (
        found
        and re.match(r"[a-z]+ed\b", str(row["what"]))
        and re.search(r"[\w’'.]\s+$", before)
        and not OFFERING.search(before)
    ):
        return False  # `the allies placed sanctions`: a verb, and no participle
    if TELLING.match(str(row["what"])) or not str(row.get("target") or "A")[:1].isupper():
        return False
    told = " ".join(str(row[name]) for name in ("what", "condition") if row[name])
    whom = " ".join(str(row.get(name) or "") for name in ("actor", "target", "beneficiary"))
    return not dangling(f"{whom} {told}")


def act(what: str) -> str:
    """What is offered or promised, without the `to` of its infinitive or a joining word at its end: `supply oil`."""
    what = re.sub(r"\s+(?=[,.;])", "", re.sub(r"^(?:to |just |simply |then |also )+(?=[a-z])", "", what))
    return re.sub(r"(?:[\s,;]+(?:and|or|but|to|the|a|an|of|with))+$", "", what)


# a subject and its verb: `there would be no state`, `the crew will be returned`, but not `ensure that it will`
CLAUSE = re.compile(
    r"(?:there|it|he|she|they|we|this|that|the|an?|its|his|her|their|our|no|any|all|both|[A-Z][\w’'.-]*)\b"
    r"(?:(?!\b(?:that|which|who|whom|whose|if|when|where|whether|how|what|to|unless)\b)[^,;:“”\"]){0,60}?"
    r"\s(?:will|would|shall|should|can|could|may|might|must|is|are|was|were)\b"
)


def that(what: str) -> str:
    """What is promised, after `that` where it is a clause: one promises `supplies`, or `that supplies will flow`.

    >>> that("The crew will be returned"), that("Ruland is ready to talk"), that("a truce that will hold")
    ('that the crew will be returned', 'that Ruland is ready to talk', 'a truce that will hold')
    """
    if not CLAUSE.match(what):
        return what
    first, blank, rest = what.partition(" ")
    known = first.lower() if first in OPENING else first
    return f"that {known}{blank}{rest}"


OPENING = frozenset({"The", "A", "An", "There", "It", "He", "She", "They", "We", "This", "Its", "His", "Her", "Their",
                     "Our", "No", "Any", "All", "Both"})  # fmt: skip


def _when(desk: Desk, cites: list[str]) -> str:
    """The youngest day of what a row of a ledger rests on, in brackets; in a small coverage the article says it."""
    kept = desk.independent(cites)[:3]
    days = {cite: own_day(desk.records[cite]) or iso(desk.records[cite]["article_date"]) or "" for cite in kept}
    return desk.dated([max(kept, key=lambda cite: (days[cite], cite))])


def _once(ranked: list[Row], limit: int) -> list[Row]:
    """The first rows without those that rest on the words of one before: an offer is not shown as a threat too."""
    seen: set[str] = set()
    kept: list[Row] = []
    for row in ranked:
        if len(kept) == limit:
            break
        words = " ".join(str(row["text"]).split()).casefold()
        twin = any(_alike(row, other) for other in kept)
        if not twin and not any(words in other or other in words for other in seen):
            seen.add(words)
            kept.append(row)
    return kept


def _alike(one: Row, other: Row) -> bool:
    """Whether two rows say nearly the same of the same giver: `unleash fire and fury` on whatever terms."""
    first, second = (set(content_key(str(row["what"])).split()) for row in (one, other))
    same = (one["party"], one.get("kind")) == (other["party"], other.get("kind"))
    if same and set(inner_quotations(str(one["what"]))) & set(inner_quotations(str(other["what"]))):
        return True
    return same and bool(first) and len(first & second) >= 0.6 * min(len(first), len(second))


def _heard(desk: Desk, row: Row) -> bool:
    """Whether a row rests on more than the word of an outsider; in a small coverage nobody is left out."""
    teller = row["according_to"]
    return desk.few or not teller or all(is_body(name) for name in sides(teller, None))


def _plainly(desk: Desk, row: Row) -> bool:
    """Whether an offer or threat is sure enough for a brief; one that is made to nobody by name must be surer."""
    return desk.few or float(row["confidence"]) >= (PLAIN if row["target"] else PLAINER)


def _told(words: str | None, silence: str) -> Cell:
    """A cell of a row that another cell vouches for, or a mark that nothing is said."""
    return Cell(plain=tidy(words)) if words else Cell(plain=silence, tone="silent")


def _telling(desk: Desk, row: Row) -> float:
    """How much an offer or a promise matters: its weight, who makes it, to whom, and whether it was told of late."""
    whom = sides(row.get("target") or row.get("beneficiary"), None)
    to = max((desk.prominence(name) for name in whom), default=0.4)
    late = OLD if not desk.few and desk.old(row["records"]) else 1.0
    return desk.weight(row) * desk.prominence(row["party"]) * to * late


def _prepared(desk: Desk, row: Row) -> bool:
    """Whether an offer or a threat is told as one to come: `is preparing to offer`."""
    desk.learn(row["records"])
    own = desk.records[row["records"][0]]
    before = str(own["sentence"]).partition(str(own["text"]))[0]
    return row["state"] == "made" and PREPARING.search(before) is not None


PREPARING = re.compile(r"\b(?:prepar|plan|intend|hop|consider|expect)\w*\s+$")


def _inducing(row: Row, who: str, prepared: bool = False) -> str:
    """`makes an offer`, `carry out a threat`."""
    many = plural(who)
    act = (
        ("prepares", "prepare")[many]
        if prepared
        else {
            "made": ("makes", "make"),
            "imposed": ("carries out", "carry out"),
            "withdrawn": ("withdraws", "withdraw"),
            "withheld": ("holds back", "hold back"),
        }[row["state"]][many]
    )
    return f"{act} {'an offer' if row['kind'] == 'offer' else 'a threat'}"


def promises(desk: Desk) -> Section | None:
    """Who bound themselves to what, by when, and how it stands."""
    ranked = sorted(
        (r for r in desk.rows("commitments") if r["actor"] and _heard(desk, r) and clear(r) and _to_do(r)),
        key=lambda r: (-_due(desk, r), r["records"]),
    )
    # what stands among the offers is not told again
    ranked = [row for row in ranked if place_of(desk.records[row["records"][0]]) not in desk.offered]
    shown = _once([row for row in ranked if not _reached(desk, row)], desk.cap(PROMISES))
    if not shown:
        return None
    rows = []
    for row in shown:
        by = str(row["deadline_words"] or (long_day(row["deadline"]) if row["deadline"] else ""))
        what = that(_without(act(tidy(clean(str(row["what"])))), by))
        told = f", according to {desk.names(row['according_to'])}" if row["according_to"] else ""
        condition = f" ({row['condition']})" if row["condition"] else ""
        often = ", more than once" if row["repeated"] else ""
        state = _state(row)
        when = _when(desk, [cite for cite in row["records"] if cite != row["deed"]] or row["records"])
        deadline = f", {by}" if by and by.casefold() not in what.casefold() else ""
        who = desk.names(row["actor"])
        sentence = desk.say(
            f"{who} {stands('promise', row['actor'], '').strip()}{often}: {what}{deadline}{condition}{when}{told}",
            row["records"],
            short=f"{state}{often}{when}{told}{_carried_out(desk, row)}",
            limit=3,
        )
        rows.append(
            (
                desk.names.cell(row["actor"]),
                (
                    Cell(plain=what),
                    _told(by, "none given"),
                    _told(row["condition"], "none given"),
                    Cell(sentences=(sentence,), tone="against" if row["state"] in ("overdue", "broken") else ""),
                ),
            )
        )
    grid = Table(
        caption="Who is bound to what, until when, and how it stands",
        columns=("Who", "What", "By when", "Condition", "State"),
        rows=tuple(rows),
    )
    note = more(len(shown), len(desk.findings["commitments"].rows), "commitments")
    return Section(name="promises", heading="Promises and deadlines", blocks=(grid,), note=note)


def _reached(desk: Desk, row: Row) -> bool:
    """Whether a promise was of an agreement that has been made since."""
    words = set(content_key(str(row["what"])).split())
    return row["state"] == "overdue" and any(
        done["sort_key"] > row["sort_key"] and set(content_key(str(done["agreement"])).split()) <= words
        for done in settled(desk)
    )


# by the scale of `findings.implementation`
CARRIED_OUT = ("told as not done", "told as begun", "told as done in part", "told as done")


def _carried_out(desk: Desk, row: Row) -> str:
    """How far a promise is told to be carried out, where nothing more is known of its outcome."""
    if row["outcome"] is not None or row["implementation"] is None:
        return ""
    return f", {CARRIED_OUT[row['implementation']]}{_when(desk, [row['deed']])}"


def _state(row: Row) -> str:
    """How a promise stands; that its day has passed and nobody tells what became of it does not make it broken."""
    if row["state"] in ("unknown", "pending"):
        return "promised"
    return (
        "promised, its day since passed" if row["state"] == "overdue" and row["outcome"] is None else str(row["state"])
    )


def _to_do(row: Row) -> bool:
    """Whether something is left to do: `taking names` is done and not promised."""
    return not re.match(r"[a-z]+ing\b", str(row["what"]))


def _without(what: str, by: str) -> str:
    """What is promised without the deadline that has a column of its own: `withdraw from Sinai`."""
    # what goes on with it (`within a month of signing the treaty`) would be torn
    ends = r"(?=\s*(?:[,.;]|$)|\s+(?:and|or|but|to|if|unless|whether|that)\b)"
    rest = " ".join(re.sub(rf"(?:^|,?\s+){re.escape(by)}{ends}", " ", what).split()) if by else what
    rest = re.sub(r"\s+(?=[,.;])", "", rest).strip(" ,;")
    return rest if len(rest.split()) > 2 else what


# `not give up`, `there would be no state`, `Ruland is ready to talk`
STATED = re.compile(
    r"(?:not|never|no|there)\b|[A-Z][\w’'.]*(?: [A-Z][\w’'.]*)* (?:is|are|was|were|will|would|has|have)\b"
)


def _due(desk: Desk, row: Row) -> float:
    """How much a promise matters: more where it is known what became of it, or until when it was to be kept."""
    told = row["outcome"] is not None or row["implementation"] is not None
    decided = told or (row["state"] in ("broken", "kept") and not row["according_to"])
    urgent = 3.0 if decided else 1.6 if row["state"] == "overdue" else 1.3 if row["deadline_words"] else 1.0
    # a promise that names neither a party nor a matter on record says little
    about = (
        1.0 if row["topic"] or row["beneficiary"] or any(is_body(name) for name in named_in(str(row["what"]))) else 0.25
    )
    joint = 1.3 if ";" in str(row["party"]) else 1.0
    # what one will not do, or what will not be, without a day, is a stance
    act = 0.4 if STATED.match(str(row["what"])) and not row["deadline_words"] else 1.0
    return _telling(desk, row) * urgent * about * joint * act
