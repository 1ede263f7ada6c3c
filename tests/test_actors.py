"""The tables of actors hang together, phrases resolve, and mentions are linked (`mentions/*.case`).

`pytest --freeze` adds a missing parse to a case (it runs the model), `--accept` rewrites what it expects.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from detente.actors import agents, gazetteer
from detente.actors.resolve import resolve
from detente.actors.spelling import words_of
from detente.annotate import lay_over
from detente.annotate.authors import author_of
from detente.codebook import parts, table
from detente.doc import Doc
from detente.records import Article

CASES = sorted((Path(__file__).parent / "mentions").glob("*.case"))
SECTORS = frozenset(
    {"COP", "GOV", "JUD", "LEG", "MIL", "OPP", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL",
     "EDU", "ELI", "JRN", "LAB", "MED", "REF", "REL", "SOC", "PRE", "IGO"}
)  # fmt: skip
BODIES = {"IGO", "UNO", "EUR", "NGO", ""}


# ---------------------------------------------------------------- tables


def codes() -> set[str]:
    return {row["code"] for row in table("countries")} | BODIES


@pytest.mark.parametrize("name", ["metonyms", "organisations", "groups", "places", "people"])
def test_every_country_code_is_in_the_table_of_states(name: str) -> None:
    column = "code" if name in ("metonyms", "organisations") else "country"
    unknown = {row[column] for row in table(name)} - codes()
    assert not unknown


@pytest.mark.parametrize("name", ["metonyms", "organisations", "groups", "agents", "titles"])
def test_every_sector_is_one_of_the_ontology(name: str) -> None:
    assert not {sector for row in table(name) for sector in row["sector"].split()} - SECTORS


def test_no_name_stands_for_two_states() -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for row in table("countries"):
        for name in (row["name"], *parts(row["aliases"])):
            owners.setdefault(words_of(name), set()).add(row["name"])
    assert not {name: states for name, states in owners.items() if len(states) > 1}


def test_no_short_form_stands_for_two_groups_or_organisations_of_one_country() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for tables, column in (("groups", "country"), ("organisations", "code")):
        for row in table(tables):
            for name in (row["name"], *parts(row["aliases"])):
                owners.setdefault((name, row[column]), set()).add(row["name"])
    assert not {name: actors for name, actors in owners.items() if len(actors) > 1}


def test_the_dates_of_a_group_do_not_overlap() -> None:
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in table("groups"):
        spans.setdefault(row["name"], []).append((row["start"] or "0", row["end"] or "9"))
    for name, dated in spans.items():
        dated.sort()
        assert all(one[1] < two[0] for one, two in pairwise(dated)), name


def test_every_title_names_an_office_of_the_table_of_people() -> None:
    known = {row["office"] for row in table("people")} | {""}
    assert not {row["office"] for row in table("titles")} - known


def test_every_date_is_an_iso_day_month_or_year() -> None:
    for name in ("countries", "groups", "metonyms", "people"):
        for row in table(name):
            for day in (row["start"], row["end"]):
                assert not day or re.fullmatch(r"\d{4}(-\d\d){0,2}", day), (name, row)


def test_nouns_are_listed_once() -> None:
    nouns = [words_of(row["noun"]) for row in table("agents")]
    assert len(nouns) == len(set(nouns)) == len(agents.common_nouns())
    titles: dict[tuple[str, ...], set[str]] = {}
    for row in table("titles"):
        titles.setdefault(words_of(row["title"]), set()).add(row["office"])
    assert all(len(meanings) == 1 for meanings in titles.values())


# ---------------------------------------------------------------- sides


@pytest.mark.parametrize(
    ("name", "date", "side"),
    [
        ("Vladimir Putin", "2025-05-20", "Russia"),
        ("Kremlin", None, "Russia"),
        ("the White House", None, "United States"),
        ("Volodymyr Zelenskyy", None, "Ukraine"),
        ("Hamas", None, "Hamas"),
        ("Yahya Sinwar", "2024-05-01", "Hamas"),
        ("Antonio Guterres", "2020-01-01", "United Nations"),
        ("Russia; Vladimir Putin", "2025-05-20", "Russia"),
        ("France; Vladimir Putin", "2025-05-20", "France; Russia"),
        ("somebody else", None, "somebody else"),
    ],
)
def test_an_actor_speaks_for_a_side(name: str, date: str | None, side: str) -> None:
    assert gazetteer.side_of(name, date) == side


def test_the_sector_of_a_group_changes_with_the_date() -> None:
    assert gazetteer.codes_of("Taliban", "2010-01-01") == "AFG REB"
    assert gazetteer.codes_of("Taliban", "2023-01-01") == "AFG GOV"
    assert gazetteer.codes_of("nobody we know") is None


# ---------------------------------------------------------------- phrases


@pytest.mark.parametrize(
    ("phrase", "date", "country", "sector"),
    [
        ("Kenyan soldiers", None, "KEN", "MIL"),
        ("a group of fishermen", None, "", "AGR"),
        ("police in Nairobi", None, "KEN", "COP"),
        ("Ghana", None, "GHA", ""),
        ("Egypt's foreign ministry", None, "EGY", "GOV"),
        ("Thai lawmakers", None, "THA", "LEG"),
        ("the Supreme Court of India", None, "IND", "JUD"),
        ("members of Hezbollah", None, "LBN", "REB"),
        ("FARC guerrillas", "2010-03-01", "COL", "REB"),
        ("FARC", "2019-03-01", "COL", "PTY"),
        ("Tokyo", None, "JPN", "GOV"),
        ("two women", None, "", "CVL"),
        ("she", None, "", "UNK"),
        ("President Jimmy Carter", "1979-06-01", "USA", "GOV"),
        ("former president Jimmy Carter", "1994-06-01", "USA", "ELI"),
        ("a spokesman for the Polish army", None, "POL", "GOV"),
        ("European Union diplomats", None, "EUR", "GOV"),
        ("UN peacekeepers in Lebanon", None, "UNO", "MIL"),
    ],
)
def test_a_phrase_resolves(phrase: str, date: str | None, country: str, sector: str) -> None:
    found = resolve(phrase, None, date)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize("phrase", ["", " ", "'s", "the", ",", "of", "-", "\u200b", "()", "A" * 5000, "of of of the"])
def test_any_phrase_resolves_to_something(phrase: str) -> None:
    assert 0 <= resolve(phrase, phrase, phrase).confidence <= 1


# ---------------------------------------------------------------- mentions


def _read(path: Path) -> tuple[dict[str, str], list[str], list[str]]:
    head: dict[str, str] = {}
    expect: list[str] = []
    parse: list[str] = []
    part = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line in ("expect", "parse"):
            part = line
        elif part == "parse":
            parse.append(line)
        elif part == "expect":
            expect.extend([line] if line.strip() else [])
        elif line.strip():
            key, _, value = line.partition(" ")
            head[key] = value.strip()
    return head, expect, parse


def _mentions(doc: Doc) -> list[str]:
    lines = [f"author = {doc.author} ({doc.author_codes})"] if doc.author else []
    for m in doc.mentions:
        words = doc.text[doc.tokens[m.first].start : doc.tokens[m.last - 1].end]
        if m.why != "adjective":
            lines.append(f"{words} = {'; '.join(m.actors)} ({'; '.join(m.codes)}) {m.form}")
    return lines


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_mentions_are_linked(path: Path, request: pytest.FixtureRequest) -> None:
    head, expect, parse = _read(path)
    article = Article(id="case", text=head["text"], date=head.get("day"), title=head.get("title"))
    accept = request.config.getoption("--accept")
    if not parse and (accept or request.config.getoption("--freeze")):
        from detente.annotate import language

        parse = next(iter(language.parse([article]))).freeze()
    doc = lay_over(Doc.thaw(article, parse))
    found = _mentions(doc)
    if accept:
        lines = [f"{key:7s}{value}" for key, value in head.items()]
        path.write_text(
            "\n".join([*lines, "", "expect", *found, "", "parse", *parse]).rstrip() + "\n", encoding="utf-8"
        )
    assert accept or found == expect, head["why"]
    assert all(m.first <= m.head < m.last for m in doc.mentions)
    assert all(len(m.actors) == len(m.codes) for m in doc.mentions)


@pytest.mark.parametrize(
    ("title", "date", "author"),
    [
        ("Statement by President Joe Biden on Sudan", "2023-05-04", "Joe Biden"),
        ("Statement by the President on Sudan", "1995-05-04", "Bill Clinton"),
        ("Joint Statement by the Governments of France and Germany", "2019-01-01", "France; Germany"),
        ("Statement by Press Officer Ann Example's office", "2019-01-01", None),
        ("Statement from NSC Spokesperson Ann Example on Chad", "2023-05-04", "Ann Example"),
        ("Readout of President Biden's call with President Ruto", "2023-05-04", None),
        ("President says that a statement will follow", "2023-05-04", None),
        ("Statement by", None, None),
    ],
)
def test_a_statement_is_its_authors(title: str, date: str | None, author: str | None) -> None:
    article = Article(id="case", text="The truce holds.", date=date, title=title)
    assert author_of(Doc(article, [], [])) == author


def test_places_know_their_country() -> None:
    path = next(path for path in CASES if path.stem == "capital_as_place")
    head, _, parse = _read(path)
    doc = lay_over(Doc.thaw(Article(id="case", text=head["text"]), parse))
    assert [(place.name, place.country) for place in doc.places] == [
        ("Moscow", "RUS"),
        ("Moscow", "RUS"),
        ("Kyiv", "UKR"),
    ]
