"""The grammar of a brief's sentences: names, articles, numbers, days, quotations. Pure functions over words.

The words themselves lie in `data/wording_*.csv`: how a stance and a deed are put, which names take an article or a
plural verb, which nouns of an issue take an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from detente.codebook import parts, table

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
LETTERS_AN = "AEFHILMNORSX"


# ---------------------------------------------------------------- small words


def indefinite(phrase: str) -> str:
    """The phrase with `a` or `an`, by its sound.

    >>> indefinite("30-day ceasefire"), indefinite("8-hour truce"), indefinite("EU mission"), indefinite("US offer")
    ('a 30-day ceasefire', 'an 8-hour truce', 'an EU mission', 'a US offer')
    """
    return f"{'an' if _vowel_sound(phrase) else 'a'} {phrase}"


def _vowel_sound(phrase: str) -> bool:
    word = re.split(r"[\s-]", phrase.lstrip("\"'“‘"), maxsplit=1)[0]
    if word[:1].isdigit():
        return word.startswith("8") or word in ("11", "18")
    if word.isupper() and word not in ("NATO", "UNESCO", "UNICEF", "UN", "US", "UK"):
        return word[:1] in LETTERS_AN
    if re.match(r"(?:hour|honest|honou?r|heir)", word, re.I):
        return True
    if re.match(r"(?:uni|us[aei]|eu|one\b|once\b|U[KNS]\b|uk)", word, re.I) and not re.match(r"unin|unim", word, re.I):
        return False
    return word[:1].lower() in "aeiou"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, small numbers in words: `one source`, `14 articles`."""
    word = NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"
    return f"{word} {noun if number == 1 else plural or pluralised(noun)}"


def times(number: int) -> str:
    """How often: `once`, `twice`, `six times`."""
    return {1: "once", 2: "twice"}.get(number) or count(number, "time")


def pluralised(noun: str) -> str:
    """The plural of a regular noun.

    >>> [pluralised(word) for word in ("party", "day", "pass", "source")]
    ['parties', 'days', 'passes', 'sources']
    """
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else "s")


