"""Files of event data as they exist: packed, torn, in old encodings, with columns too many and too few.

All rows are made up.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.exchange import READ, _file, reader
from detente.exchange.cameo import COLUMNS as PHOENIX
from detente.exchange.gdelt import COLUMNS as GDELT
from detente.exchange.gdelt import OLDER
from detente.exchange.icews import COLUMNS as ICEWS
from detente.exchange.polecat import COLUMNS as POLECAT
from detente.exchange.ucdp import COLUMNS as UCDP
from detente.records import Deed, Note, Unread

TALKS = {"Event ID": "NOR-1", "Event Date": "2023-03-05", "Event Type": "CONSULT", "Event Mode": "Visit",
         "Intensity": "2.1", "Quad Code": "1", "Contexts": "diplomatic;territory", "Actor Name": "José Núñez",
         "Actor Country": "NOR", "Primary Actor Sector": "GOV", "Recipient Name": "None", "Recipient Country": "None",
         "Latitude": "59.9", "Longitude": "10.7", "Placename": "Oslo", "Country": "NOR", "Version": "1.0"}  # fmt: skip
SHOT = {"EventID": "7_v1", "Date": "20150302", "SourceActorFull": "SDNMIL", "SourceActorEntity": "SDN",
        "SourceActorRole": "MIL", "TargetActorFull": "SDNCVL", "EventCode": "193",
        "GoldsteinScore": "-10.0"}  # fmt: skip
SAID = {"Event ID": "1", "Event Date": "2001-02-03", "CAMEO Code": "010"}
ROW = {"GLOBALEVENTID": "99", "SQLDATE": "20200301", "Actor1Code": "IGOUNO", "Actor1Name": "UNITED NATIONS",
       "Actor1KnownGroupCode": "UNO", "Actor1Type1Code": "IGO", "Actor2Code": "SDNINS", "Actor2Name": "SUDAN",
       "Actor2CountryCode": "SDN", "Actor2Type1Code": "INS", "EventCode": "043", "GoldsteinScale": "2.8",
       "ActionGeo_Type": "4", "ActionGeo_FullName": "Khartoum, Khartoum, Sudan", "ActionGeo_CountryCode": "SU",
       "ActionGeo_Lat": "15.6", "ActionGeo_Long": "32.5", "DATEADDED": "20200302101500",
       "SOURCEURL": "https://example.org/a"}  # fmt: skip
CLASH = {"event_id_cnty": "SUD1", "event_date": "01 March 2024", "event_type": "Battles",
         "sub_event_type": "Armed clash", "actor1": "Military Forces of Sudan (2019-)", "actor2": "Zenda Front",
         "iso": "729", "country": "Sudan", "location": "El Fasher", "latitude": "13.6", "longitude": "25.3",
         "source": "Courier", "notes": "Shots\nwere exchanged; ten died.", "fatalities": "10"}  # fmt: skip
KILLING = {"id": "412", "type_of_violence": "3", "side_a": "Government of Yemen (North Yemen)", "side_b": "Civilians",
           "date_start": "2017-07-31 00:00:00.000", "date_end": "2017-08-02 00:00:00.000", "best": "5",
           "where_coordinates": "Taizz town", "where_prec": "1", "country": "Yemen (North Yemen)", "latitude": "13.57",
           "longitude": "44.01", "source_headline": "Five dead"}  # fmt: skip


def lines(columns: Sequence[str], *rows: dict[str, str], header: bool = True) -> str:
    head = ["\t".join(columns)] if header else []
    return "\n".join([*head, *("\t".join(row.get(name, "") for name in columns) for row in rows)]) + "\n"


def table(*rows: dict[str, str], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(form: str, data: str | bytes, folder: Path, name: str = "file") -> list[Deed | Unread | Note]:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(reader(form)(file))


def deeds(items: list[Deed | Unread | Note]) -> list[Deed]:
    assert [item for item in items if isinstance(item, Unread)] == []
    return [item for item in items if isinstance(item, Deed)]


def refusals(items: list[Deed | Unread | Note]) -> list[tuple[int | None, str]]:
    return [(item.line, item.reason) for item in items if isinstance(item, Unread)]


# ---------------------------------------------------------------- what each format is read as


def test_polecat_says_none_for_nothing(tmp_path: Path) -> None:
    (deed,) = deeds(read("polecat", lines(POLECAT, TALKS), tmp_path))
    assert (deed.actor, deed.actor_code, deed.recipient, deed.recipient_code) == ("José Núñez", "NOR GOV", None, None)
    assert (deed.type, deed.mode, deed.context, deed.quad) == ("CONSULT", "visit", "diplomatic; territory", 1)
    assert (deed.origin, deed.origin_id, deed.line) == ("polecat", "NOR-1", 2)
    assert "not commercial" in (deed.licence or "")


def test_gdelt_turns_a_host_into_the_recipient(tmp_path: Path) -> None:
    (deed,) = deeds(read("gdelt", lines(GDELT, ROW, header=False), tmp_path))
    assert (deed.actor, deed.actor_code) == ("SUDAN", "SDN REB")
    assert (deed.recipient, deed.recipient_code) == ("UNITED NATIONS", "UNO")
    assert (deed.type, deed.mode, deed.origin_type, deed.origin_score) == ("CONSULT", "visit", "043", 2.8)
    assert (deed.place, deed.place_country, deed.place_kind) == ("Khartoum", "SDN", "city")
    assert (deed.date_start, deed.published, deed.url) == ("2020-03-01", "2020-03-02", "https://example.org/a")


@pytest.mark.parametrize("columns", [GDELT, OLDER, OLDER[:-1]], ids=["61", "58", "57"])
def test_gdelt_is_read_in_each_of_its_widths(columns: Sequence[str], tmp_path: Path) -> None:
    (deed,) = deeds(read("gdelt", lines(columns, ROW, header=False), tmp_path))
    assert (deed.place_lat, deed.place_country, deed.published) == (15.6, "SDN", "2020-03-02")


def test_statements_have_no_plover_type_but_stay(tmp_path: Path) -> None:
    (deed,) = deeds(read("gdelt", lines(GDELT, ROW | {"EventCode": "010"}, header=False), tmp_path))
    assert (deed.type, deed.quad, deed.score, deed.origin_type) == (None, None, None, "010")


def test_phoenix_knows_actors_by_code(tmp_path: Path) -> None:
    (deed,) = deeds(read("cameo", lines(PHOENIX, SHOT, header=False), tmp_path))
    assert (deed.actor, deed.actor_code, deed.recipient_code) == ("Sudan", "SDN MIL", "SDN CVL")
    assert (deed.origin, deed.type, deed.mode, deed.origin_score) == ("phoenix", "ASSAULT", "firearms", -10.0)


def test_acled_battles_have_two_sides(tmp_path: Path) -> None:
    (deed,) = deeds(read("acled", table(CLASH), tmp_path))
    assert (deed.actor, deed.recipient) == ("Military Forces of Sudan (2019-); Zenda Front", None)
    assert (deed.actor_code, deed.place_country, deed.dead) == ("SDN MIL; ", "SDN", 10)
    assert (deed.date_start, deed.type, deed.origin_type) == ("2024-03-01", "ASSAULT", "Battles: Armed clash")
    assert deed.text == "Shots were exchanged; ten died."


def test_who_does_what_to_whom_in_acled(tmp_path: Path) -> None:
    force = {"event_type": "Protests", "sub_event_type": "Excessive force against protesters",
             "actor1": "Protesters (Sudan)", "actor2": "Police Forces of Sudan (2019-)"}  # fmt: skip
    other = {"event_type": "Strategic developments", "sub_event_type": "Other", "event_id_cnty": "SUD2"}
    turned, none = deeds(read("acled", table(CLASH | force, CLASH | other), tmp_path))
    assert (turned.actor_code, turned.recipient_code, turned.mode) == ("SDN COP", "SDN CVL", "crowd-control")
    assert (none.type, none.origin_type) == (None, "Strategic developments: Other")


def test_ucdp_is_one_sided_or_has_two_sides(tmp_path: Path) -> None:
    battle = {"id": "413", "type_of_violence": "1", "side_b": "Zenda Front"}
    killing, fight = deeds(read("ucdp", table(KILLING, KILLING | battle, delimiter=";"), tmp_path))
    assert (killing.actor_code, killing.recipient, killing.recipient_code) == ("YEM GOV", "Civilians", "CVL")
    assert (killing.date_start, killing.date_end, killing.dead) == ("2017-07-31", "2017-08-02", 5)
    assert (fight.actor, fight.recipient) == ("Government of Yemen (North Yemen); Zenda Front", None)
    assert (fight.mode, killing.mode, killing.place_country) == ("sideAB", None, "YEM")


def test_ucdp_without_a_header_has_the_usual_columns(tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([[KILLING.get(name, "") for name in UCDP]] * 2)
    assert [deed.line for deed in deeds(read("ucdp", out.getvalue(), tmp_path))] == [1, 2]


def test_old_names_of_plover_types_are_known(tmp_path: Path) -> None:
    old = '{"id": 1, "date": "2017-01-02", "event": "demand", "actor": {"code": "USA", "sector": ["GOV", "MIL"]}}\n'
    none = '{"id": 2, "date": "2017-01-02", "has_event": false}\n'
    (deed,) = deeds(read("plover", old + none, tmp_path))
    assert (deed.type, deed.actor, deed.actor_code, deed.origin) == ("REQUEST", None, "USA GOV", "plover")


# ---------------------------------------------------------------- files that are not as they should be


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
def test_encodings_are_told_apart(encoding: str, tmp_path: Path) -> None:
    items = read("polecat", lines(POLECAT, TALKS).encode(encoding), tmp_path)
    (deed,) = deeds(items)
    assert deed.actor == "José Núñez"
    assert any(isinstance(item, Note) for item in items) == (encoding == "iso-8859-1")


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_packed_files_are_unpacked(kind: str, tmp_path: Path) -> None:
    data = lines(GDELT, ROW, header=False).encode()
    if kind == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a/20200301.export.CSV", data)
            archive.writestr("__MACOSX/._x", b"\0\1")
        data = out.getvalue()
    else:
        data = gzip.compress(data)
    (deed,) = deeds(read("gdelt", data, tmp_path, f"named.otherwise.{kind}"))
    assert (deed.origin_id, deed.line) == ("99", 1)


def test_what_is_packed_too_well_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_file, "MAX_UNPACKED", 3_000_000)
    line = lines(GDELT, ROW, header=False).encode()
    items = read("gdelt", gzip.compress(line * 30_000), tmp_path)
    assert len([item for item in items if isinstance(item, Deed)]) < 30_000
    assert [reason for _, reason in refusals(items)] == [
        "more than 3,000,000 bytes when unpacked: the rest is not read"
    ]
    without_end = read("gdelt", gzip.compress(b"x" * 50_000_000), tmp_path)
    assert [reason for _, reason in refusals(without_end)] == [refusals(items)[0][1]]


def test_a_workbook_is_to_be_saved_as_csv(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refusals(read("acled", out.getvalue(), tmp_path)) == [
        (None, "a workbook of a spreadsheet: save it as CSV")
    ]  # fmt: skip


def test_broken_archives_are_refused(tmp_path: Path) -> None:
    whole = gzip.compress(lines(GDELT, *[ROW] * 5_000, header=False).encode())
    for broken in (whole[: len(whole) // 2], whole[:-6] + b"123456", b"PK\x03\x04 no archive", b"\x1f\x8b\x08 none"):
        assert refusals(read("gdelt", broken, tmp_path))[-1][1].startswith("could not be unpacked: ")


def test_stray_columns_in_a_header_do_not_move_the_cells(tmp_path: Path) -> None:
    header = "\t".join((*POLECAT[:2], "Headline", "Text", *POLECAT[2:]))
    body = lines(POLECAT, TALKS, header=False)
    (deed,) = deeds(read("polecat", f"{header}\n{body}", tmp_path))
    assert (deed.type, deed.place, deed.place_lat) == ("CONSULT", "Oslo", 59.9)


def test_columns_in_another_order_are_found_by_name(tmp_path: Path) -> None:
    order = sorted(POLECAT)
    renamed = [name.replace("Intensity", "Event Intensity") for name in order]
    text = lines(order, TALKS).replace("\t".join(order), "\t".join(renamed))
    (deed,) = deeds(read("polecat", text, tmp_path))
    assert (deed.actor, deed.origin_score) == ("José Núñez", 2.1)


def test_tabs_at_the_end_windows_line_ends_and_blank_lines(tmp_path: Path) -> None:
    text = "\r\n\r\n".join(f"{line}\t\t\t" for line in lines(POLECAT, TALKS, TALKS | {"Event ID": "2"}).splitlines())
    assert [deed.line for deed in deeds(read("polecat", text, tmp_path))] == [3, 5]


def test_rows_cut_short_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    whole = lines(POLECAT, TALKS).splitlines()
    short = "\t".join(whole[1].split("\t")[:9])
    items = read("polecat", "\n".join([whole[0], short, "half a line", whole[1]]), tmp_path)
    assert [(deed.actor_code, deed.place) for deed in items if isinstance(deed, Deed)] == [
        ("NOR", None), ("NOR GOV", "Oslo")
    ]  # fmt: skip
    assert refusals(items) == [(3, "not a day: None")]


def test_line_breaks_within_quotation_marks_are_joined(tmp_path: Path) -> None:
    torn = TALKS | {"Actor Name": '"José\nNúñez, ""Pepe"""', "Recipient Name": '"Sudria"'}
    (deed,) = deeds(read("polecat", lines(POLECAT, torn), tmp_path))
    assert (deed.actor, deed.recipient, deed.place) == ('José Núñez, "Pepe"', "Sudria", "Oslo")


