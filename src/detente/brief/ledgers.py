"""The ledgers of a brief: offers and threats, demands, promises; what is not said is shown as such."""

from __future__ import annotations

import re

from detente.brief.desk import Desk, more, place_of
from detente.brief.plain import dangling, words_of
from detente.findings.matters import is_body, known_issue, named_in, own_word, recalled, specific
from detente.findings.rows import Row, content_key, fetch, iso, sides
from detente.findings.signs import sign
from detente.quoting import clean
from detente.records import Cell, Paragraph, Section, Sentence, Table
from detente.wording import issue_phrase, long_day, plural, stands, tidy, with_the

INDUCEMENTS, DEMANDS, PROMISES = 6, 5, 5
STATES = {"made": ("offered", "threatened"), "imposed": ("given", "carried out"), "withdrawn": ("withdrawn",) * 2,
          "withheld": ("held back",) * 2}  # fmt: skip


def inducements(desk: Desk) -> Section | None:
    """The ledger of offers and threats, each with its condition and state."""
    ranked = sorted(
        (r for r in desk.rows("inducements") if r["actor"] and _heard(desk, r) and _plainly(desk, r) and _clear(r)),
        key=lambda r: (-_telling(desk, r), r["records"]),
    )
    shown = _once(ranked)[: desk.cap(INDUCEMENTS)]
    if not shown:
        return None
    rows = []
    for row in shown:
        word = STATES[row["state"]][row["kind"] == "threat"]
        when = _when(desk, row["records"])
        told = f", according to {desk.names(row['according_to'])}" if row["according_to"] else ""
        to = f" to {desk.names(row['target'])}" if row["target"] else ""
        condition = f" ({row['condition']})" if row["condition"] else ""
        what = _act(tidy(str(row["what"])))
        act = _inducing(row, str(row["actor"]))
        sentence = desk.say(f"{desk.names(row['actor'])} {act}{to}: {what}{condition}{when}{told}", row["records"],
                            short=f"{word}{when}{told}", limit=3)  # fmt: skip
        desk.offered |= {place_of(desk.records[cite]) for cite in sentence.cites}
        tone = "for" if row["kind"] == "offer" else "against"
        rows.append(
            (
                desk.names.short(row["actor"]),
                (
                    _told(desk.names.short(row["target"]), "not said"),
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
    note = more(len(shown), len(ranked), "inducements")
    return Section(name="inducements", heading="Offers and threats", blocks=(grid,), note=note)


PLAIN, PLAINER = 0.5, 0.73


def _clear(row: Row) -> bool:
    """Whether an offer or a promise can be understood without its sentence: no `if Israel does not remove them`."""
    told = " ".join(str(row[name]) for name in ("what", "condition") if row[name])
    whom = " ".join(str(row.get(name) or "") for name in ("actor", "target", "beneficiary"))
    return not dangling(f"{whom} {told}")


def _act(what: str) -> str:
    """What is offered or promised, without the `to` of its infinitive or a joining word at its end: `supply oil`."""
    what = re.sub(r"\s+(?=[,.;])", "", re.sub(r"^to (?=[a-z])", "", what))
    return re.sub(r"(?:[\s,;]+(?:and|or|but|to|the|a|an|of|with))+$", "", what)


def _when(desk: Desk, cites: list[str]) -> str:
    """The youngest day of what a row of a ledger rests on, in brackets; in a small coverage the article says it."""
    kept = desk.independent(cites)[:3]
    days = desk.days(kept)
    if desk.few or days:
        return f" ({long_day(days[-1])})" if days and not desk.few else ""
    told = sorted(str(iso(desk.records[cite]["article_date"])) for cite in kept if desk.records[cite]["article_date"])
    return f" (told on {long_day(told[-1])})" if told else ""


def _once(ranked: list[Row]) -> list[Row]:
    """The rows without those that rest on the words of one before: an offer is not shown as a threat too."""
    seen: set[str] = set()
    kept: list[Row] = []
    for row in ranked:
        words = " ".join(str(row["text"]).split()).casefold()
        twin = any(_alike(row, other) for other in kept)
        if not twin and not any(words in other or other in words for other in seen):
            seen.add(words)
            kept.append(row)
    return kept


def _alike(one: Row, other: Row) -> bool:
    """Whether two rows say nearly the same of the same giver: `unleash fire and fury` on whatever terms."""
    first, second = (set(content_key(str(row["what"])).split()) for row in (one, other))
    same = (one["party"], one["kind"]) == (other["party"], other["kind"])
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
    """How much an offer or a promise matters: its weight, who makes it, and to whom."""
    whom = sides(row.get("target") or row.get("beneficiary"), None)
    to = max((desk.prominence(name) for name in whom), default=0.4)
    return desk.weight(row) * desk.prominence(row["party"]) * to


def _inducing(row: Row, who: str) -> str:
    many = plural(who)
    act = {
        "made": ("makes", "make"),
        "imposed": ("carries out", "carry out"),
        "withdrawn": ("withdraws", "withdraw"),
        "withheld": ("holds back", "hold back"),
    }[row["state"]][many]
    return f"{act} {'an offer' if row['kind'] == 'offer' else 'a threat'}"


def demands(desk: Desk) -> Section | None:
    """What parties ask of others, in their words, as far as it is not on the table."""
    tabled = {row["proposal"] for row in desk.rows("proposals")}
    rows = fetch(
        desk.db,
        "SELECT * FROM positions WHERE stance = 'demand' AND voice <> 'author' AND confidence >= $c "
        "ORDER BY sort_key DESC, article, start, id",
        {"c": 0.0 if desk.few else 0.5},
    )
    told: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["actor"] and row["issue"] not in tabled and (desk.few or _demanded(row)):
            told.setdefault((row["side"] or row["actor"], row["issue"]), []).append(row)
    ranked = sorted(told.items(), key=lambda kv: (-_attested(desk, kv[1]) * desk.prominence(kv[0][0]), kv[0]))
    single = _not_twice([(who, group) for (who, _), group in ranked])
    sentences: list[Sentence] = []
    for who, group in single:
        if len(sentences) == desk.cap(DEMANDS):
            break
        first = group[0]
        voiced = {row["actor"] for row in group}
        name = desk.names(first["actor"]) if len(voiced) == 1 else with_the(who)
        when = f" ({long_day(str(first['day'])[:10])})" if first["day"] and not desk.few else ""
        words = _asked(desk, first)
        if dangling(words) or HALF.fullmatch(words):
            continue
        on = (
            f", on {issue_phrase(first['issue'])}"
            if known_issue(first["issue"]) and not first["issue"].startswith("no ")
            else ""
        )
        full = f"{name}, demanding{on}{when}: {words}"
        sentences.append(desk.say(full, [r["id"] for r in group], limit=3,
                                  short=f"{name[:1].upper()}{name[1:]}{on}{when}: {words}"))  # fmt: skip
    if not sentences:
        return None
    blocks = tuple(Paragraph(sentences=(sentence,)) for sentence in sentences)
    note = more(len(sentences), len(single), "positions --stance demand")
    return Section(name="demands", heading="Demands", blocks=blocks, note=note)


def _asked(desk: Desk, row: Row) -> str:
    """The words of a demand; of a sentence in which an author judges it only those that tell it."""
    query = "SELECT 1 FROM opinions WHERE article = $article AND sentence_start = $start"
    judged = desk.db.execute(query, {"article": row["article"], "start": row["sentence_start"]}).fetchone()
    asking = ASKING.search(str(row["text"])) if judged else None
    if asking:
        return words_of({**row, "text": str(row["text"])[asking.start() :], "sentence": ""}, desk.length)
    return desk.quote(row["id"])


HALF = re.compile(r"“[^,“”]+, (?:which|who) [^,]*”")  # a subject and its relative clause, without a verb of its own
ASKING = re.compile(r"\b(?:asking|demanding|calling|urging|insisting|requiring|pressing)\b")


def _demanded(row: Row) -> bool:
    """Whether one party asks something of another: in its own voice, in words that ask, of the present."""
    text = str(row["text"])
    # `He demanded that Israel withdraw`, laid at Israel's own door
    told = str(row["sentence"])
    to_itself = re.match(r"(?:he|she|they)\b", told, re.I) and row["side"] and f"that {row['side']} " in told
    if (
        to_itself
        or own_word(row) <= 0.5
        or recalled(row)
        or not ASKS.search(text)
        or THANKS.search(text)
        or text.startswith("should ")
        or len(text.split()) < 5
    ):
        return False
    own = {name for name in (row["side"], row["actor"]) if name}
    return any(is_body(name) for name in named_in(str(row["sentence"]), *own))


ASKS = sign("asking", r"\w*")
THANKS = sign("thanking")


def _not_twice(ranked: list[tuple[str, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """Of a party's demands that rest on the same words only the one with most of them."""
    kept: list[tuple[str, list[Row]]] = []
    for who, group in ranked:
        twin = next((i for i, (other, held) in enumerate(kept) if other == who and _overlap(held[0], group[0])), None)
        if twin is None:
            kept.append((who, group))
        elif len(group[0]["text"]) > len(kept[twin][1][0]["text"]):
            kept[twin] = (who, group)
    return kept


def _overlap(one: Row, other: Row) -> bool:
    return bool(one["article"] == other["article"] and one["sentence_start"] == other["sentence_start"])


def _attested(desk: Desk, group: list[Row]) -> float:
    first = group[0]
    sources = len({row["source"] or row["article"] for row in group})
    named = specific(first["issue"]) * (1.0 if known_issue(first["issue"]) else 0.6)
    return named * desk.weight({**first, "sources": sources}, str(first["day"])[:10] if first["day"] else None)


def promises(desk: Desk) -> Section | None:
    """Who bound themselves to what, by when, and how it stands."""
    ranked = sorted(
        (r for r in desk.rows("commitments") if r["actor"] and _heard(desk, r) and _clear(r) and _to_do(r)),
        key=lambda r: (-_due(desk, r), r["records"]),
    )
    # what stands among the offers is not told again
    ranked = [row for row in ranked if place_of(desk.records[row["records"][0]]) not in desk.offered]
    shown = ranked[: desk.cap(PROMISES)]
    if not shown:
        return None
    rows = []
    for row in shown:
        by = str(row["deadline_words"] or (long_day(row["deadline"]) if row["deadline"] else ""))
        what = _without(_act(tidy(clean(str(row["what"])))), by)
        told = f", according to {desk.names(row['according_to'])}" if row["according_to"] else ""
        condition = f" ({row['condition']})" if row["condition"] else ""
        often = ", more than once" if row["repeated"] else ""
        state = "promised" if row["state"] in ("unknown", "pending") else row["state"]
        when = _when(desk, row["records"])
        deadline = f", {by}" if by and by.casefold() not in what.casefold() else ""
        who = desk.names(row["actor"])
        sentence = desk.say(
            f"{who} {stands('promise', row['actor'], '').strip()}{often}: {what}{deadline}{condition}{when}{told}",
            row["records"],
            short=f"{state}{often}{when}{told}",
            limit=3,
        )
        rows.append(
            (
                desk.names.short(row["actor"]),
                (
                    Cell(plain=what),
                    _told(by, "none given"),
                    _told(row["condition"], "none given"),
                    Cell(sentences=(sentence,), tone="against" if state in ("overdue", "broken") else ""),
                ),
            )
        )
    grid = Table(
        caption="Who is bound to what, until when, and how it stands",
        columns=("Who", "What", "By when", "Condition", "State"),
        rows=tuple(rows),
    )
    note = more(len(shown), len(ranked), "commitments")
    return Section(name="promises", heading="Promises and deadlines", blocks=(grid,), note=note)


def _to_do(row: Row) -> bool:
    """Whether something is left to do: `taking names` is done and not promised."""
    return not re.match(r"[a-z]+ing\b", str(row["what"]))


def _without(what: str, by: str) -> str:
    """What is promised without the deadline that has a column of its own: `withdraw from Sinai`."""
    rest = " ".join(re.sub(rf"(?:^|,?\s+){re.escape(by)}(?=[\s,.;]|$)", " ", what).split()) if by else what
    rest = re.sub(r"\s+(?=[,.;])", "", rest).strip(" ,;")
    return rest if len(rest.split()) > 2 else what


def _due(desk: Desk, row: Row) -> float:
    """How much a promise matters: more where it is known what became of it, or until when it was to be kept."""
    decided = row["outcome"] is not None or (row["state"] in ("broken", "kept") and not row["according_to"])
    urgent = 3.0 if decided else 1.6 if row["state"] == "overdue" else 1.3 if row["deadline_words"] else 1.0
    # a promise that names neither a party nor a matter on record says little
    about = (
        1.0 if row["topic"] or row["beneficiary"] or any(is_body(name) for name in named_in(str(row["what"]))) else 0.25
    )
    joint = 1.3 if ";" in str(row["party"]) else 1.0
    return _telling(desk, row) * urgent * about * joint