def listing(items: Sequence[str], word: str = "and") -> str:
    """Items as a list in words: `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def capitalised(sentence: str) -> str:
    """The sentence with its first letter large, past an opening quotation mark."""
    match = re.search(r"\w", sentence)
    if match is None:
        return sentence
    return sentence[: match.start()] + sentence[match.start()].upper() + sentence[match.end() :]


def sentence(text: str) -> str:
    """The text as a sentence: first letter large, one stop at its end."""
    text = " ".join(text.split())
    text = capitalised(text) if not text.startswith("“") else text
    return text if re.search(r"[.?!][”’)]*$", text) else text + "."


def stopped(shown: str) -> str:
    """The stop that a shown sentence still needs after its numbers: none where its own words bring one."""
    return "" if re.search(r"[.?!][”’)]*$", shown) else "."


def quoted(words: str, limit: int = 280) -> str:
    """Words between quotation marks, those inside turned to single ones; a long quotation is cut at a word.

    >>> print(quoted('open to a "memorandum" for peace,'))
    “open to a ‘memorandum’ for peace”
    """
    words = " ".join(words.split()).rstrip(" ,;:—–-").lstrip(" ,;:—–")
    if len(words) > limit:
        words = words[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
    inner = re.sub(r'"([^"]*)"', r"‘\1’", words).replace("“", "‘").replace("”", "’").replace('"', "’")
    if re.fullmatch(r"‘[^‘’]*’", inner):
        inner = inner[1:-1]
    return f"“{inner}”"


def tidy(words: str) -> str:
    """Words on one line, without quotation marks that are opened or closed only once."""
    words = " ".join(words.split())
    if words.count("“") != words.count("”") or words.count('"') % 2:
        words = re.sub(r'[“”"]', "", words)
    return words.strip(" ,;")


def inner_quotations(words: str) -> list[str]:
    """What stands between quotation marks in some words, without the marks and a comma inside them."""
    found = re.findall(r"[“\"]([^“”\"]{2,})[”\"]", words)
    return [piece.strip(" ,;.") for piece in found]


# ---------------------------------------------------------------- days


def long_day(day: str) -> str:
    """`2025-05-20` as `20 May 2025`."""
    known = date.fromisoformat(day)
    return f"{known.day} {MONTHS[known.month - 1]} {known.year}"


def period(first: str, last: str) -> str:
    """Two days as a period, what they share said once: `3 to 20 May 2025`."""
    if first == last:
        return long_day(first)
    one, other = date.fromisoformat(first), date.fromisoformat(last)
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day} to {long_day(last)}"
    if one.year == other.year:
        return f"{one.day} {MONTHS[one.month - 1]} to {long_day(last)}"
    return f"{long_day(first)} to {long_day(last)}"


def moment(day: str | None, when: str | None, days: int | None) -> str:
    """When it was: the day where it is known, else the words of the text, else how long before it."""
    if day is not None:
        return long_day(day)
    if when:
        return " ".join(when.split()).lower() if when[:1].isupper() and " " in when else when
    if days:
        return f"{count(abs(days), 'day')} {'earlier' if days < 0 else 'later'}"
    return ""


# ---------------------------------------------------------------- names


@cache
def _named() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in table("wording_names")}


@cache
def _last_names() -> dict[str, str]:
    """How a person is called after the first time, by full name: the alias marked with `~`, else the last word."""
    found: dict[str, str] = {}
    for row in table("people"):
        marked = [alias[1:] for alias in parts(row["aliases"]) if alias.startswith("~")]
        last = row["name"].rpartition(" ")[2]
        # `Kim` is a word of the name; `Zelensky` is another spelling of its last word, and `Bibi` what friends say
        own = next((alias for alias in marked if alias in row["name"].split() or alias.isupper()), None)
        found.setdefault(row["name"], own or last)
    return {name: short for name, short in found.items() if short != name}


def short_name(name: str) -> str:
    """How somebody is called after the first time: `Zelensky`; a name that has no other form stays as it is."""
    return _last_names().get(name, name)


def _entry(name: str) -> dict[str, str]:
    """What the table says of a name, or of the last word of one of several words."""
    return _named().get(name) or (_named().get(name.rsplit(" ", 1)[-1], {}) if " " in name else {})


def with_the(name: str) -> str:
    """A name with its article where it takes one: `the United States`, `Russia`."""
    if name.lower().startswith(("the ", "a ", "an ", "some ", "many ", "several ", "all ", "both ")):
        return name
    described = name[:1].islower() and not plural(name)
    return f"the {name}" if described or _entry(name).get("the") == "yes" else name


def plural(name: str) -> bool:
    """Whether a name takes a plural verb: several actors, the Taliban, `rebel forces`, but not the United States."""
    if ";" in name or " and " in name:
        return True
    known = _entry(name).get("number")
    if known:
        return known == "many"
    last = re.split(r" (?:of|in|from|to|on|at|for|with|under|near|who|that|and) ", name)[0].split(" ")[-1]
    return last[:1].islower() and (
        (last.endswith("s") and not last.endswith(("ss", "us"))) or last in ("people", "police", "military", "troops")
    )


# who tells something without a name stands so at the head of a sentence only
NAMELESS = frozenset(
    {"reports", "sources", "officials", "observers", "witnesses", "analysts", "experts", "diplomats", "critics"}
)


class Names:
    """Calls a person by the full name once and by the last name after that, as long as no two share it."""

    def __init__(self, names: Iterable[str]) -> None:
        known = {name.strip() for joined in names for name in joined.split(";")}
        shorts: dict[str, set[str]] = {}
        for name in known:
            if name in _last_names():
                shorts.setdefault(_last_names()[name], set()).add(name)
        self._shared = {short for short, full in shorts.items() if len(full) > 1}
        self._told: set[str] = set()

    def __call__(self, joined: str | None, *, article: bool = True) -> str:
        """The name or names for a place in a sentence; nobody known is `someone`."""
        names = [name.strip() for name in (joined or "").split(";") if name.strip()]
        if not names:
            return "someone unnamed"
        called = [self._one(name) for name in names]
        return listing([with_the(name) if article else name for name in called])

    def _one(self, name: str) -> str:
        if name.casefold() in NAMELESS:
            return name.casefold()
        short = _last_names().get(name)
        if short is None or short in self._shared:
            return name
        if name in self._told:
            return short
        self._told.add(name)
        return name

    def told(self, names: frozenset[str] | None = None) -> frozenset[str]:
        """The names that were told in full; where names are given, those and no others count as told from now on."""
        if names is not None:
            self._told = set(names)
        return frozenset(self._told)

    def cell(self, joined: str | None) -> str:
        """The names as a cell of a table wants them: in full once, without article, parted by commas."""
        return ", ".join(self._one(name.strip()) for name in (joined or "").split(";") if name.strip())

    def unsaid(self, text: str, shown: str) -> None:
        """Forget the names that a text told in full and that what is shown in its place does not."""
        self._told -= {name for name in self._told if name in text and name not in shown}


# ---------------------------------------------------------------- stances, deeds, issues


@cache
def stance_words(stance: str) -> dict[str, str]:
    """How a stance is put: the verb after one and after many, the word in a table, tone, sign and noun."""
    return next(row for row in table("wording_stances") if row["stance"] == stance)


def stands(stance: str, who: str, what: str) -> str:
    """A stance after the actors who hold it, on something: `refuses a truce`, `accept it on a condition`."""
    pattern = stance_words(stance)["many" if plural(who) else "one"]
    if what.startswith("no ") and stance in ("accept", "demand", "propose"):
        what = f"that there be {what}"  # `accepts no enrichment` would be a refusal of some
    return pattern.replace("{}", what) if "{}" in pattern else f"{pattern} {what}"


@cache
def _articles() -> dict[str, str]:
    return {row["noun"]: row["article"] for row in table("wording_nouns")}


def issue_phrase(issue: str) -> str:
    """An issue as the object of a verb: `a 30-day ceasefire`, `the end of the war`, `peace talks`, `recognition`."""
    if re.match(r"(?:the|a|an|its|their|his|her|no|any)\b", issue, re.I):
        return issue
    whose = next((name for size in (3, 2) if (name := " ".join(issue.split()[:size])) in _last_names()), None)
    if whose and issue != whose:
        # `Volodymyr Zelenskyy peace plan` is one and his
        return f"{short_name(whose)}’s {issue[len(whose) :].strip()}"
    head = re.split(r" (?:of|in|on|for|with|at|between|to|from|over|against|by|under) ", issue)[0]
    last = re.split(r"[\s-]", head)[-1].lower()
    article = _articles().get(last)
    if " of " in issue and article != "a" and not last.endswith("s"):
        return f"the {issue}"
    if article == "a":
        return indefinite(issue)
    return f"the {issue}" if article == "the" else issue


def pronoun(issue: str) -> str:
    """What stands for an issue that has been named: `it`, `them`.

    >>> pronoun("peace talks at the Vatican"), pronoun("a withdrawal of troops"), pronoun("sanctions relief")
    ('them', 'it', 'it')
    """
    head = re.split(r" (?:of|in|on|for|with|at|between|to) ", issue)[0]
    return "them" if head.endswith("s") and not head.endswith("ss") else "it"


def deed_phrase(type_: str, mode: str | None, on: str | None) -> str:
    """A coded act in words, in the past: `attacked Ukraine with drones`, `spoke by phone with Putin`."""
    rows = {(row["type"], row["mode"]): row for row in table("wording_deeds")}
    row = rows.get((type_, mode or "")) or rows.get((type_, ""))
    if row is None:
        return f"is recorded with an act of the type {type_}"
    if not on:
        return row["alone"]
    first, _, rest = row["on"].partition(" ")
    if type_ == "ASSAULT" and rest and not rest.endswith(" of"):
        return f"{first} {on} {rest}"
    return f"{row['on']} {on}"


# ---------------------------------------------------------------- values for a reader


def flat(value: object) -> str:
    """A value as the text of a cell: a list joined with `; `, what several tell as `teller: words`."""
    if isinstance(value, list | tuple):
        return "; ".join(flat(item) for item in value)
    if isinstance(value, dict):
        return f"{value['teller']}: {value['text']}" if "teller" in value else ", ".join(map(str, value.values()))
    return "" if value is None else " ".join(str(value).split())


def safe_url(url: str | None) -> bool:
    """Whether an address may be a link: of the web, and without what would end it early."""
    return bool(url and re.fullmatch(r"https?://[^\s<>\"'`]+", url))
