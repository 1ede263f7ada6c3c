"""How far a row may be trusted to speak of one matter, of the present, and plainly; and whose words it rests on.

A name that an issue is given (`a meeting`, `an agreement`) may stand for many things. What compares rows asks here how
specific the name is, and whether two sentences name the same others. `data/wording_vague.csv` holds the vague names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from detente.codebook import MANY_STATES, cached, parts, table
from detente.findings.rows import Row, content_key, issue_key, order, party, several, side
from detente.findings.signs import sign

PLAIN = 1.0


@cache
def _vague() -> dict[str, float]:
    return {issue_key(row["issue"]): float(row["weight"]) for row in table("wording_vague")}


def specific(issue: str | None) -> float:
    """How much a name says of what is at issue, 0 to 1: less for a bare name that stands for many things.

    >>> specific("agreement") < specific("peace agreement") < specific("30-day ceasefire")
    True
    """
    if not issue:
        return 0.0
    key = issue_key(issue)
    known = _vague().get(key)
    if known is not None:
        return known
    last = key.rsplit(" ", 1)[-1]
    if " of " not in f" {key} " and last in ("proposal", "agreement", "deal", "offer", "plan", "talk", "meeting"):
        return min(PLAIN, 0.35 + _vague().get(last, 0.3))
    return PLAIN


@cached
def _tabled() -> tuple[str, ...]:
    return tuple(sorted(row["issue"] for row in table("issues")))


def known_issue(issue: str) -> bool:
    """Whether a name is one of the table of issues or a fuller form of one, and not made of a text's own words."""
    low = issue.casefold()
    for known in _tabled():
        name = known.casefold()
        if low == name or re.match(rf"{re.escape(name)} (?:of|on|from|in|for|to|with|at|over|between)\b", low):
            return True
        if low.endswith(f" {name}") and len(low.split()) - len(name.split()) <= 2:
            return True
    return False


# ---------------------------------------------------------------- which proposal matters most

RUNGS = {"contact": 0.6, "talks": 0.9, "memorandum": 1.1, "pause": 1.2, "ceasefire": 1.4, "interim": 1.2,
         "framework": 1.2, "treaty": 1.2}  # fmt: skip
AGAINST = ("reject", "no-commitment")
CLEAR = 0.6  # of `specific`, below which a name may stand for many things


def rung(row: Row) -> float:
    """How far up the ladder of instruments a row stands, as a factor of its weight."""
    return RUNGS.get(str(row.get("instrument")), 0.9)


def vague(group: Sequence[Row]) -> bool:
    """Whether the name of a proposal may stand for many things."""
    return specific(str(group[0]["proposal"])) < CLEAR


def pressing(group: Sequence[Row], weights: Sequence[float], few: bool = False) -> float:
    """How much a proposal matters: what its four first rows weigh, more where it is contested, less where it is vague.

    `group` are its rows in the ledger, one a party, those that weigh most first; `few` says that the coverage is so
    small that what one party names, and a name that no table knows, counts in full.
    """
    contested = {row["stance"] in AGAINST for row in group[:4]} == {True, False}
    lapsed = all(row["state"] == "lapsed" for row in group)
    alone = len(group) < 2 and not few
    odd = not few and not known_issue(str(group[0]["proposal"])) and max(int(row["sources"]) for row in group) < 3
    factor = (1.5 if contested else 1.0) * (0.4 if vague(group) else 1.0)
    factor *= (0.3 if lapsed else 1.0) * (0.6 if alone else 1.0) * (0.3 if odd else 1.0)
    return sum(weights[:4]) * factor


# ---------------------------------------------------------------- of the present, and plain


REFUSAL_BEFORE = re.compile(
    r"\b(?:on no account|under no circumstances?|in no (?:way|case)|by no means|never|nor)\b[^.;]{0,30}$", re.I
)


FAILED = re.compile(r"\bfail\w* to (?:reach|agree|conclude|produce|secure|bridge|make)\b", re.I)


