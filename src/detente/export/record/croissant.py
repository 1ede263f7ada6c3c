"""Croissant 1.1 (https://docs.mlcommons.org/croissant/): what a record that is published holds, file by file and field
by field, so that search engines find it and programs load it.

It describes the Parquet files of the edition that is open, and lies beside it in the record folder. What only the
publisher knows, such as the licence, comes from the publisher or is null: nobody has said that the texts may be passed
on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from detente.export.record._holding import KINDS, Holding
from detente.export.record._inert import RISKY, dumped
from detente.export.record._names import SOFTWARE
from detente.store import TABLES, schema

ASKS = ()
QUOTES = False
CONFORMS = "http://mlcommons.org/croissant/1.1"
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# what only the publisher knows, in the order of the file; the first six are required by Croissant
ABOUT = ("name", "description", "license", "url", "creator", "datePublished", "version", "citeAs", "keywords")
REQUIRED = ABOUT[:6]
INNER = frozenset({"sketch"})  # bytes by which copies are found: of no use to a reader
TYPES = {"string": "sc:Text", "int64": "cr:Int64", "double": "cr:Float64", "bool": "sc:Boolean"}
DAYS = frozenset({"date", "date_start", "date_end", "deadline"})
PARQUET = "application/x-parquet"
WHOLE = "The articles, with the words that every record rests on: `start` and `end` count characters of `text`."

Node = dict[str, Any]


def write(held: Holding) -> Iterator[str]:
    """The pieces of the file. Raises ValueError for a record that lies in no folder, or a publisher's odd words."""
    if held.home is None:
        raise ValueError("a Croissant file describes a record that lies in a folder; this one does not")
    missing = [name for name in REQUIRED[2:] if not held.about.get(name)]
    if missing:
        held.notes.append(f"null, though required, for only the publisher knows them: {', '.join(missing)} (--about)")
    tables = ("articles", *(table for table in TABLES if table in (*KINDS, "passages", "dropped")))
    described: Node = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        **_about(held),
        "isLiveDataset": False,
        "distribution": [_files(table, held.home.name) for table in tables],
        "recordSet": [_record_set(table) for table in tables],
    }
    text = json.dumps(described, ensure_ascii=False, indent=1, allow_nan=False)
    yield RISKY.sub(lambda match: dumped(match[0])[1:-1], text) + "\n"


def _about(held: Holding) -> Node:
    """What is said of the whole: by the publisher where there is one, else what can be read off the record."""
    odd = sorted(set(held.about) - set(ABOUT))
    if odd:
        raise ValueError(f"a Croissant file has no {', '.join(odd)} (there are {', '.join(ABOUT)})")
    days = sorted(str(row["date"]) for row in held.articles if row["date"])
    period = f" of {days[0]} to {days[-1]}" if days else ""
    own: Node = {
        "name": f"detente record {held.home.name if held.home else ''}",
        "description": f"Statements, events, positions, inducements, commitments and opinions in {len(held.articles)} "
        f"articles{period}, coded by {SOFTWARE}, each with the place of the words that it rests on.",
    }
    said = {name: held.about.get(name, own.get(name)) for name in ABOUT}
    said["creator"] = _creators(said["creator"])
    optional = [name for name in ABOUT if name not in REQUIRED and said[name] is None]
    temporal = {"temporalCoverage": f"{days[0]}/{days[-1]}"} if days else {}
    return {name: value for name, value in said.items() if name not in optional} | temporal


def _creators(said: Any) -> Node | list[Node] | None:
    """Who made the data set: each with a type, `Person` or `Organization`, and a name. Raises ValueError otherwise."""
    if said is None:
        return None
    if isinstance(said, list):
        return [node for one in said if isinstance(node := _creators(one), dict)]
    if not isinstance(said, dict) or said.get("type") not in ("Person", "Organization") or not said.get("name"):
        raise ValueError("a creator has a name and a type, Person or Organization")
    rest = {name: said[name] for name in ("url", "email") if said.get(name)}
    return {"@type": f"sc:{said['type']}", "name": said["name"], **rest}


def _files(table: str, edition: str) -> Node:
    return {
        "@type": "cr:FileSet",
        "@id": f"files-{table}",
        "name": f"files-{table}",
        "description": f"The shards of the table {table}.",
        "encodingFormat": PARQUET,
        "includes": f"{edition}/shards/*/{table}.parquet",
    }


def _record_set(table: str) -> Node:
    told = WHOLE if table == "articles" else " ".join((TABLES[table].__doc__ or "").split())
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": told,
        "key": [{"@id": f"{table}/key"}, {"@id": f"{table}/id"}],
        "field": [_field(table, column.name, column.type) for column in schema(table) if column.name not in INNER],
    }


def _field(table: str, name: str, kind: Any) -> Node:
    deep = 0
    while hasattr(kind, "value_type"):
        kind, deep = kind.value_type, deep + 1
    node: Node = {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": name,
        "dataType": "sc:Date" if name in DAYS else TYPES[str(kind)],
        "source": {"fileSet": {"@id": f"files-{table}"}, "extract": {"column": name}},
    }
    if deep:
        node |= {"isArray": True, "arrayShape": ",".join(["-1"] * deep)}
    if name == "key" and table != "articles":
        node["references"] = {"field": {"@id": "articles/key"}}
    return node
