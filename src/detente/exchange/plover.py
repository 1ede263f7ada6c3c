"""PLOVER's own records: JSON Lines in the order of its manual, with all parties, the words and where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.exchange._codes import code_of, country, entity_and_sector
from detente.exchange._dyads import Party, joined, parties
from detente.exchange._file import lines
from detente.exchange._fit import left_out
from detente.exchange._plover import mode_of, type_of, weighed
from detente.readers._dates import iso_day
from detente.readers._rows import SURROGATE
from detente.records import Deed, Modality, Note, Unread
from detente.version import __version__

# PLOVER's auxiliary modes, which any type can have; it has none for what is called for
AUXILIARY: Mapping[str, str] = {"planned": "future", "hypothetical": "hypothetical", "called-for": "hypothetical",
                                "denied": "negated"}  # fmt: skip
MODALITIES: Mapping[str, Modality] = {"future": "planned", "hypothetical": "hypothetical", "negated": "denied"}
KINDS = {"country": "PCLI", "region": "ADM1", "city": "PPL", "site": "S", "sea": "SEA"}  # GeoNames' feature codes
EMPTY: tuple[Any, ...] = (None, "", [], {})


def read(path: Path) -> Iterator[Deed | Unread | Note]:
    """The records of a file as deeds, one for each type that a record has. One without a day or a type is refused."""
    for item in lines(path):
        if isinstance(item, Unread | Note):
            yield item
            continue
        line, text = item
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Unread(path=str(path), line=line, reason=f"not JSON: {str(error)[:80]}")
            continue
        if not isinstance(record, dict):
            yield Unread(path=str(path), line=line, reason="not a record")
        elif record.get("has_event") not in (False, 0, "false", "0"):  # what was looked at and holds no event
            yield from _deeds(path, line, record)


def _deeds(path: Path, line: int, record: dict[str, Any]) -> Iterator[Deed | Unread]:
    name, day = _told(record, "id"), iso_day(record.get("date"))
    kinds = [kind for kind in map(type_of, _all(record.get("event"))) if kind]
    if name is None:
        yield Unread(path=str(path), line=line, reason="no id")
    elif day is None:
        yield Unread(path=str(path), line=line, reason=f"not a day: {str(record.get('date'))[:40]!r}")
    elif not kinds:
        yield Unread(path=str(path), line=line, reason=f"not a PLOVER type: {str(record.get('event'))[:40]!r}")
    else:
        deed = _deed(record, name, day, kinds[0])
        for number, kind in enumerate(dict.fromkeys(kinds), 1):
            own = name if number == 1 else f"{name}/{number}"
            yield replace(deed, path=str(path), line=line, origin_id=own, **_weight(kind, record))


def _weight(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    """The fields that hang on the type, with the first of the record's modes that the type has."""
    return weighed(kind, next(filter(None, (mode_of(kind, mode) for mode in _all(record.get("mode")))), None))


def _deed(record: dict[str, Any], name: str, day: str, kind: str) -> Deed:
    modes = [mode.casefold() for mode in _all(record.get("mode"))]
    place, cited, where, size = (_part(record, key) for key in ("event_loc", "cite_info", "text_info", "size"))
    actor, actor_code = joined(_parties(record.get("actor", record.get("source"))))
    recipient, recipient_code = joined(_parties(record.get("recipient")))
    feature = _told(place, "feature_code") or ""
    return Deed(
        origin=_told(cited, "corpus") or "plover",
        origin_id=name,
        licence=_told(cited, "license"),
        date_start=day,
        date_end=iso_day(record.get("enddate")) or day,
        actor=actor,
        actor_code=actor_code,
        recipient=recipient,
        recipient_code=recipient_code,
        **_weight(kind, record),
        context="; ".join(_all(record.get("context"))) or None,
        modality=next((MODALITIES[mode] for mode in modes if mode in MODALITIES), "happened"),
        place=_told(place, "extracted_place") or _told(place, "resolved_place") or _told(place, "name"),
        place_country=country(_told(place, "country_code") or _told(place, "cc3") or _told(place, "country")),
        place_kind=next((kind for kind, code in KINDS.items() if feature.startswith(code)), None),
        place_lat=_degrees(place, "latitude" if "latitude" in place else "lat", 90),
        place_lon=_degrees(place, "longitude" if "longitude" in place else "lon", 180),
        origin_type=" ".join([*_all(record.get("event")), *modes]),
        origin_score=_number(record, "event_scale"),
        dead=_count(size, "dead"),
        injured=_count(size, "injured"),
        source=_told(cited, "publication"),
        url=_told(cited, "url"),
        title=_told(cited, "title"),
        text=_told(record, "text"),
        article=_told(cited, "citation"),
        start=_count(where, "start"),
        end=_count(where, "end"),
    )