def test_a_quotation_that_never_ends_takes_no_other_rows_along(tmp_path: Path) -> None:
    good = [TALKS | {"Event ID": str(number)} for number in range(80)]
    torn = "\t".join(["X", "2023-03-05", "CONSULT", "", "", "", "", '"never'])
    items = read("polecat", f"{lines(POLECAT)}{torn}\n{lines(POLECAT, *good, header=False)}", tmp_path)
    assert [item.origin_id for item in items if isinstance(item, Deed)][-80:] == [str(number) for number in range(80)]


@pytest.mark.parametrize(
    ("form", "columns", "row", "wrong", "reason"),
    [
        ("polecat", POLECAT, TALKS, {"Event Date": "soon"}, "not a day: 'soon'"),
        ("polecat", POLECAT, TALKS, {"Event Type": "QUARREL"}, "not a PLOVER type: 'QUARREL'"),
        ("polecat", POLECAT, TALKS, {"Event ID": ""}, "no event id"),
        ("icews", ICEWS, SAID, {"Event Date": "2001-02-30"}, "not a day: '2001-02-30'"),
        ("icews", ICEWS, SAID, {"CAMEO Code": "---"}, "not a CAMEO code: '---'"),
        ("gdelt", GDELT, ROW, {"EventCode": "99"}, "not a CAMEO code: '99'"),
        ("cameo", PHOENIX, SHOT, {"Date": ""}, "not a day: None"),
    ],
)  # fmt: skip
def test_wrong_rows_are_refused_by_line(
    form: str, columns: Sequence[str], row: dict[str, str], wrong: dict[str, str], reason: str, tmp_path: Path
) -> None:
    items = read(form, lines(columns, row | wrong, header=form in ("polecat", "icews")), tmp_path)
    assert refusals(items) == [(2 if form in ("polecat", "icews") else 1, reason)]


