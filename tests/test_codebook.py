"""The tables of actors hang together: codes, sectors, dates, one name for one actor, and enough of each."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from detente.actors import agents, gazetteer
from detente.actors.offices import holds
from detente.actors.resolve import resolve
from detente.codebook import parts, table
from detente.codebook.spelling import Words, words_of

SECTORS = frozenset(
    {"COP", "GOV", "JUD", "LEG", "MIL", "OPP", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL",
     "EDU", "ELI", "JRN", "LAB", "MED", "REF", "REL", "SOC", "PRE", "IGO"}
)  # fmt: skip
BODIES = {"IGO", "UNO", "EUR", "NGO", ""}
KINDS = {"state", "member", "group", "people", "relation"}
DATED = ("countries", "groups", "metonyms", "people")

# One name for two actors is meant only where time, country or the way it is written tells them apart.
MEANT = {
    "cnsp": "the juntas of Mali and of Niger, by date",
    "transitional military council": "Sudan's and Chad's, by date",
    "kremlin": "of the Soviet Union until 1991",
    "national liberation army": "Colombia's and North Macedonia's, by country",
    "democrats": "a party of the United States and one of Thailand, by country",
    "congress": "the parliament of the United States and a party of India, by country",
    "jem": "JeM in Kashmir and JEM in Darfur, by their letters",
    "peoples democratic party": "Turkey's and Nigeria's, by country",
    "federal republic of germany": "the western state until 1990",
    "falkland islands": "a territory and a place",
    "falklands": "a territory and a place",
    "gibraltar": "a territory and a place",
    "nis": "the agency NIS and the town Nis, by their letters",
}


def _codes() -> set[str]:
    return {row["code"] for row in table("countries")} | BODIES


def _spans(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return sorted((row["start"] or "0", row["end"] or "9") for row in rows)


def _by(name: str, *columns: str) -> dict[tuple[str, ...], list[dict[str, str]]]:
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in table(name):
        found.setdefault(tuple(row[column] for column in columns), []).append(row)
    return found


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize("name", ["metonyms", "organisations", "groups", "places", "people", "titles"])
def test_every_country_code_is_in_the_table_of_states(name: str) -> None:
    column = "code" if name in ("metonyms", "organisations") else "country"
    assert not {row[column] for row in table(name)} - _codes()


@pytest.mark.parametrize("name", ["metonyms", "organisations", "groups", "agents", "titles", "people"])
def test_every_sector_is_one_of_the_ontology(name: str) -> None:
    assert not {sector for row in table(name) for sector in row["sector"].split()} - SECTORS


@pytest.mark.parametrize("name", DATED)
def test_every_date_is_an_iso_day_month_or_year_and_no_end_is_before_its_start(name: str) -> None:
    for row in table(name):
        for day in (row["start"], row["end"]):
            assert not day or re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", day), row
        shorter = min(len(row["start"]), len(row["end"]))
        assert row["start"][:shorter] <= row["end"][:shorter] or not shorter, row


@pytest.mark.parametrize("name", ["countries", "metonyms", "organisations", "groups", "agents", "titles", "epithets"])
def test_no_cell_has_blanks_at_its_ends_or_an_empty_value(name: str) -> None:
    for row in table(name):
        for column, cell in row.items():
            assert cell is not None and cell == cell.strip() and "  " not in cell, (column, row)
            assert not cell or all(value == value.strip() and value for value in cell.split("|")), (column, row)


def test_codes_of_states_are_those_of_the_standard_by_their_form() -> None:
    for row in table("countries"):
        assert re.fullmatch(r"[A-Z]{3}", row["code"]), row
        assert not row["cow"] or row["cow"].isdigit(), row


def test_every_title_names_an_office_of_the_table_of_people() -> None:
    assert not {row["office"] for row in table("titles")} - {row["office"] for row in table("people")} - {""}


def test_every_kind_of_agent_is_known() -> None:
    assert not {row["kind"] for row in table("agents")} - KINDS
    assert not {row["alone"] for row in table("agents")} - {"", "no"}


# ---------------------------------------------------------------- one name, one actor


def test_nouns_and_titles_are_listed_once() -> None:
    nouns = [words_of(row["noun"]) for row in table("agents")]
    assert len(nouns) == len(set(nouns)) == len(agents.common_nouns())
    meanings: dict[Words, set[str]] = {}
    for row in table("titles"):
        meanings.setdefault(words_of(row["title"]), set()).add(row["office"])
    assert not {title: offices for title, offices in meanings.items() if len(offices) > 1}


@pytest.mark.parametrize(("name", "key"), [("organisations", ("name",)), ("epithets", ("words",))])
def test_every_row_is_listed_once(name: str, key: tuple[str, ...]) -> None:
    assert not [rows for rows in _by(name, *key).values() if len(rows) > 1]


@pytest.mark.parametrize(
    ("name", "key"), [("countries", ("name",)), ("groups", ("name",)), ("metonyms", ("phrase", "code"))]
)
def test_periods_of_one_actor_do_not_overlap(name: str, key: tuple[str, ...]) -> None:
    for found, rows in _by(name, *key).items():
        assert all(one[1] < two[0] for one, two in pairwise(_spans(rows))), found


def test_a_group_keeps_its_country_through_all_periods() -> None:
    assert not [name for name, rows in _by("groups", "name").items() if len({row["country"] for row in rows}) > 1]


def test_a_name_stands_for_one_actor_or_is_meant_to_stand_for_two() -> None:
    actors: dict[Words, set[str]] = {}
    for row in table("countries"):
        for name in (row["name"], *parts(row["aliases"])):
            actors.setdefault(words_of(name), set()).add(row["name"])
    for row in table("metonyms"):
        if row["actor"]:
            actors.setdefault(words_of(row["phrase"]), set()).add(row["actor"])
    for name in ("organisations", "groups"):
        for row in table(name):
            for alias in (row["name"], *parts(row["aliases"])):
                actors.setdefault(words_of(alias), set()).add(row["name"])
    for row in table("places"):
        for name in parts(row["places"]):
            known = actors.get(words_of(name), set())
            # a place of the same name is another reading of it
            actors.setdefault(words_of(name), set()).update({f"place {name}"} if known else set())
    several = {" ".join(words): sorted(found) for words, found in actors.items() if len(found) > 1}
    assert not {name: found for name, found in several.items() if name not in MEANT}


def test_an_adjective_or_capital_of_two_states_is_that_of_a_state_and_one_that_is_gone() -> None:
    rows = {row["name"]: row for row in table("countries")}
    for column in ("adjectives", "people", "capital"):
        owners: dict[Words, list[str]] = {}
        for row in rows.values():
            for name in parts(row[column]):
                owners.setdefault(words_of(name), [])
                if row["name"] not in owners[words_of(name)]:
                    owners[words_of(name)].append(row["name"])
        for words, states in owners.items():
            assert sum(not rows[state]["end"] for state in states) <= 1, (column, words, states)


def test_epithets_stand_for_actors_that_the_tables_know() -> None:
    unknown = {name for row in table("epithets") for name in parts(row["names"]) if gazetteer.known(name) is None}
    assert not unknown


def test_a_seat_of_a_state_is_listed_under_the_name_of_the_state() -> None:
    names = {row["name"]: row["code"] for row in table("countries")}
    wrong = [row for row in table("metonyms") if row["actor"] in names and names[row["actor"]] != row["code"]]
    assert not wrong


# ---------------------------------------------------------------- enough


def test_the_tables_hold_what_news_on_conflict_needs() -> None:
    states = [row for row in table("countries") if not row["end"] and row["cow"]]
    assert len(states) >= 193
    assert all(row["adjectives"] or row["name"] in NO_ADJECTIVE for row in states)
    assert len(_by("organisations", "name")) >= 250
    assert len(_by("groups", "name")) >= 420
    assert len({row["country"] for row in table("groups")}) >= 120
    assert len({row["code"] for row in table("metonyms")}) >= 110


NO_ADJECTIVE = {"Liechtenstein", "Republic of the Congo", "Dominica"}


def test_who_leads_a_state_is_known_for_nearly_every_year_since_2000() -> None:
    heads = [
        row for row in table("people") if row["office"] in ("head of state", "head of government", "supreme leader")
    ]
    codes = {row["code"] for row in table("countries") if not row["end"] and row["cow"]}
    years = [(code, year) for code in codes for year in range(2000, 2026)]
    dated: dict[str, list[dict[str, str]]] = {}
    for row in heads:
        dated.setdefault(row["country"], []).append(row)
    known = [
        (code, year)
        for code, year in years
        if any(holds(row["start"], row["end"], f"{year}-06-01") for row in dated.get(code, []))
    ]
    assert len(known) / len(years) >= 0.99


def test_nobody_holds_one_office_twice_at_a_time() -> None:
    for found, rows in _by("people", "name", "country", "office", "title").items():
        assert all(one[1] <= two[0] for one, two in pairwise(_spans(rows))), found


# ---------------------------------------------------------------- what the tables say


@pytest.mark.parametrize(
    ("phrase", "date", "country", "sector"),
    [
        ("Burkinabe soldiers", None, "BFA", "MIL"),
        ("Nigerien police", None, "NER", "COP"),
        ("the Filipino navy", None, "PHL", "MIL"),
        ("Malagasy farmers", None, "MDG", "AGR"),
        ("Batswana diplomats", None, "BWA", "GOV"),
        ("Emirati warplanes", None, "ARE", "MIL"),
        ("Bissau-Guinean soldiers", None, "GNB", "MIL"),
        ("Kirghizia", None, "KGZ", "GOV"),
        ("the Quai d'Orsay", None, "FRA", "GOV"),
        ("Matignon", None, "FRA", "GOV"),
        ("the Carabinieri", None, "ITA", "COP"),
        ("Inter-Services Intelligence", None, "PAK", "SPY"),
        ("the Althing", None, "ISL", "LEG"),
        ("Al-Azhar", None, "EGY", "REL"),
        ("MINURSO", None, "UNO", ""),
        ("Hayat Tahrir al-Sham", "2020-01-01", "SYR", "REB"),
        ("Hayat Tahrir al-Sham", "2025-03-01", "SYR", "GOV"),
        ("Tigray People's Liberation Front", "2021-06-01", "ETH", "REB"),
        ("UNITA", "1990-01-01", "AGO", "REB"),
        ("UNITA", "2012-01-01", "AGO", "OPP"),
        ("the Gulf Cartel", None, "MEX", "CRM"),
        ("Pheu Thai", "2012-01-01", "THA", "PTY"),
        ("Pheu Thai", "2016-01-01", "THA", "OPP"),
    ],
)
def test_a_name_is_known(phrase: str, date: str | None, country: str, sector: str) -> None:
    found = resolve(phrase, None, date)
    assert found.country == country
    assert not sector or sector in (found.sector, *found.sectors) or (sector == "GOV" and not found.sector)


def test_no_given_name_stands_under_both_genders() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for row in table("given_names"):
        assert row["gender"] in ("m", "f")
        for name in parts(row["names"]):
            assert seen.setdefault(words_of(name), row["gender"]) == row["gender"], name


def test_parties_that_govern_are_known_and_their_terms_follow_one_another() -> None:
    parties = {row["name"] for row in table("groups") if row["sector"] == "PTY"}
    for row in table("governing"):
        assert row["party"] in parties, row["party"]
        terms = [term.partition("/") for term in parts(row["terms"])]
        days = [day for first, _, last in terms for day in (first, last or "9999")]
        assert days == sorted(days), row["party"]
        assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", day) for day in days), row["party"]
    listed = [row["party"] for row in table("governing")]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("party", "date", "sector"),
    [
        ("Kadima", "2007-01-01", "PTY"),
        ("Kadima", "2010-01-01", "OPP"),
        ("RENAMO", "1985-01-01", "REB"),
        ("RENAMO", "2004-12-03", "OPP"),
        ("Likud", "2000-01-01", "OPP"),
        ("Likud", None, "PTY"),
        ("Democratic Unionist Party", "2000-01-01", "PTY"),
    ],
)
def test_a_party_out_of_government_is_the_opposition(party: str, date: str | None, sector: str) -> None:
    found = gazetteer.known(party, date)
    assert found is not None and found.sector == sector
