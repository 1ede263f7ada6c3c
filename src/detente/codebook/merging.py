"""Lays a user's entries over the built-in tables, and lists what that changes.

- An entry with a new name is added.
- One with a name that is known keeps what it does not say of it; its aliases are added. Roles are added to a person's
  other roles, in place of one of the same office, country and time; periods of a group stand in place of all it had.
- A name or alias that the tables give to another of the same sort is taken from that one.
- `remove` takes out all that has that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

from detente.codebook import Row, built_in, parts
from detente.codebook.entries import Entry
from detente.codebook.spelling import Words, words_of

TABLES = {
    "state": "countries",
    "organisation": "organisations",
    "group": "groups",
    "body": "metonyms",
    "person": "people",
    "place": "places",
    "issue": "issues",
}
NAMED = ("countries", "organisations", "groups", "people")
KEY = {"metonyms": "phrase", "issues": "issue", "places": "places"}
PERIOD = ("country", "sector", "start", "end")
_PREPOSITIONS = frozenset({"of", "on", "for", "over", "in", "to", "about", "with", "at", "by", "from"})
_LITTLE = frozenset({"the", "a", "an", "and"})


@dataclass(frozen=True, slots=True)
class Change:
    """What laying a table over the built-in ones does to a name; `path` and `line` say which entry does it."""

    change: str
    kind: str
    name: str
    detail: str
    path: str
    line: int


Tables = dict[str, list[Row]]


def merged(entries: Sequence[Entry], *, apart: bool = False) -> tuple[dict[str, tuple[Row, ...]], list[Change]]:
    """The tables that entries change, whole, and what changes in them.

    `apart` are entries that are known to have no name of another: it is not looked for, which takes most of the time.
    """
    names = {TABLES[entry.kind] for entry in entries if entry.kind in TABLES}
    if any(entry.kind == "remove" for entry in entries):
        names = set(TABLES.values())
    elif names - {"places", "issues"}:
        names |= set(NAMED)
    tables: Tables = {name: [dict(row) for row in built_in(name)] for name in sorted(names)}
    spelt: dict[Words, set[str]] = {}
    for entry in entries:
        for name in _names(entry):
            spelt.setdefault(name, set()).add(entry.name)
    changes: list[Change] = []
    for _, group in groupby(entries, key=attrgetter("kind", "name")):
        same = list(group)
        first = same[0]
        if first.kind == "remove":
            changes.extend(_removed(tables, first))
            continue
        if not apart:
            changes.extend(_taken(tables, first, spelt))
        laid = {"person": _person, "place": _place, "body": _body, "issue": _issue}.get(first.kind, _other)
        said = laid(tables[TABLES[first.kind]], same)
        changes.append(Change(said[0], first.kind, first.name, said[1], first.path, first.line))
    return {name: tuple(rows) for name, rows in tables.items()}, changes


def _said(entry: Entry) -> str:
    return ", ".join(f"{name} {cell.replace('|', ', ')}" for name, cell in entry.cells.items() if name != "name")


def _blank(rows: Sequence[Row]) -> Row:
    return dict.fromkeys(rows[0], "")


def _with_aliases(row: Row, aliases: str) -> None:
    row["aliases"] = "|".join(dict.fromkeys([*parts(row["aliases"]), *parts(aliases)]))


def _other(rows: list[Row], entries: Sequence[Entry]) -> tuple[str, str]:
    """A state, organisation or group."""
    name = entries[0].name
    held = [row for row in rows if row["name"] == name]
    details = "; ".join(filter(None, map(_said, entries)))
    if not held:
        for entry in entries:
            rows.append(_blank(rows) | _columns(entry, rows))
        return "added", details
    if entries[0].kind == "group" and any(entry.cells.get(column) for entry in entries for column in PERIOD):
        kept = held[0] | dict.fromkeys(("start", "end"), "")
        was = "; ".join(" ".join(filter(None, (r["country"], r["sector"], r["start"], "-", r["end"]))) for r in held)
        at = rows.index(held[0])
        rows[:] = [row for row in rows if row["name"] != name]
        new = [kept | _columns(entry, rows) | {"aliases": kept["aliases"]} for entry in entries]
        rows[at:at] = new
        for row, entry in zip(new, entries, strict=True):
            _with_aliases(row, entry.cells.get("aliases", ""))
        return "changed", f"{details} (was {was})"
    for row in held:
        for entry in entries:
            aliases = row["aliases"]
            row.update(_columns(entry, rows) | {"aliases": aliases})
            _with_aliases(row, entry.cells.get("aliases", ""))
    return "changed", details


def _columns(entry: Entry, rows: Sequence[Row]) -> Row:
    cells = dict(entry.cells)
    if entry.kind == "organisation" and "country" in cells:
        cells["code"] = cells["country"]
    return {name: cell for name, cell in cells.items() if name in rows[0]}


def _person(rows: list[Row], entries: Sequence[Entry]) -> tuple[str, str]:
    name = entries[0].name
    held = [row for row in rows if row["name"] == name]
    mine = list(held)
    gender = next((one.cells["gender"] for one in entries if "gender" in one.cells), held[0]["gender"] if held else "")
    aliases = "|".join(one.cells.get("aliases", "") for one in entries)
    dropped = []
    for entry in entries:
        if "office" not in entry.cells:
            continue
        for row in [row for row in mine if row in held and _same_role(row, entry)]:
            dropped.append(" ".join(filter(None, (row["country"], row["title"], row["start"], "-", row["end"]))))
            rows.remove(row)
            mine.remove(row)
        rows.append(_blank(built_in("people")) | _columns(entry, rows) | {"name": name, "gender": gender})
        mine.append(rows[-1])
    if not mine:
        # a person of whom only name and country are told
        rows.append(_blank(rows) | _columns(entries[0], rows) | {"office": "other", "gender": gender})
        mine = rows[-1:]
    for row in mine:
        row["gender"] = gender
    mine[0]["aliases"] = "|".join(dict.fromkeys(parts("|".join([*(r["aliases"] for r in held), aliases]))))
    details = "; ".join(filter(None, map(_said, entries)))
    return ("changed" if held else "added"), details + (f" (in place of {'; '.join(dropped)})" if dropped else "")


def _same_role(row: Row, entry: Entry) -> bool:
    cells = entry.cells
    same = row["office"] == cells["office"] and row["country"] == cells.get("country")
    return same and row["start"] <= (cells.get("end") or "9999") and cells.get("start", "") <= (row["end"] or "9999")


def _body(rows: list[Row], entries: Sequence[Entry]) -> tuple[str, str]:
    phrases = list(dict.fromkeys(one for e in entries for one in (e.name, *parts(e.cells.get("aliases", "")))))
    was = [row for row in rows if row["phrase"] in phrases]
    rows[:] = [row for row in rows if row["phrase"] not in phrases]
    for entry in entries:
        actor = entry.cells.get("stands_for", was[0]["actor"] if was else entry.name)
        country = entry.cells.get("country") or (was[0]["code"] if was else "")
        own = {
            "actor": actor,
            "code": country,
            "sector": entry.cells.get("sector", was[0]["sector"] if was else "GOV"),
            "start": entry.cells.get("start", ""),
            "end": entry.cells.get("end", ""),
        }
        rows.extend(_blank(built_in("metonyms")) | own | {"phrase": phrase} for phrase in phrases)
    before = f" (stood for {', '.join(dict.fromkeys(row['actor'] for row in was))})" if was else ""
    return ("changed" if was else "added"), "; ".join(map(_said, entries)) + before


def _place(rows: list[Row], entries: Sequence[Entry]) -> tuple[str, str]:
    entry = entries[-1]
    names = [entry.name, *parts(entry.cells.get("aliases", ""))]
    was = [row["country"] for row in rows for name in parts(row["places"]) if name in names]
    for row in rows:
        row["places"] = "|".join(name for name in parts(row["places"]) if name not in names)
    own = {column: entry.cells.get(column, "") for column in ("type", "lat", "lon")}
    country = entry.cells.get("country", was[0] if was else "")
    rows.append(_blank(rows) | own | {"country": country, "places": "|".join(names)})
    return ("changed" if was else "added"), _said(entry)


def _issue(rows: list[Row], entries: Sequence[Entry]) -> tuple[str, str]:
    entry = entries[-1]
    held = next((row for row in rows if row["issue"] == entry.name), None)
    row = held if held is not None else _blank(rows) | {"issue": entry.name}
    if held is None:
        rows.append(row)
    for column in ("parent", "instrument"):
        row[column] = entry.cells.get(column, row[column])
    said = [entry.name] if held is None else []
    patterns = [_pattern(name) for name in (*said, *parts(entry.cells.get("aliases", "")))]
    patterns += parts(entry.cells.get("patterns", ""))
    row["nouns"] = "|".join(dict.fromkeys([*parts(row["nouns"]), *patterns]))
    return ("changed" if held is not None else "added"), _said(entry)


def _pattern(phrase: str) -> str:
    """A phrase as a pattern of the table of issues: its head, and the words that must stand with it."""
    words = [word for word in phrase.split() if word.lower() not in _LITTLE]
    cut = next((i for i, word in enumerate(words) if i and word.lower() in _PREPOSITIONS), len(words))
    head, others = words[cut - 1], [*words[: cut - 1], *words[cut:]]
    return "+".join([head.lower(), *(w.lower() for w in others if w.lower() not in _PREPOSITIONS)])


def _removed(tables: Tables, entry: Entry) -> Iterator[Change]:
    gone = False
    for table, rows in tables.items():
        key = KEY.get(table, "name")
        if table == "places":
            for row in rows:
                left = [name for name in parts(row["places"]) if name != entry.name]
                gone |= len(left) < len(parts(row["places"]))
                row["places"] = "|".join(left)
            continue
        left_rows = [row for row in rows if row[key] != entry.name]
        if len(left_rows) < len(rows):
            gone = True
            kind = next(kind for kind, name in TABLES.items() if name == table)
            rows[:] = left_rows
            yield Change("removed", kind, entry.name, "", entry.path, entry.line)
        for row in rows:
            if entry.name in parts(row.get("aliases", "")):
                gone = True
                row["aliases"] = "|".join(name for name in parts(row["aliases"]) if name != entry.name)
                yield Change("alias removed", table, row[key], entry.name, entry.path, entry.line)
    if not gone:
        yield Change("nothing to remove", "remove", entry.name, "", entry.path, entry.line)


def _names(entry: Entry) -> set[Words]:
    return {words_of(name) for name in (entry.name, *parts(entry.cells.get("aliases", "")))}


def _taken(tables: Tables, entry: Entry, spelt: Mapping[Words, set[str]]) -> Iterator[Change]:
    """Names of the entry that another actor has so far: taken from it. `spelt` are the entries that have a spelling."""
    if entry.kind in ("issue", "place"):
        return
    mine = _names(entry)
    told: set[str] = set()
    probes = {max(words, key=len) for words in mine if words}
    for table in NAMED:
        if table not in tables:
            continue
        suspected = set[str]().union(*(_names_with(table, probe) for probe in probes), *(spelt[name] for name in mine))
        suspected.discard(entry.name)
        for row in (row for row in tables[table] if row["name"] in suspected) if suspected else ():
            if words_of(row["name"]) in mine and row["name"] not in told:
                told.add(row["name"])
                yield Change("also names", entry.kind, entry.name, row["name"], entry.path, entry.line)
            lost = [name for name in parts(row["aliases"]) if words_of(name) in mine and not name.startswith("~")]
            if lost:
                row["aliases"] = "|".join(name for name in parts(row["aliases"]) if name not in lost)
                detail = f"{', '.join(lost)} no longer stands for {row['name']}"
                yield Change("alias taken", entry.kind, entry.name, detail, entry.path, entry.line)


@cache
def _names_with(table: str, word: str) -> frozenset[str]:
    """The names of a built-in table with a word in one of their spellings, found without reading row by row."""
    names, found, at = _spellings(table), set(), 0
    while (at := names.find(word, at)) >= 0:
        begin, end = names.rfind("\n", 0, at) + 1, names.find("\n", at)
        found.add(built_in(table)[int(names[begin : names.index("|", begin)])]["name"])
        at = end if end >= 0 else len(names)
    return frozenset(found)


@cache
def _spellings(table: str) -> str:
    """All spellings of a built-in table without apostrophes, points and case: a line a row, after its number."""
    listed = "\n".join(f"{number}|{row['name']}|{row['aliases']}" for number, row in enumerate(built_in(table)))
    for sign in "'’`‘.":
        listed = listed.replace(sign, "")
    return listed.casefold()