def misread(row: Row) -> bool:
    """Whether a stance for something stands behind a word that turns it round (`on no account will we agree`)."""
    if row["stance"] in ("no-commitment", "reject") and FAILED.search(str(row["text"])):
        return True  # that both failed to agree is nobody's refusal
    offset = int(row["start"]) - int(row["sentence_start"])
    before = str(row["sentence"])[: max(0, offset)]
    return row["stance"] in ("accept", "open", "propose", "conditional") and REFUSAL_BEFORE.search(before) is not None


RECALLED = sign("recalled")
BEFORE, BEHIND = 40, 30  # letters round the words of a record in which a time is theirs
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
HEDGED = sign("hedged", "")


def recalled(row: Row) -> bool:
    """Whether a row without a day of its own is told as of the past: another year, `has often`, `formerly`."""
    if _out_of_office(str(row.get("actor") or ""), str(row.get("article_date") or "")):
        return True
    if row.get("repeated"):
        return False  # `has often promised` still holds
    # the day of the article itself is no day of its own
    if row.get("date_start") and (row.get("when") or row["date_start"] != row.get("article_date")):
        own, told = str(row.get("date_start") or "")[:4], str(row.get("article_date") or "")[:4]
        return bool(own and told and abs(int(told) - int(own)) > 1)
    sentence = _about(row)
    told = str(row.get("article_date") or "")[:4]
    years = {year for year in YEAR.findall(sentence) if year < told}  # a year to come recalls nothing
    return bool(told and years) or RECALLED.search(sentence) is not None


def _about(row: Row) -> str:
    """The words of a record with some on either side: what stands farther off in its sentence is of something else."""
    sentence = str(row.get("sentence") or "")
    if row.get("start") is None or row.get("sentence_start") is None:
        return sentence
    offset = int(row["start"]) - int(row["sentence_start"])
    return sentence[max(0, offset - BEFORE) : offset + len(str(row["text"])) + BEHIND]


@cached
def _offices() -> dict[str, str]:
    """The last day in office of each person who has none today."""
    ends: dict[str, str] = {}
    for row in table("people"):
        end = row["end"] or "9999"
        ends[row["name"]] = max(end, ends.get(row["name"], ""))
    return {name: end for name, end in ends.items() if end != "9999"}


def _out_of_office(name: str, day: str) -> bool:
    """Whether somebody's last office ended more than a year before a day: what they did is history by then."""
    end = _offices().get(name)
    return bool(end and day and int(day[:4]) - int(end[:4]) > 1)


def out_of_office(row: Row) -> bool:
    """Whether the one who acts left the last office more than a year before it is told."""
    return _out_of_office(str(row.get("actor") or ""), str(row.get("article_date") or ""))


def hedged(text: str) -> bool:
    """Whether words only entertain something: `might accept`, `whether to accept`."""
    return HEDGED.search(text) is not None


# ---------------------------------------------------------------- in whose voice


def own_word(row: Row) -> float:
    """How well words stand for a party: its own statement 1, a report of its act nearly so, another's claim half.

    What one of two who did it together says of both is a report, and so is what mediators, monitors and bodies of many
    states say of others.
    """
    if row.get("voice") != "attributed":
        return 0.9
    teller = str(row.get("according_to") or "")
    if not teller:
        return 0.6
    own = {*several(party(row)), *several(row.get("actor"))}
    if teller in own or side(teller, None) in own:
        return 1.0
    return 0.8 if BETWEEN_PARTIES.search(teller) or teller in _of_many() else 0.5


BETWEEN_PARTIES = re.compile(
    r"\b(?:mediat\w+|facilitat\w+|monitors?|observers?|guarantors?|envoys?|diplomats?|inspectors?|"
    r"investigators?|witnesses)\b",
    re.I,
)


@cached
def _of_many() -> frozenset[str]:
    return frozenset(row["name"] for row in table("organisations") if row["code"] in MANY_STATES)


def prevailing(rows: Sequence[Row]) -> str:
    """The stance that a party's rows on an issue add up to: its own word weighs more than a report, that more
    than another's claim; younger, surer and more widely told ones weigh more.

    A stance of a month before the youngest weighs half. So one stray report does not overturn what many tell.
    """
    last = max(float(row["sort_key"] or 0.0) for row in rows)
    heard: dict[tuple[str, str], float] = {}
    for row in rows:
        weight = own_word(row) * float(row["confidence"]) * 0.5 ** ((last - float(row["sort_key"] or 0.0)) / MONTH)
        teller = (str(row["stance"]), str(row.get("source") or row["article"]))
        heard[teller] = max(heard.get(teller, 0.0), weight)
    total: dict[str, float] = {}
    for (stance, _), weight in heard.items():
        total[stance] = total.get(stance, 0.0) + weight
    latest = {str(row["stance"]): order(row) for row in sorted(rows, key=order)}
    return max(total, key=lambda stance: (round(total[stance], 6), latest[stance]))


