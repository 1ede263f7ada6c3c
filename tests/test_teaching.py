"""A user's own tables: they are laid over the codebook, checked line by line, and kept with the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente import codebook, run
from detente.actors import gazetteer
from detente.actors.resolve import resolve
from detente.cli import app
from detente.codebook.additions import read
from detente.codebook.merging import merged
from detente.stances.issues import family

DOC = Path(__file__).parent.parent / "docs" / "teaching.md"
GROUP = "actors:\n  - {name: Zenda Front, kind: group, country: IDN, sector: REB}\n"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    codebook.use([])


@pytest.fixture
def zenda(tmp_path: Path) -> Path:
    """The table that the page on teaching shows."""
    file = tmp_path / "zenda.yaml"
    file.write_text(DOC.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    return file


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


# ---------------------------------------------------------------- laying over


@pytest.mark.parametrize(
    ("phrase", "day", "name", "code"),
    [
        ("Zenda Front guerrillas", "2005-03-01", "Zenda Front", ("RUR", "REB")),
        ("ZF", "2012-03-01", "Zenda Front", ("RUR", "PTY")),
        ("Ruritanian soldiers", None, "Ruritania", ("RUR", "MIL")),
        ("Strelsau", None, "Ruritania", ("RUR", "GOV")),
        ("Zenda Castle", None, "Ruritania", ("RUR", "GOV")),
        ("Yana Hentsau", "2005-01-01", "Jana Hentzau", ("RUR", "GOV")),
        ("Serguei Lavrov", "2020-01-01", "Sergei Lavrov", ("RUS", "GOV")),
    ],
)
def test_a_table_teaches_names(zenda: Path, phrase: str, day: str | None, name: str, code: tuple[str, str]) -> None:
    before = resolve(phrase, None, day)
    codebook.use([zenda])
    after = resolve(phrase, None, day)
    assert (after.name, (after.country, after.sector)) == (name, code)
    codebook.use([])
    assert resolve(phrase, None, day) == before != after


def test_a_table_teaches_sides_places_and_issues(zenda: Path) -> None:
    codebook.use([zenda])
    assert gazetteer.side_of("Jana Hentzau", "2005-01-01") == "Ruritania"
    assert resolve("residents of Port Hentzau").country == "RUR"
    assert family("river toll") == "tariffs"


def test_what_a_table_changes_is_listed(zenda: Path) -> None:
    listed = {(one.change, one.kind, one.name) for one in codebook.use([zenda])}
    assert ("added", "group", "Zenda Front") in listed
    assert ("changed", "person", "Sergei Lavrov") in listed
    assert ("nothing to remove", "remove", "Bogeyman Brigade") in listed


def test_an_alias_is_taken_from_whom_it_stood_for(tmp_path: Path) -> None:
    file = put(tmp_path, "a.yaml", "actors:\n  - {name: Zenda Front, kind: group, country: IDN, sector: REB, "
                                   "aliases: [Daesh]}\n")  # fmt: skip
    (taken, _) = codebook.use([file])
    assert (taken.change, taken.line) == ("alias taken", 2)
    assert "no longer stands for Islamic State" in taken.detail
    assert resolve("Daesh").name == "Zenda Front"


def test_a_role_replaces_one_of_the_same_time_and_leaves_the_rest(tmp_path: Path) -> None:
    file = put(tmp_path, "a.csv", "kind,name,office,title,country,sector,start,end\n"
                                  "person,Sergei Lavrov,envoy,special envoy,RUS,GOV,1990,1991\n")  # fmt: skip
    codebook.use([file])
    known = gazetteer.role_of("Sergei Lavrov", "1990-06-01")
    assert known is not None
    assert known.title == "special envoy"
    later = gazetteer.role_of("Sergei Lavrov", "2015-06-01")
    assert later is not None
    assert later.office == "foreign minister"


def test_what_is_removed_is_known_no_more(tmp_path: Path) -> None:
    codebook.use([put(tmp_path, "a.yaml", "remove: [Hezbollah]\n")])
    assert gazetteer.known("Hezbollah") is None


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    yaml = codebook.use([put(tmp_path, "a.yaml", GROUP)])
    csv = codebook.use([put(tmp_path, "a.csv", "kind,name,country,sector\ngroup,Zenda Front,IDN,REB\n")])
    assert [(c.change, c.name, c.detail) for c in yaml] == [(c.change, c.name, c.detail) for c in csv]


def test_the_tables_of_single_conflicts_are_right() -> None:
    entries, problems = read(codebook.contributions())
    assert entries
    assert not problems
    assert not {change.change for change in merged(entries)[1]} & {"also names", "alias taken"}
    assert resolve("Ishmael Toroama", None, "2022-01-01").country == "PNG"


# ---------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("a.csv", "kind,name,country\ngroup,A,Indonesiaa\n", 2, "no country 'Indonesiaa' (did you mean Indonesia?)"),
        ("a.csv", "kind,name,contry\ngroup,A,IDN\n", 1, "no column 'contry' (did you mean country?)"),
        ("a.csv", "name,country\nA,IDN\n", 1, "the first line must name the columns, kind and name among them"),
        ("a.csv", "kind,name\npersn,A\n", 2, "no kind 'persn' (did you mean person?)"),
        ("a.csv", "kind,name,sector\ngroup,A,GOVT\n", 2, "no sector 'GOVT' (did you mean GOV?)"),
        ("a.csv", "kind,name,start\ngroup,A,2001-13\n", 2, "start is a day, month or year like 2021-08-15, 2021-08"),
        ("a.csv", "kind,name,start,end\ngroup,A,2001,1999-05\n", 2, "ends (1999-05) before it starts (2001)"),
        ("a.csv", "kind,name,office\nperson,A,ministr\n", 2, "no office 'ministr'"),
        ("a.csv", "kind,name,title\nperson,A,envoy\n", 2, "a role needs its office"),
        ("a.csv", "kind,name\ngroup,\n", 2, "a group without a name"),
        ("a.csv", "kind,name\ngroup,A,B\n", 2, "more cells than columns"),
        ("a.csv", "kind,name,lat\nplace,A,5\n", 2, "a place needs country"),
        ("a.csv", "kind,name,country,lat,lon\nplace,A,IDN,95,5\n", 2, "lat is a number of degrees from -90 to 90"),
        ("a.csv", "kind,name,parent\nissue,A,cease fire\n", 2, "no issue 'cease fire' to be its parent (did you mean"),
        ("a.csv", "kind,name,country\ngroup,A,IDN\ngroup,A,IDN\n", 3, "'A' stands already in line 2"),
        ("a.csv", "", 1, "the first line must name the columns"),
        ("a.yaml", "", 1, "no entries"),
        ("a.yaml", "actors:\n  - name: A\n   kind: group\n", 3, "not YAML"),
        ("a.yaml", "actor:\n  - name: A\n", 1, "no section 'actor' (did you mean actors?)"),
        ("a.yaml", "actors: none\n", 1, "actors must be a list"),
        ("a.yaml", "actors:\n  - A Front\n", 2, "an entry begins with `name:`"),
        ("a.yaml", "actors:\n  - name: {a: b}\n", 2, "name is a word or a list of words"),
        ("a.yaml", "actors:\n  - name: A\n    roles: minister\n", 3, "roles must be a list"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line(tmp_path: Path, name: str, text: str, line: int, said: str) -> None:
    file = put(tmp_path, name, text)
    _, (problem, *_) = read([file])
    assert (problem.path, problem.line) == (str(file), line)
    assert problem.text.startswith(said)
    with pytest.raises(ValueError, match=f"{name}:{line}: "):
        codebook.use([file])


def test_a_table_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("kind,name\ngroup,Parti r\xe9volutionnaire\n".encode("latin-1"))
    _, (problem,) = read([file])
    assert problem.line == 2
    assert "UTF-8" in problem.text


def test_a_file_of_another_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a table is a file \.yaml"):
        read([put(tmp_path, "a.txt", GROUP)])


# ---------------------------------------------------------------- on the command line and in a record


def test_check_lists_changes_and_mistakes(tmp_path: Path, zenda: Path) -> None:
    done = CliRunner().invoke(app, ["actors", "check", str(zenda), "--format", "csv"])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1].startswith("added,group,Zenda Front,")
    wrong = put(tmp_path, "b.yaml", "actors:\n  - {name: A, kind: grup}\n")
    done = CliRunner().invoke(app, ["actors", "check", str(wrong)])
    assert done.exit_code == 1
    assert f"{wrong}:2: no kind 'grup' (did you mean group?)" in done.stderr


@pytest.mark.model
def test_a_record_keeps_the_tables_that_it_was_coded_with(tmp_path: Path) -> None:
    news = put(tmp_path, "news.txt", "The Zenda Front rejected a ceasefire on Monday.\n")
    table = put(tmp_path, "zenda.yaml", GROUP)
    plain = run.build([news], date="2005-05-20", record=tmp_path / "record")
    taught = run.build([news], date="2005-05-20", record=tmp_path / "record", codebook=[table])
    assert plain.folder != taught.folder
    assert taught.new == 1
    (code,) = taught.db.execute("SELECT DISTINCT actor_code FROM events WHERE actor = 'Zenda Front'").fetchone() or (
        "",
    )
    assert code == "IDN REB"
    codebook.use([])
    table.unlink()
    opened = run.reopen(tmp_path / "record")
    assert opened.folder == taught.folder
    assert not opened.notes
    assert gazetteer.codes_of("Zenda Front") == "IDN REB"
