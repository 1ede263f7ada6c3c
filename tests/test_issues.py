"""One thing has one name, and names know what they are kinds of."""

from __future__ import annotations

import pytest

from detente.codebook import parts, table
from detente.stances.issues import family
from detente.stances.mediating import role_of


@pytest.mark.parametrize(
    ("name", "widest"),
    [
        ("30-day ceasefire", "ceasefire"),
        ("ceasefire in Tigray", "ceasefire"),
        ("30-day pause in fighting", "ceasefire"),
        ("peace talks at the Vatican", "negotiations"),
        ("direct negotiations", "negotiations"),
        ("negotiations", "negotiations"),
        ("sanctions relief", "sanctions"),
        ("halt to uranium enrichment", "nuclear program"),
        ("withdrawal from Sinai", "withdrawal"),
        ("rights of minority teachers", "rights of minority teachers"),
        ("US role in the peace process", "US role in the peace process"),
    ],
)
def test_family_is_the_widest_issue_of_a_name(name: str, widest: str) -> None:
    assert family(name) == widest


def test_a_mediators_role_is_named_after_its_side() -> None:
    assert role_of("United States").name == "US role in the peace process"
    assert role_of("Qatar").name == "Qatar role in the peace process"


def test_every_parent_and_instrument_of_an_issue_is_known() -> None:
    issues = {row["issue"] for row in table("issues")}
    rungs = {row["instrument"] for row in table("instruments")}
    assert len(issues) == len(table("issues"))
    for row in table("issues"):
        assert not row["parent"] or row["parent"] in issues, row
        assert not row["instrument"] or row["instrument"] in rungs, row


def test_every_stance_in_the_table_is_a_stance() -> None:
    from detente.records import STANCES

    for row in table("stances"):
        for column in ("stance", "negated", "unsaid"):
            assert not row[column] or row[column] in STANCES, row
        assert row["pos"] in ("v", "n", "a", "p")
        assert parts(row["reads"]), row