MONTH = 30.0


# a party within a state is none to talks between states
INNER = frozenset({"PTY", "JRN", "NGO", "BUS", "EDU", "MED"})


@cached
def _bodies() -> frozenset[str]:
    kinds = ("countries", "groups", "organisations")
    return frozenset(row["name"] for kind in kinds for row in table(kind) if row.get("sector") not in INNER)


def is_body(name: str) -> bool:
    """Whether a party is a state, a group or an organisation that the codebook knows, and no single person."""
    return name in _bodies()


# ---------------------------------------------------------------- about the same


NAME = re.compile(r"\b[A-Z][\w’'.-]*\w(?: (?:of |and )?[A-Z][\w’'.-]*\w)*")
SMALL = frozenset(
    {"the", "but", "and", "this", "that", "his", "her", "their", "its", "they", "she", "yet", "after", "before",
     "president", "prime", "minister", "secretary", "foreign", "state", "mr", "mrs", "in", "on", "at", "as", "he",
     "it", "we", "if", "when", "while", "both", "some", "monday", "tuesday", "wednesday", "thursday", "friday",
     "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september",
     "october", "november", "december"}
)  # fmt: skip


LEADING = frozenset({"head of state", "head of government", "supreme leader", "foreign minister", "group leader"})


@cached
def _known() -> dict[str, str]:
    """The party by each name that the codebook has for it: a country, its people and capital, who was in office."""
    found: dict[str, str] = {}
    # a capital that two states had is that of the one which still is
    for row in sorted(table("countries"), key=lambda row: bool(row["end"])):
        for cell in (row["name"], row["aliases"], row["adjectives"], row["people"], row["capital"]):
            for word in parts(cell):
                found.setdefault(word.casefold(), row["name"])
    codes = {row["code"]: row["name"] for row in table("countries")}
    lasts: dict[str, set[str]] = {}
    for row in table("people"):
        if row["office"] in LEADING:  # of thousands of people too many share a last name
            last = row["name"].rpartition(" ")[2].casefold()
            lasts.setdefault(last, set()).add(codes.get(row["country"], row["name"]))
    for word, homes in lasts.items():
        if len(homes) == 1 and len(word) > 3:
            found.setdefault(word, next(iter(homes)))
    return found


def named_in(sentence: str, *but: str) -> set[str]:
    """The parties, places and people that a sentence names: `Seoul` and `Moon` are South Korea; without some actors."""
    found: set[str] = set()
    for run in NAME.findall(re.sub(r"[’']s\b", "", sentence.replace("U.S.", "US").replace("U.N.", "UN"))):
        words = run.split(" ")
        while words:
            # the longest beginning that the codebook knows, else the single word
            size = next((n for n in range(len(words), 0, -1) if " ".join(words[:n]).casefold() in _known()), 1)
            name = " ".join(words[:size])
            words = words[size:]
            if name.casefold() not in SMALL:
                found.add(_known().get(name.casefold(), name.casefold()))
    own = {part for name in but for part in (name, *(word.casefold() for word in name.split(" ")))}
    return found - own - {_known().get(name.casefold(), name) for name in but}


def places_in(one: str, other: str, *but: str) -> set[str]:
    """The names that two quotations have in common, without those of some actors."""
    return named_in(one, *but) & named_in(other, *but)


def alike(one: Row, other: Row, names: tuple[str, ...]) -> bool:
    """Whether two sentences name another party or place in common, besides the actors themselves."""
    return bool(named_in(str(one["sentence"]), *names) & named_in(str(other["sentence"]), *names))


def shared(one: str, other: str) -> set[str]:
    """The words of content that two texts have in common."""
    return set(content_key(one).split()) & set(content_key(other).split())