def test_wrong_rows_of_csv_are_refused_by_the_line_they_begin_on(tmp_path: Path) -> None:
    items = read("acled", table(CLASH, CLASH | {"event_date": "03/04/2025"}, CLASH | {"event_type": "Rain"}), tmp_path)
    assert refusals(items) == [(4, "not a day: '03/04/2025'"), (6, "not a type of ACLED: 'Rain'")]
    items = read("ucdp", table(KILLING | {"type_of_violence": "4"}), tmp_path)
    assert refusals(items) == [(2, "not a type of violence: '4'")]


def test_a_record_with_several_types_is_as_many_deeds(tmp_path: Path) -> None:
    where = {"name": "Oslo", "latitude": 59.9, "longitude": "10.7", "cc3": "NOR"}
    what = {"event": ["AGREE", "X", "consult"], "mode": "phone", "source": ["A", "B"]}
    record = {"id": 4, "date": "2020-01-01", "event_loc": where, **what}
    agree, consult = deeds(read("plover", json.dumps(record), tmp_path))
    assert [(one.origin_id, one.type, one.mode) for one in (agree, consult)] == [
        ("4", "AGREE", None), ("4/2", "CONSULT", "phone")
    ]  # fmt: skip
    assert (agree.actor, agree.place, agree.place_lat, agree.place_lon, agree.place_country) == (
        "A; B", "Oslo", 59.9, 10.7, "NOR"
    )  # fmt: skip


