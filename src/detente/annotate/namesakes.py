"""Names that several states or groups share, read as those of the country that the text speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns
from detente.actors.entries import Entry
from detente.actors.phrase import words_in
from detente.actors.towns import countries_of
from detente.annotate.names import Name, found_in
from detente.codebook import MANY_STATES
from detente.codebook.spelling import words_of
from detente.doc import Doc

OF_STATES = frozenset({"state", "adjective", "people"})
OF_BODIES = frozenset({"group", "seat"})
BEFORE_A_BODY = frozenset({"state", "adjective", "place"})


def names_in(doc: Doc) -> list[Name]:
    """All names of a text in its order, each read as that of the country of which the text speaks most."""
    names = found_in(doc)
    read = (_of_the_country(name, names, doc.text) for name in names)
    return _with_their_country([name for name in read if name is not None])


def _of_the_country(name: Name, names: Sequence[Name], text: str) -> Name | None:
    """A name that several states or bodies share: `Congo` in a text on Brazzaville, `Congress` in one on India.

    None where it is a noun for a body that many states have, and the text speaks of others: `Congress` in Tegucigalpa.
    """
    entry = name.entry
    if entry is None or entry.kind not in OF_STATES | OF_BODIES:
        return name
    others = _bodies_alike(name, entry) if entry.kind in OF_BODIES else gazetteer.namesakes(name.text, entry)
    if not others and not _common(name):
        return name
    spoken = Counter(c for n in names if n.text != name.text and (c := _country(n)))
    if entry.kind in OF_BODIES and not spoken[entry.country]:
        spoken.update(country for _, country in countries_of(words_in(text)))
    if entry.kind == "seat" and spoken[entry.country]:
        return name  # a parliament, whatever else the text speaks of
    likeliest = max(others, key=lambda other: spoken[other.country], default=None)
    if likeliest is not None and spoken[likeliest.country] > spoken[entry.country]:
        return replace(name, entry=likeliest, kind=likeliest.kind)
    elsewhere = _common(name) and any(country not in MANY_STATES for country in spoken)
    return None if elsewhere else name


def _common(name: Name) -> bool:
    """Whether a seat of a state is called by a noun for what many states have: `Congress`."""
    return name.kind == "seat" and words_of(name.text) in common_nouns()


def _bodies_alike(name: Name, entry: Entry) -> list[Entry]:
    """The bodies of other countries that bear a name."""
    words = words_of(name.text)
    listed = next((entries for key, entries in gazetteer.index().get(words[0], ()) if key == words), ())
    return [other for other in listed if other.kind in OF_BODIES and other.country != entry.country]


def _country(name: Name) -> str:
    if name.entry is None:
        bearers = name.bearers or (offices.shorts().get(words_of(name.text)[-1:], ()) if name.short else ())
        countries = {role.country for person in bearers for role in person.roles}
        return countries.pop() if len(countries) == 1 else ""
    if name.kind == "person":
        role = gazetteer.role_of(name.entry.name)
        return role.country if role is not None else ""
    return name.entry.country


def _with_their_country(names: list[Name]) -> list[Name]:
    """The names, with that of a group which stands after another country's taken for one that the codebook lacks."""
    found = names[:1]
    for before, name in pairwise(names):
        one, group = before.entry, name.entry
        other = (
            one is not None and group is not None and before.last == name.first and name.kind == "group"
            and before.kind in BEFORE_A_BODY and name.last - name.first > 1
            and one.country not in ("", group.country)
        )  # fmt: skip
        if other and one is not None and group is not None:
            text = f"{before.text} {name.text}"  # `Uganda National Liberation Front`
            found[-1] = replace(name, first=before.first, text=text,
                                entry=Entry("group", text, one.country, group.sector))  # fmt: skip
        else:
            found.append(name)
    return found
