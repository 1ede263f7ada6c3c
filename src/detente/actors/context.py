"""What the text around a phrase says of it: countries, a full name for a last one, the words beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.heads import FIRM, FORMER, SOFT, singulars
from detente.actors.phrase import DETERMINERS, Known, Word, names_among, words_in
from detente.actors.regions import regions
from detente.actors.succession import country_then
from detente.actors.towns import countries_of
from detente.codebook import MANY_STATES
from detente.codebook.spelling import words_of

BEFORE_TITLES = FORMER | lexicon("before a title")
GROUP_SECTORS = frozenset({"REB", "PRM", "UAF"})
LONGEST_TITLE = 5
LONGEST_PLACE = 40  # letters
QUALIFIERS = frozenset(word for sector in (*FIRM, *SOFT) for word in lexicon(f"of {sector}"))
HOME_SECTORS = frozenset({"JUD", "LEG", "PTY", "OPP", "LAB"})
WHERE = frozenset({"state", "capital", "place"})
PLACES = frozenset({"capital", "place"})
NO_NAMES = frozenset(
    {"in", "on", "at", "by", "from", "for", "to", "with", "but", "and", "when", "as", "if", "while", "after", "before",
     "since", "then", "now", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
     "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "north",
     "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower", "greater"}
)  # fmt: skip
# whose he is, or what he does, is another question
NOT_SAYING_WHO = frozenset({"his", "her", "their", "which", "where", "whose", "whom", "that", "when", "while", "after",
                            "before", "and", "but", "as", "said", "says"})  # fmt: skip
PLACED = frozenset({"in", "near", "outside", "around", "across", "inside", "at", "eastern", "western", "northern",
                    "southern", "central"})  # fmt: skip
_AFTER = (
    re.compile(r"\s*[,(–—]\s*(?:who (?:is|was|serves as|served as|heads|leads) )?([^,.;()–—]{3,90})"),
    re.compile(r"\s+(?:is|was|became|remains|has been)\s+((?:an?|the)\s[^,.;()]{3,90})"),
    re.compile(r",?\s+(?:of|from|with|at)\s+(?!(?:the )?(?:war|attack|deal|talks))((?:the )?[A-Z][^,.;()]{2,60})"),
)
_NAMED_AFTER = re.compile(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_SENTENCE_END = re.compile(r"(?<=[a-z)”\"]{2})[.!?]\s")
_DATELINE = re.compile(
    r"^\s*([A-Z][A-Za-z .’'-]{2,40}?)(?:,[^(–—]{2,40})?\s{0,9}(?:\([^)]{2,20}\)\s{0,9})?(?:--|[–—]|-\s)"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text says around a phrase.

    `countries`: how often it names each, the phrase itself left out; `spoken_of`: the one that it is about, or "";
    `full`: names of known people in it by their last word; `groups`: armed groups that it names; `placed`: whether the
    phrase is where something is; `beside`: the words that introduce or explain the phrase; `longer`: the full name in
    the text that the phrase is the end of; `region`: the country of the region named after it: `Paris, Texas`;
    `owner`: the country named first before it in its sentence, whose `its` and `his` mostly are.
    """

    countries: Mapping[str, int] = field(default_factory=dict)
    spoken_of: str = ""
    full: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    placed: bool = False
    beside: tuple[str, ...] = ()
    longer: str = ""
    region: str = ""
    owner: str = ""


NO_SETTING = Setting()


def setting_of(context: str | None, phrase: str, day: str | None) -> Setting:
    """Read a text for what it says around a phrase."""
    if not context or not phrase.strip() or context.strip() == phrase.strip():
        return NO_SETTING
    own = tuple(word.key for word in words_in(phrase) if word.key)
    words = [word for word in words_in(context) if word.key or word.text == ","]
    named = names_among(words, day)
    known = [k for k in named if not _same(words, k, own)]
    counts = Counter(country for k in known if not _company(k) and (country := _country(k, day)))
    counts.update(country_then(c, day) for c in _of_towns(words, named, own))
    counts = counts or Counter(country for k in known if (country := _country(k, day)))
    longer, at = _longer(context, phrase)
    return Setting(
        countries=counts,
        spoken_of=_spoken_of(context, phrase, counts, day),
        full=_full_names(known),
        groups=_groups(known),
        placed=_placed(context, phrase),
        beside=_beside(context, longer or phrase.strip(), at, day),
        longer=longer,
        region=_region_after(context[at + len(phrase) :]) if at >= 0 else "",
        owner=_first_before(context, phrase, day),
    )


