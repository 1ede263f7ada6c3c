"""ClaimReview (https://schema.org/ClaimReview): claims in the record, each with the accounts that contradict it.

It is the beginning of a review, for a fact-checker to finish: who is right is not for a record of what was said, so the
rating, the reviewer, the address and the day of the review are null. A claim is what somebody named says; each of two
who contradict each other has a review of its own, so that neither is taken for the one to be checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.codebook import cached, table
from detente.export.record._holding import Holding
from detente.export.record._inert import array
from detente.export.record._names import iri
from detente.findings.matters import is_body
from detente.findings.rows import Row, several
from detente.findings.tellings import REPORTER

ASKS = ("accounts",)
QUOTES = True
# two may describe one meeting in different words without either being wrong
NO_CONTRADICTION = frozenset({"description"})

Node = dict[str, Any]


def write(held: Holding) -> Iterator[str]:
    """The pieces of the file: a graph of reviews. Contradictions without a named claimant are left out and counted."""
    yield from array({"@context": "https://schema.org"}, "@graph", _reviews(held))


def _reviews(held: Holding) -> Iterator[Node]:
    rows = [row for row in held.ask("accounts").rows if row["kind"] not in NO_CONTRADICTION]
    records = held.cited(account["record"] for row in rows for account in row["accounts"])
    seen: set[str] = set()
    for row in rows:
        claims = [_claim(held, records[account["record"]][1], account) for account in row["accounts"]]
        named = [claim for claim in claims if claim["author"]]
        if not named:
            held.left_out["without a named claimant"] += 1
        for claim in named:
            if claim["@id"] not in seen:
                seen.add(claim["@id"])
                yield _review(claim, [other for other in claims if other is not claim], row)


def _review(claim: Node, others: list[Node], row: Row) -> Node:
    return {
        "@type": "ClaimReview",
        "@id": f"{claim['@id']}:review",
        "claimReviewed": claim["text"],
        "about": row["of"],
        "itemReviewed": claim,
        "citation": others,
        "reviewRating": None,
        "author": None,
        "url": None,
        "datePublished": None,
    }


def _claim(held: Holding, record: Row, account: Row) -> Node:
    own = record.get("speaker") or record.get("according_to")
    teller = account["teller"] if own or account["teller"] != REPORTER else None
    return {
        "@type": "Claim",
        "@id": iri(record["id"]),
        "text": account["text"],
        "author": _authors(teller),
        "datePublished": account["day"],
        "appearance": _article(held.by_id[record["article"]]),
    }


def _authors(joined: str | None) -> Node | list[Node] | None:
    found = [{"@type": _type(name), "name": name} for name in several(joined)]
    return found[0] if len(found) == 1 else found or None


def _type(name: str) -> str:
    """What a claimant is, where the codebook knows the name."""
    return "Person" if name in _people() else "Organization" if is_body(name) else "Thing"


@cached
def _people() -> frozenset[str]:
    return frozenset(row["name"] for row in table("people"))


def _article(row: Row) -> Node:
    return {
        "@type": "Article",
        "@id": iri("article", row["key"]),
        "headline": row["title"],
        "datePublished": row["date"],
        "url": row["url"],
        "publisher": {"@type": "Organization", "name": row["source"]} if row["source"] else None,
    }