def _told(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    # a lone surrogate, which JSON can write, cannot be stored
    return SURROGATE.sub("\ufffd", str(value)).strip() or None


def _part(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = record.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, Mapping) else {}


def _all(value: Any) -> list[str]:
    values = value if isinstance(value, list) else str(value).replace("|", ";").split(";") if value else []
    return [one for one in (_told({"": value}, "") for value in values) if one]


def _number(record: Mapping[str, Any], key: str) -> float | None:
    try:
        value = float(record.get(key))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return value if abs(value) < 1e15 else None


def _count(record: Mapping[str, Any], key: str) -> int | None:
    value = _number(record, key)
    return int(value) if value is not None and value >= 0 and value == int(value) else None


def _degrees(record: Mapping[str, Any], key: str, limit: int) -> float | None:
    value = _number(record, key)
    return value if value is not None and abs(value) <= limit else None


def _parties(value: Any) -> list[Party]:
    """The actors of a field: objects with a text and codes, or plain names."""
    found: list[Party] = []
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, Mapping):
            found.append((_told({"": one}, ""), None))
            continue
        name = next(filter(None, (_told(one, f"{key}_text") for key in ("entity", "actor", "identifier"))), None)
        code = code_of(country(_told(one, "code")) or _told(one, "code"), next(iter(_all(one.get("sector"))), None))
        found.append((name, code))
    return [(name.replace(";", ",") if name else None, code) for name, code in found if name or code]


def write(deeds: Iterable[Deed]) -> Iterator[str]:
    """The lines of a file, without their ends. Deeds without a day or a type are left out."""
    for deed in deeds:
        if not left_out(deed, whole=True):
            # these two end a line for some readers, though not for JSON
            text = json.dumps(_record(deed), ensure_ascii=False)
            yield text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _record(deed: Deed) -> dict[str, Any]:
    modes = [mode for mode in (deed.mode, AUXILIARY.get(deed.modality)) if mode]
    record: dict[str, Any] = {
        "id": deed.origin_id,
        "has_event": True,
        "date": deed.date_start,
        "enddate": deed.date_end if deed.date_end != deed.date_start else None,
        "actor": [_party(*party) for party in parties(deed.actor, deed.actor_code)],
        "recipient": [_party(*party) for party in parties(deed.recipient, deed.recipient_code)],
        "event": [deed.type],
        "event_loc": _filled(
            extracted_place=deed.place,
            lat=deed.place_lat,
            lon=deed.place_lon,
            country_code=deed.place_country,
            feature_code=KINDS.get(deed.place_kind or ""),
        ),
        "quad_code": deed.quad,
        "event_scale": deed.score,
        "mode": modes,
        "context": deed.context.split("; ") if deed.context else [],
        "size": _filled(dead=deed.dead, injured=deed.injured),
        "text": deed.text,
        "text_info": _filled(start=deed.start, end=deed.end),
        "cite_info": _filled(
            corpus=deed.origin,
            citation=deed.article,
            url=deed.url,
            title=deed.title,
            publication=deed.source,
            license=deed.licence,
            coder="detente" if deed.origin == "detente" else None,
            codebook="PLOVER 1.3",
            version=__version__ if deed.origin == "detente" else None,
        ),
    }
    needed = ("id", "date", "actor", "event")
    return {key: value for key, value in record.items() if key in needed or value not in EMPTY}


def _party(name: str | None, code: str | None) -> dict[str, Any]:
    entity, sector = entity_and_sector(code)
    return _filled(code=entity, sector=sector, entity_text=name)


def _filled(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in EMPTY}
