"""What is written in a format of the field comes back from it, as far as the format can hold it."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook import built_in, parts, table
from detente.edition import ASIDE
from detente.exchange import READ, WRITTEN, reader, writer
from detente.exchange._cameo import code_for, codes, meaning
from detente.exchange._cells import flat
from detente.exchange._codes import country, country_name, country_of, number_of
from detente.exchange._plover import weighed
from detente.exchange.gdelt import COLUMNS as GDELT
from detente.exchange.gdelt import event_id
from detente.records import MODALITIES, Deed

VISIT = Deed(
    origin="detente", origin_id="E-abcdefgh", date_start="2024-03-05", date_end="2024-03-05", published="2024-03-06",
    actor="Foreign Minister of Norland", actor_code="NOR GOV", recipient="Sudria", recipient_code="SDN REB",
    context="diplomatic; territory", place="Geneva", place_country="CHE", place_kind="city", place_lat=46.2,
    place_lon=6.15, source="Courier", url="https://example.org/a", title="A visit", text="visited Sudria",
    article="a-1", start=12, end=26, **weighed("CONSULT", "visit"),
)  # fmt: skip
FIGHT = replace(VISIT, **weighed("ASSAULT", "sideAB"), actor="A; B", actor_code="SDN MIL; SDN REB", recipient=None)
ALWAYS = ("date_start", "recipient_code", "actor_code", "type", "mode", "quad", "score", "place_lat", "place_lon")
HELD = {
    "polecat": (*ALWAYS, "origin_id", "date_end", "published", "actor", "recipient", "context", "place",
                "place_country", "place_kind", "source"),
    "icews": (*ALWAYS, "origin_id", "date_end", "actor", "recipient", "place", "place_country", "source", "article"),
    "cameo": (*ALWAYS, "origin_id", "date_end", "place", "place_country", "url", "source", "article"),
    "gdelt": (*ALWAYS, "date_end", "published", "actor", "recipient", "place_country"),
    "plover": tuple({field.name for field in fields(Deed)}
                    - {"path", "line", "published", "origin_type", "origin_score"}),
}  # fmt: skip


def back(form: str, deeds: list[Deed], folder: Path) -> list[Deed]:
    """What is read of what was written; nothing may be refused."""
    file = folder / f"written.{form}"
    file.write_text("".join(f"{line}\n" for line in writer(form)(deeds)), encoding="utf-8", newline="")
    found = list(reader(form)(file)) if deeds else []
    assert [item for item in found if not isinstance(item, Deed)] == []
    return [item for item in found if isinstance(item, Deed)]


@pytest.mark.parametrize("form", WRITTEN)
def test_a_visit_goes_round(form: str, tmp_path: Path) -> None:
    (found,) = back(form, [VISIT], tmp_path)
    assert {name: getattr(found, name) for name in HELD[form]} == {name: getattr(VISIT, name) for name in HELD[form]}


def test_each_format_says_where_a_row_stood_and_what_it_called_the_type(tmp_path: Path) -> None:
    rows = {form: back(form, [VISIT, replace(VISIT, origin_id="E-2")], tmp_path)[1] for form in WRITTEN}
    assert {form: (deed.line, deed.origin_type) for form, deed in rows.items()} == {
        "cameo": (2, "042"), "gdelt": (2, "042"), "icews": (3, "042"), "plover": (2, "CONSULT visit"),
        "polecat": (3, "CONSULT visit"),
    }  # fmt: skip
    assert all(Path(deed.path or "").name == f"written.{form}" for form, deed in rows.items())
    assert [form for form, deed in rows.items() if not deed.licence] == ["plover"]


# ---------------------------------------------------------------- whatever the words

TODAY = [row["code"] for row in table("countries") if not row["end"]]
WITH_FIPS = [code for code in TODAY if number_of(code, "fips")]
SECTORS = [row["sector"] for row in built_in("icews_sectors") if row["sector"] not in ("IGO", "UNK")]
KINDS = [(row["type"], mode) for row in built_in("ontology") for mode in (None, *parts(row["modes"]))]
usual = st.text(st.characters(exclude_categories=("Cs",), exclude_characters=";"), max_size=40)
awkward = st.text("\"\\'=+-@ ab\t\n\r", min_size=1, max_size=12)
words = (usual | awkward).filter(
    lambda text: flat(text).casefold() not in ("none", "null", "na", "nan", "n/a") and flat(text)
)
entities = st.sampled_from(TODAY) | st.sampled_from(["UNO", "NGO", "EUR"])
coded = st.builds(lambda *parts: " ".join(filter(None, parts)), entities | st.just(""), st.sampled_from(["", *SECTORS]))
days = st.dates(min_value=date(1900, 1, 1)).map(str)


@st.composite
def some_deeds(draw: st.DrawFn) -> Deed:
    day = draw(days)
    kind, mode = draw(st.sampled_from(KINDS))
    where = draw(st.sampled_from(["city", "region", None]))
    return replace(
        VISIT, **weighed(kind, mode), date_start=day, date_end=day, published=draw(st.none() | days),
        actor=draw(st.none() | words), actor_code=draw(coded) or None, recipient=draw(st.none() | words),
        recipient_code=draw(coded) or None, place=draw(words) if where else None, place_kind=where,
        place_country=draw(st.sampled_from(WITH_FIPS)) if where else None,
        place_lat=draw(st.floats(-90, 90)), place_lon=draw(st.floats(-180, 180)), source=draw(st.none() | words),
        title=draw(st.none() | words), text=draw(st.none() | words), article=draw(st.none() | words),
    )  # fmt: skip


@pytest.mark.parametrize("form", WRITTEN)
@given(deed=some_deeds())
@settings(max_examples=60, deadline=None)
def test_any_text_goes_round(form: str, deed: Deed, tmp_path_factory: pytest.TempPathFactory) -> None:
    (found,) = back(form, [deed], tmp_path_factory.mktemp("round"))
    held = set(HELD[form]) - ({"place_kind"} if deed.place_kind is None else set())
    if form == "gdelt" and deed.published is None:
        held.discard("published")  # GDELT cannot do without a day on which a row was added
    expected = replace(deed, **cameo_of(deed)) if form in ("icews", "cameo", "gdelt") else deed
    for name in sorted(held):
        was = getattr(expected, name)
        in_one_line = (flat(was) if form != "plover" else was.strip()) if isinstance(was, str) else was
        assert getattr(found, name) == in_one_line, name


def cameo_of(deed: Deed) -> dict[str, object]:
    """The type and mode that the code of a deed is read as."""
    code = code_for(deed.type or "", deed.mode)
    return weighed(code.type, code.mode)


# ---------------------------------------------------------------- many parties, other moods


@pytest.mark.parametrize("form", [form for form in WRITTEN if form != "plover"])
def test_those_who_act_together_act_on_one_another(form: str, tmp_path: Path) -> None:
    found = back(form, [replace(FIGHT, recipient_code=None)], tmp_path)
    assert [(deed.actor_code, deed.recipient_code) for deed in found] == [
        ("SDN MIL", "SDN REB"), ("SDN REB", "SDN MIL")
    ]  # fmt: skip
    assert len({deed.origin_id for deed in found}) == 2


def test_those_of_one_side_do_not_act_on_one_another(tmp_path: Path) -> None:
    talks = replace(VISIT, actor="Carter; Vance; Dayan", actor_code="USA GOV; USA GOV; ISR GOV", recipient=None)
    found = back("polecat", [replace(talks, recipient_code=None)], tmp_path)
    assert {(deed.actor, deed.recipient) for deed in found} == {
        ("Carter", "Dayan"), ("Vance", "Dayan"), ("Dayan", "Carter"), ("Dayan", "Vance"),
    }  # fmt: skip


def test_plover_keeps_all_parties_and_the_modality(tmp_path: Path) -> None:
    talks = replace(VISIT, actor="A; B; C", actor_code="; USA GOV; UNO", recipient=None, recipient_code=None)
    found = back("plover", [replace(talks, modality=modality) for modality in MODALITIES], tmp_path)
    assert {(deed.actor, deed.actor_code) for deed in found} == {("A; B; C", "; USA GOV; UNO")}
    # PLOVER has no mode for what is called for
    assert [deed.modality for deed in found] == ["happened", "planned", "hypothetical", "hypothetical", "denied"]


@pytest.mark.parametrize("form", WRITTEN)
def test_what_a_format_has_no_room_for_is_left_out(form: str, tmp_path: Path) -> None:
    planned = replace(VISIT, origin_id="E-2", modality="planned")
    long = replace(VISIT, origin_id="E-3", date_end="2024-05-01")
    undated, untyped = replace(VISIT, date_start=None), replace(VISIT, **weighed(None))
    found = back(form, [VISIT, planned, long, undated, untyped], tmp_path)
    assert len(found) == (3 if form == "plover" else 1)


# ---------------------------------------------------------------- lines, cells, codes


@pytest.mark.parametrize("form", [form for form in WRITTEN if form != "plover"])
def test_no_text_breaks_a_row_and_none_is_a_formula(form: str) -> None:
    hostile = replace(VISIT, actor="=1+1\t\r\n\u2028x", source="@SUM(A1)\x0bx", place="-2\x85", article="+a\n")
    *header, row = writer(form)([hostile])
    assert len((header or ["\t".join(GDELT) if form == "gdelt" else row])[0].split("\t")) == len(row.split("\t"))
    assert len(row.splitlines()) == 1
    starts = [cell for cell in row.split("\t") if cell.startswith(("=", "@", "+", "-"))]
    assert all(float(cell) is not None for cell in starts), "only numbers"


def test_a_line_of_plover_is_one_line_and_in_the_order_of_the_manual() -> None:
    (line,) = writer("plover")([replace(VISIT, text="a\u2028b\nc")])
    assert len(line.splitlines()) == 1
    assert list(json.loads(line)) == [
        "id", "has_event", "date", "actor", "recipient", "event", "event_loc", "quad_code", "event_scale", "mode",
        "context", "text", "text_info", "cite_info",
    ]  # fmt: skip


def test_every_type_and_mode_has_a_cameo_code() -> None:
    written = {(kind, mode): code_for(kind, mode) for kind, mode in KINDS}
    assert {code.quad for code in written.values()} == {1, 2, 3, 4}
    # what comes back as another type: CAMEO counts a resignation among the concessions
    assert [pair for pair, code in written.items() if code.type != pair[0]] == [("RETREAT", "resign")]


def test_the_modes_that_cameo_cannot_hold_are_those_that_the_page_names() -> None:
    lost = {f"{kind} {mode}" for kind, mode in KINDS if mode and code_for(kind, mode).mode != mode}
    page = (Path(__file__).parent.parent / "docs/formats.md").read_text(encoding="utf-8")
    named = next(line for line in page.splitlines() if line.startswith("CONSULT multilateral,"))
    assert {name.strip(" .") for name in named.split(",")} == lost


def test_a_cameo_code_means_what_stands_above_it() -> None:
    assert [(code, meaning(code).code) for code in ("0311", "1421", "43", "841", "190") if meaning(code)] == [
        ("0311", "031"), ("1421", "142"), ("43", "043"), ("841", "0841"), ("190", "190"),
    ]  # fmt: skip
    assert [meaning(code) for code in ("", "---", "99", "X", "00", "12345", None)] == [None] * 7
    assert meaning("1952").goldstein == meaning("195").goldstein == -10.0


def test_the_cameo_table_is_sound() -> None:
    rows = built_in("cameo")
    modes = {row["type"]: parts(row["modes"]) for row in built_in("ontology")}
    assert len({row["code"] for row in rows}) == len(rows)
    assert [row["code"] for row in rows if row["type"] and row["mode"] and row["mode"] not in modes[row["type"]]] == []
    assert [row["code"] for row in rows if len(row["code"]) > 2 and row["code"][:-1] not in codes()] == []
    written = [pair for row in rows for pair in parts(row["writes"] or "")]
    assert sorted(written) == sorted(f"{kind} {mode or ''}".strip() for kind, mode in KINDS)


def test_a_host_is_the_recipient_of_a_visit(tmp_path: Path) -> None:
    lines = list(writer("icews")([VISIT]))
    file = tmp_path / "host.tab"
    file.write_text("\n".join(line.replace("\t042\t", "\t043\t") for line in lines))
    (found,) = reader("icews")(file)
    assert isinstance(found, Deed)
    assert (found.actor, found.recipient, found.mode) == ("Sudria", "Foreign Minister of Norland", "visit")


def test_every_country_is_found_again_by_its_name() -> None:
    named = {row["code"]: country(country_name(row["code"])) for row in table("countries")}
    assert {code: found for code, found in named.items() if code != found} == {}
    names = ("Russia (Soviet Union)", "DR Congo (Zaire)", "Congo", "The Gambia", "Russian Federation", "ROM", "Nowhere")
    assert [country(name) for name in names] == ["RUS", "COD", "COG", "GMB", "RUS", "ROU", None]
    assert [country_of(number, "cow") for number in ("365", "345", "678", "0")] == ["RUS", "SRB", "YEM", None]
    assert [country_of(number, "numeric") for number in ("4", "729", None)] == ["AFG", "SDN", None]


def test_an_id_of_gdelt_is_a_number() -> None:
    assert event_id("1234") == "1234"
    assert event_id("E-abc") == event_id("E-abc") != event_id("E-abd")
    assert event_id("E-abc").isdigit()


def test_formats_are_asked_for_by_name() -> None:
    assert set(WRITTEN) < set(READ)
    with pytest.raises(ValueError, match="no such format: acled \\(there are cameo, gdelt"):
        writer("acled")
    with pytest.raises(ValueError, match="no such format: xls"):
        reader("xls")


def test_tables_for_other_data_sets_do_not_make_a_new_edition() -> None:
    assert {name for name in ASIDE if not built_in(name)} == set()
    read_here = {"acled", "cameo", "country_codes", "deliveries", "icews_sectors", "outlets"}
    assert read_here == set(ASIDE)
