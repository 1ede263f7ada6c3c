"""Web Annotations, PROV-JSON, ClaimReview and Croissant hold what their specifications ask for."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from base64 import urlsafe_b64decode
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from camp_david import ARTICLES
from detente import run
from detente.export.record import Holding
from detente.export.record._holding import KINDS
from exported import COPY, HOSTILE, UNDATED, database, holding, written

IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
TEXTS = {article.id: article.text for article in (*ARTICLES, HOSTILE, COPY, UNDATED)}
Node = dict[str, Any]


@pytest.fixture(scope="module")
def db() -> duckdb.DuckDBPyConnection:
    return database()


@pytest.fixture(scope="module")
def held(db: duckdb.DuckDBPyConnection) -> Holding:
    return holding(db)


# ---------------------------------------------------------------- annotations (w3.org/TR/annotation-model)

MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip


@pytest.fixture(scope="module")
def collection(held: Holding) -> Node:
    found: Node = json.loads(written("annotations", held))
    return found


@pytest.fixture(scope="module")
def annotations(collection: Node) -> list[Node]:
    found: list[Node] = collection["first"]["items"]
    return found


def test_a_collection_has_a_page_with_all_annotations(collection: Node, held: Holding) -> None:
    page = collection["first"]
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (collection["type"], page["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert IRI.fullmatch(collection["id"])
    assert collection["last"] == page["id"] != collection["id"]
    assert page["partOf"] == collection["id"]
    assert (page["startIndex"], collection["total"]) == (0, len(page["items"]))
    assert collection["total"] == sum(held.count(kind) for kind in KINDS)


def test_an_annotation_has_a_name_bodies_and_targets(annotations: list[Node]) -> None:
    names = [one["id"] for one in annotations]
    assert len(set(names)) == len(names)
    for one in annotations:
        assert set(one) == {"id", "type", "motivation", "body", "target"}
        assert one["type"] == "Annotation"
        assert IRI.fullmatch(one["id"])
        assert one["motivation"] in MOTIVATIONS
        assert one["target"]
        for body in one["body"]:
            assert body["type"] == "TextualBody"
            assert isinstance(body["value"], str)
            assert body["value"]
            assert body["purpose"] in MOTIVATIONS
        whole = json.loads(one["body"][-1]["value"])
        assert one["id"].endswith(whole["id"])
        assert None in whole.values()


def test_both_selectors_find_the_same_words(annotations: list[Node], held: Holding) -> None:
    by_digest = {hashlib.sha256(text.encode()).digest(): text for text in TEXTS.values()}
    rows = {row["id"]: row for kind in KINDS for row in held.rows(kind)}
    for one in annotations:
        target = one["target"][0]
        assert target["type"] == "SpecificResource"
        algorithm, _, digest = target["source"]["id"].removeprefix("ni:///").partition(";")
        assert algorithm == "sha-256"  # RFC 6920
        text = by_digest[urlsafe_b64decode(digest + "=")]
        quote, place = target["selector"]
        assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert 0 <= place["start"] < place["end"] <= len(text)
        assert text[place["start"] : place["end"]] == quote["exact"] == rows[one["id"].rpartition(":")[2]]["text"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert text.index(quote["prefix"] + quote["exact"] + quote["suffix"]) + len(quote["prefix"]) == place["start"]


def test_a_page_on_the_web_is_a_target_of_its_own_without_a_position(annotations: list[Node]) -> None:
    pages = [one["target"][1] for one in annotations if len(one["target"]) > 1]
    assert {page["source"] for page in pages} == {"https://example.org/a1", "https://example.org/a2", COPY.url}
    assert all([selector["type"] for selector in page["selector"]] == ["TextQuoteSelector"] for page in pages)


def test_positions_count_characters_beyond_the_basic_plane_once(annotations: list[Node]) -> None:
    (commitment,) = (one for one in annotations if one["body"][0]["value"].startswith("Promise by Ruland"))
    place = commitment["target"][0]["selector"][1]
    assert HOSTILE.text[place["start"] : place["end"]] == "Ruland promised more"
    assert json.loads(commitment["body"][-1]["value"])["beneficiary"] is None


def test_without_words_a_place_is_left(db: duckdb.DuckDBPyConnection) -> None:
    for one in json.loads(written("annotations", holding(db, words=False)))["first"]["items"]:
        (target,) = one["target"]
        assert [selector["type"] for selector in target["selector"]] == ["TextPositionSelector"]


# ---------------------------------------------------------------- PROV-JSON (w3.org/submissions/prov-json)

RELATIONS = {
    "wasGeneratedBy": {"prov:entity": "entity", "prov:activity": "activity"},
    "used": {"prov:activity": "activity", "prov:entity": "entity"},
    "wasDerivedFrom": {"prov:generatedEntity": "entity", "prov:usedEntity": "entity", "prov:activity": "activity"},
    "wasAttributedTo": {"prov:entity": "entity", "prov:agent": "agent"},
    "wasAssociatedWith": {"prov:activity": "activity", "prov:agent": "agent", "prov:plan": "entity"},
}
NEEDED = {"wasDerivedFrom": 2, "wasAssociatedWith": 2}


@pytest.fixture(scope="module")
def provenance(db: duckdb.DuckDBPyConnection) -> Node:
    db.execute("UPDATE home SET path = '/x/0123456789ab'")
    found: Node = json.loads(written("prov", holding(db)))
    return found


def test_prov_reads_as_a_document_of_the_reference_library(provenance: Node) -> None:
    from prov.model import ProvDerivation, ProvDocument

    document = ProvDocument.deserialize(content=json.dumps(provenance), format="json")
    assert len(list(document.get_records(ProvDerivation))) == len(provenance["wasDerivedFrom"])


def test_every_relation_is_between_things_that_are_declared(provenance: Node) -> None:
    assert set(provenance) == {"prefix", "entity", "activity", "agent", *RELATIONS}
    for relation, ends in RELATIONS.items():
        for name, told in provenance[relation].items():
            assert re.fullmatch(r"_:[\w-]+", name)
            assert len(set(told) & set(ends)) >= NEEDED.get(relation, len(ends))
            for end in set(told) & set(ends):
                assert told[end] in provenance[ends[end]]
    for things in ("entity", "activity", "agent"):
        for name, attributes in provenance[things].items():
            prefix, _, local = name.partition(":")
            assert prefix in provenance["prefix"]
            assert re.fullmatch(r"[\w-]+", local)
            for key, value in attributes.items():
                assert key.partition(":")[0] in {*provenance["prefix"], "prov"}
                assert value is not None
                if isinstance(value, dict):
                    assert set(value) == {"$", "type"}


def test_every_line_of_a_ledger_is_derived_from_an_article(provenance: Node) -> None:
    sources: dict[str, set[str]] = defaultdict(set)
    for told in provenance["wasDerivedFrom"].values():
        sources[told["prov:generatedEntity"]].add(told["prov:usedEntity"])
    lines = [name for name in provenance["entity"] if name.startswith("line:")]
    assert len(lines) > 10
    for line in lines:
        assert sources[line]
        for record in sources[line]:
            (article,) = sources[record]
            assert provenance["entity"][article]["prov:type"]["$"] == "detente:Article"
    generated = [told["prov:entity"] for told in provenance["wasGeneratedBy"].values()]
    assert len(generated) == len(set(generated))  # PROV-CONSTRAINTS 24: one generation each
    assert set(sources) == set(generated)


# ---------------------------------------------------------------- ClaimReview (schema.org/ClaimReview)


def test_a_review_holds_a_claim_and_what_contradicts_it_and_no_rating(held: Holding) -> None:
    graph = json.loads(written("claimreview", held))
    assert graph["@context"] == "https://schema.org"
    reviews = graph["@graph"]
    tellers = {review["itemReviewed"]["author"]["name"] for review in reviews}
    assert tellers == {"Jimmy Carter", "Menachem Begin"}
    for review in reviews:
        assert review["@type"] == "ClaimReview"
        assert IRI.fullmatch(review["@id"])
        assert review["reviewRating"] is review["author"] is review["url"] is review["datePublished"] is None
        claim = review["itemReviewed"]
        assert review["claimReviewed"] == claim["text"]
        assert review["citation"]
        for one in (claim, *review["citation"]):
            assert one["@type"] == "Claim"
            assert one["author"]["@type"] in ("Person", "Organization", "Thing")
            assert one["text"] in TEXTS[{"1978-09-17": "a2", "1978-09-20": "a3"}[one["datePublished"]]]
            assert one["appearance"]["@type"] == "Article"
            assert claim is one or one["text"] != claim["text"]
    assert reviews[0]["itemReviewed"]["appearance"]["publisher"]["name"] in ("Potomac Ledger", "Jaffa Post")


def test_different_words_for_one_meeting_are_no_contradiction(held: Holding) -> None:
    kinds = {row["kind"] for row in held.ask("accounts").rows}
    assert {"description", "length"} <= kinds
    assert "triumph of patience" not in written("claimreview", held).decode()


# ---------------------------------------------------------------- Croissant 1.1 (docs.mlcommons.org/croissant)

REQUIRED = ("@context", "@type", "conformsTo", "name", "description", "license", "url", "creator", "datePublished")
ABOUT = {
    "name": "talks", "license": "https://creativecommons.org/licenses/by/4.0/", "url": "https://example.org/talks",
    "creator": [{"type": "Organization", "name": "Desk", "url": "https://example.org"}],
    "datePublished": "2024-03-06", "version": "1.0.0", "citeAs": "Desk (2024)",
}  # fmt: skip


def test_a_description_tells_of_every_file_and_field(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("UPDATE home SET path = '/x/0123456789ab'")
    found = json.loads(written("croissant", holding(db)))
    assert set(REQUIRED) <= set(found)
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert [found[name] for name in ("license", "url", "creator", "datePublished")] == [None] * 4
    files = {one["@id"]: one for one in found["distribution"]}
    for one in files.values():
        assert one["@type"] == "cr:FileSet"
        assert one["includes"].startswith("0123456789ab/shards/*/")
    names = [one["@id"] for one in (*found["distribution"], *found["recordSet"])]
    for table in found["recordSet"]:
        assert table["@type"] == "cr:RecordSet"
        fields = [field["@id"] for field in table["field"]]
        assert {one["@id"] for one in table["key"]} <= set(fields)
        names += fields
        columns = db.execute(f"DESCRIBE {table['@id']}").fetchall()
        inner = {"key", "twin", "near_of", "why"}
        assert {field["name"] for field in table["field"]} - inner <= {column[0] for column in columns}
        for field in table["field"]:
            assert field["@type"] == "cr:Field"
            assert field["source"]["fileSet"]["@id"] in files
            assert field["source"]["extract"]["column"] == field["name"]
            assert re.fullmatch(r"(?:sc:(?:Text|Date|Boolean)|cr:(?:Int64|Float64))", field["dataType"])
            assert field.get("isArray") is (True if "arrayShape" in field else None)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"licence": "x"}, r"has no licence \(there are name"),
        ({"creator": "Ada"}, "a creator has a name and a type"),
        ({"creator": [{"name": "Ada", "type": "Robot"}]}, "a creator has a name and a type"),
    ],
)
def test_odd_words_of_a_publisher_are_refused(about: Node, reason: str, db: duckdb.DuckDBPyConnection) -> None:
    db.execute("UPDATE home SET path = '/x/0123456789ab'")
    with pytest.raises(ValueError, match=reason):
        written("croissant", holding(db, about=about))


def test_a_record_in_no_folder_cannot_be_described() -> None:
    with pytest.raises(ValueError, match="lies in a folder"):
        written("croissant", holding(database()))


LOAD = """
import sys, mlcroissant
data = mlcroissant.Dataset(jsonld=sys.argv[1])
print(sorted(data.metadata.ctx.issues.errors), sorted(data.metadata.ctx.issues.warnings))
for record in data.records("statements"):
    print(record["statements/id"].decode(), record["statements/spans"])
"""


@pytest.mark.model
def test_the_reference_library_loads_a_record_by_its_description(tmp_path: Path) -> None:
    talks = tmp_path / "talks.txt"
    talks.write_text("---\ndate: 2024-03-05\n---\n\nPresident Vladimir Putin said that the talks were useful.\n")
    done = run.build([talks], record=tmp_path / "record")
    file = tmp_path / "record" / "croissant.json"
    file.write_bytes(written("croissant", holding(done.db, about=ABOUT)))
    # in a process of its own: the library warns of its own dependencies
    command = [sys.executable, "-W", "ignore", "-c", LOAD, str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-2000:]
    issues, *records = told.stdout.splitlines()
    assert issues == "[] []"
    expected = [(row["id"], row["spans"]) for row in holding(done.db).rows("statements")]
    assert [line.split()[0] for line in records] == [name for name, _ in expected]
    assert [[int(n) for n in re.findall(r"\b\d+\b(?!\()", line.partition(" ")[2].replace("int64", ""))]
            for line in records] == [[n for piece in spans for n in piece] for _, spans in expected]  # fmt: skip