def _first_before(context: str, phrase: str, day: str | None) -> str:
    """The country that is named first before a phrase in its sentence."""
    at = max(context.find(phrase), 0)
    start = max((m.end() for m in _SENTENCE_END.finditer(context, 0, at)), default=0)
    known = names_among(words_in(context[start:at]), day)
    return next((country for k in known if not _company(k) and (country := _country(k, day))), "")


def _region_after(after: str) -> str:
    """The country of the one region that is named after a comma: `Lebanon, Pennsylvania`."""
    found = _NAMED_AFTER.match(after)
    name = found.group(1).lower() if found else ""
    while name:
        countries = regions().get(name, ())
        if countries and not any(entries[0].kind == "state" for key, entries in gazetteer.index().get(name, ())
                                 if key == words_of(name)):  # fmt: skip
            return "USA" if "USA" in countries else countries[0]  # where it is the custom to name it
        name = name.rpartition(" ")[0]
    return ""


def _of_towns(words: Sequence[Word], known: Sequence[Known], own: tuple[str, ...]) -> list[str]:
    """The countries of the towns and regions that a text names."""
    taken = [(k.first, k.last) for k in known]
    found = list(countries_of(words, taken))
    sure = Counter(c for at, c in found if words[at].key not in regions())
    found = list(countries_of(words, taken, sure)) if sure else found
    return [c for at, c in found if words[at].key not in own[:1] or len(own) > 1]


def _same(words: Sequence[Word], known: Known, own: tuple[str, ...]) -> bool:
    """Whether a name in the text is one in the phrase, which may not explain itself."""
    keys = tuple(w.key for w in words[known.first : known.last])
    return any(own[k : k + len(keys)] == keys for k in range(len(own)))


def _country(known: Known, day: str | None) -> str:
    if known.personal:
        role = gazetteer.role_of(known.name, day)
        country = role.country if role else ""
    else:
        country = known.entry.country if known.entry else ""
        if known.entry is not None and known.entry.kind in PLACES:
            country = country_then(country, day)
    return "" if country in MANY_STATES else country


def _company(known: Known) -> bool:
    """Whether a name is of a business, which is at work in other countries as well."""
    return known.entry is not None and known.entry.kind == "organisation" and known.entry.sector == "BUS"