def test_wrong_records_of_plover_are_refused(tmp_path: Path) -> None:
    text = '{"id": \n[1]\n{"id": 1, "date": "x"}\n{"date": "2020-01-01"}\n{"id": 1, "date": "2020-01-01", "event": 3}\n'
    assert [line for line, _ in refusals(read("plover", text, tmp_path))] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("form", READ)
def test_files_of_something_else_are_refused_with_a_reason(form: str, tmp_path: Path) -> None:
    for data in (b"", b"\n\n", b"\x00\x01\x02" * 99, b"once upon a time\nthere was\ta tab", b"<html></html>"):
        assert refusals(read(form, data, tmp_path)), data
    with pytest.raises(FileNotFoundError):
        list(reader(form)(tmp_path / "gone"))


def test_coordinates_off_the_globe_are_no_coordinates(tmp_path: Path) -> None:
    (deed,) = deeds(read("polecat", lines(POLECAT, TALKS | {"Latitude": "591"}), tmp_path))
    assert (deed.place, deed.place_lat, deed.place_lon) == ("Oslo", None, None)


@pytest.mark.parametrize("form", READ)
@given(data=st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=60, deadline=None)
def test_no_file_makes_reading_fail(form: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert read(form, data, tmp_path_factory.mktemp("bad")), "something is said of every file"


@pytest.mark.parametrize("form", ["acled", "ucdp", "polecat", "icews"])
@given(cells=st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_row_makes_reading_fail(form: str, cells: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    heads = {
        "acled": ",".join(CLASH),
        "ucdp": ",".join(KILLING),
        "polecat": "\t".join(POLECAT),
        "icews": "\t".join(ICEWS),
    }
    row = ("," if form in ("acled", "ucdp") else "\t").join(cells)
    read(form, f"{heads[form]}\n{row}\n", tmp_path_factory.mktemp("bad"))
