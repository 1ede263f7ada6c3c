"""From events of many parties to rows of two, for forms that know a source and a target only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product, zip_longest

from detente.exchange._fit import left_out
from detente.records import Deed

Party = tuple[str | None, str | None]  # name and code


def parties(names: str | None, codes: str | None) -> list[Party]:
    """The actors that a field names, each with its code. Where the codes are not as many, none can be told apart."""
    named = [name.strip() or None for name in names.split(";")] if names else []
    coded = [code.strip() or None for code in codes.split(";")] if codes else []
    if named and coded and len(named) != len(coded):
        coded = []
    return [(name, code) for name, code in zip_longest(named, coded) if name or code]


def dyadic(deeds: Iterable[Deed]) -> Iterator[Deed]:
    """Events as the dyadic forms know them: those that they have room for, one for each pair of parties."""
    for deed in deeds:
        if left_out(deed) is None:
            yield from dyads(deed)


def dyads(deed: Deed) -> Iterator[Deed]:
    """A deed as one for each actor and recipient: those who act together without a recipient act on one another.

    The first keeps the id, the others have their number after it.
    """
    doers, others = parties(deed.actor, deed.actor_code), parties(deed.recipient, deed.recipient_code)
    pairs = _mutual(doers) if len(doers) > 1 and not others else []
    pairs = pairs or list(product(doers or [(None, None)], others or [(None, None)]))
    for number, (doer, other) in enumerate(pairs, 1):
        yield replace(
            deed,
            origin_id=deed.origin_id if number == 1 else f"{deed.origin_id}/{number}",
            actor=doer[0],
            actor_code=doer[1],
            recipient=other[0],
            recipient_code=other[1],
        )


def _mutual(doers: list[Party]) -> list[tuple[Party, Party]]:
    """Each with each: those of one code stand on one side, unless there is none but them."""
    pairs = [(one, other) for one, other in product(doers, doers) if one != other]
    across = [(one, other) for one, other in pairs if one[1] is None or one[1] != other[1]]
    return across or pairs


def joined(found: list[Party]) -> Party:
    """Parties as the two fields of an event: names and codes, empty where one has none; no codes where none has."""
    if not found:
        return None, None
    names = "; ".join(name or "" for name, _ in found) if any(name for name, _ in found) else None
    codes = "; ".join(code or "" for _, code in found) if any(code for _, code in found) else None
    return names, codes