def _full_names(known: Sequence[Known]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in known:
        if one.entry is not None and one.entry.kind == "person":
            person = offices.people()[one.entry.name]
            for short in person.shorts:
                found.setdefault(words_of(short)[-1], person.name)
    return found


def _groups(known: Sequence[Known]) -> tuple[str, ...]:
    named = [k.entry.name for k in known if k.entry and k.entry.kind == "group" and k.entry.sector in GROUP_SECTORS]
    return tuple(dict.fromkeys(named))


def _placed(context: str, phrase: str) -> bool:
    """Whether every mention of a phrase in a text is of a place: `in Washington`."""
    before = [context[: m.start()].split()[-1:] for m in re.finditer(re.escape(phrase.strip()), context)]
    return bool(before) and all(words and words[0].lower() in PLACED for words in before)


def _spoken_of(context: str, phrase: str, counts: Counter[str], day: str | None) -> str:
    """The country that a text is about: named most, in the dateline, or in the sentence of the phrase."""
    weights = Counter(counts)
    dateline = _DATELINE.match(context)
    if dateline:
        weights.update({c: 2 for k in names_among(words_in(dateline.group(1)), day) if (c := _country(k, day))})
    at = context.find(phrase)
    at = at if at >= 0 else context.lower().find(phrase.lower())
    if at >= 0:
        weights.update({c: 2 for c in _right_behind(context[at + len(phrase) :], day) if c in counts})
        start = max((m.end() for m in _SENTENCE_END.finditer(context, 0, at)), default=0)
        end = next((m.start() for m in _SENTENCE_END.finditer(context, at + len(phrase))), len(context))
        near = words_in(context[start:at] + " , " + context[at + len(phrase) : end])
        known = names_among(near, day)
        weights.update({c for k in known if (c := _country(k, day)) in counts})
        weights.update({c for town in _of_towns(near, known, ()) if (c := country_then(town, day)) in counts})
        # where people are tells more than whom else the text names
        weights.update(
            c
            for k in known
            if k.first
            and k.entry
            and k.entry.kind in WHERE
            and _placing(near, k.first)
            and (c := _country(k, day)) in counts
        )
        if _tied(weights):
            weights.update({c for k in known if _at_home(near, k) and (c := _country(k, day)) in counts})
    return "" if not weights or _tied(weights) else weights.most_common(1)[0][0]


def _tied(weights: Counter[str]) -> bool:
    ranked = weights.most_common(2)
    return len(ranked) == 2 and ranked[0][1] == ranked[1][1]


def _at_home(words: Sequence[Word], known: Known) -> bool:
    """Whether a name says whose those are who act at home: `Panama's judges`, `Dutch police`, not `French envoys`."""
    start = known.last + (known.last < len(words) and words[known.last].key == "s")
    if known.entry is None or known.entry.kind not in ("state", "adjective", "capital"):
        return False
    for end in range(min(len(words), start + LONGEST_TITLE), start, -1):
        keys = tuple(w.key for w in words[start:end])
        for form in singulars(keys):
            agent, title = common_nouns().get(form), offices.titles().get(form)
            sectors = agent.sectors if agent else title.sectors if title else ()
            if sectors:
                rules = title is not None and title.office in ("head of state", "head of government")
                return sectors[0] in HOME_SECTORS or rules
    return False


def _right_behind(after: str, day: str | None) -> list[str]:
    """The country of a place named right behind a phrase: `the rebels in Colombia`."""
    words = words_in(after[:LONGEST_PLACE])
    if not words or words[0].key not in PLACED | {"from", "of"}:
        return []
    first = 2 if len(words) > 1 and words[1].key == "the" else 1
    return [c for k in names_among(words, day)[:1] if k.first == first and k.entry and k.entry.kind in WHERE
            if (c := _country(k, day))]  # fmt: skip


def _placing(words: Sequence[Word], at: int) -> bool:
    """Whether a name stands where something is: `in Ankara`, `at an Ankara gallery`."""
    before = words[at - 1].key
    return before in PLACED or (before in ("a", "an", "the") and at > 1 and words[at - 2].key in PLACED)


def _longer(context: str, phrase: str) -> tuple[str, int]:
    """The full name in a text that a last name is the end of, and where it stands there."""
    words = phrase.split()
    last = words[-1].removesuffix("'s").removesuffix("’s") if words else ""
    titled = all(words_of(w) in offices.titles() or w.lower() in BEFORE_TITLES | DETERMINERS for w in words[:-1])
    if not last[:1].isupper() or not titled or words_of(last) in offices.titles():
        return "", context.find(phrase.strip())
    for match in re.finditer(
        rf"((?:[A-ZÀ-Þ][\w'’.-]+ (?:(?:al|bin|ibn|van|von|de|da|der|el) )?){{1,3}}){re.escape(last)}\b", context
    ):
        before = match.group(1).split()
        while before and _no_name(before[0]):
            before.pop(0)
        if before:
            name = " ".join([*before, last])
            return name, match.end() - len(name)
    return "", context.find(phrase.strip())


def _no_name(word: str) -> bool:
    key = words_of(word)
    return (
        not key or key in offices.titles() or key in common_nouns() or key[0] in BEFORE_TITLES | DETERMINERS
        or any(name == key and entries[0].kind != "person" for name, entries in gazetteer.index().get(key[0], ()))
        or key[0] in NO_NAMES or any(key[0] == title[-1] or key[0] == title[0] for title in offices.titles())
    )  # fmt: skip


def _beside(context: str, phrase: str, at: int, day: str | None) -> tuple[str, ...]:
    """The words that introduce a name, and those that explain it after a comma, in brackets or after `is`."""
    if at < 0:
        return ()
    found = [_introduction(context[:at], day)]
    after = context[at + len(phrase) :]
    for pattern in _AFTER:
        match = pattern.match(after)
        if match:
            if match.group(1).split()[0] not in NOT_SAYING_WHO:
                found.append(match.group(1).strip())
            break
    return tuple(words for words in found if words)


def _introduction(before: str, day: str | None) -> str:
    """The title or noun just before a name, with the country before that: `Kenya's former foreign minister`."""
    start = max((m.end() for m in _SENTENCE_END.finditer(before)), default=0)
    words = words_in(before[start:])
    if words and words[-1].text == ",":
        words.pop()
    end = len(words)
    at = end
    for length in range(min(LONGEST_TITLE, end), 0, -1):
        key = tuple(w.key for w in words[end - length : end])
        if any(form in offices.titles() or form in common_nouns() for form in singulars(key)):
            at = end - length
            break
    if at == end:
        return ""
    ends = {known.last: known for known in names_among(words, day)}
    while at:
        if at in ends and not ends[at].personal:
            at = ends[at].first
        elif words[at - 1].key in BEFORE_TITLES | QUALIFIERS or words[at - 1].key == "s":
            at -= 1
        else:
            break
    if at > 1 and words[at - 1].key in ("for", "of", "with") and at - 2 >= 0 and (words[at - 2].key,) in common_nouns():
        at -= 2
    return " ".join(w.shown for w in words[at:end]).replace(" '", "'").replace(" -", "-")
