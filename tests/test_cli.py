"""The commands: what they print, what they say on standard error, and how they end."""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente import cli
from detente.analyze import analyses
from detente.cli.findings import put
from detente.cli.showing import marked
from detente.lines import FIRST
from detente.records import Finding
from test_read_bad import FRENCH
from test_run import TEXTS


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def detente(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Ended]:
    """Calls the program in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return call


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    for name, (date, text) in TEXTS.items():
        (folder / f"{name}.txt").write_text(f"---\ndate: {date}\nsource: Courier\n---\n\n{text}\n")
    return folder


Call = Callable[..., Ended]


# ---------------------------------------------------------------- without the language model


def test_help_is_quick_and_lists_every_command() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "detente", "--help"], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 0.5  # seconds of a processor: however busy the machine is
    for name in ("code", "code-pairs", "actors", "brief", "show", "sql", "version", *analyses()):
        assert f"  {name} " in done.stdout


@pytest.mark.parametrize(
    "name", ["code", "code-pairs", "actors resolve", "actors find", "brief", "show", "sql", *sorted(analyses())]
)
def test_every_command_has_help_with_an_example(detente: Call, name: str) -> None:
    ended = detente(*name.split(), "--help")
    assert ended.code == 0
    assert f"Example: detente {name} " in " ".join(ended.out.split())


def test_the_codebook_is_looked_up(detente: Call) -> None:
    shown = detente("actors", "find", "taliban", "--date", "2005-03")
    assert shown.code == 0
    assert "AFG REB" in shown.out
    assert "AFG GOV" not in shown.out
    (first, *_) = json.loads(detente("actors", "find", "Medvedev", "--json").out)["rows"]
    assert (first["kind"], first["country"]) == ("person", "RUS")
    missing = detente("actors", "find", "Kyrgizstan")
    assert missing.code == 1
    assert "did you mean Kyrgyzstan" in missing.err
    assert detente("actors", "find", "Taliban", "--date", "soon").code == 2


def test_an_analysis_has_the_options_of_its_file(detente: Call) -> None:
    out = detente("shifts", "--help").out
    for option in ("--actor", "--issue", "--confidence", "--format", "--output", "--since", "--until", "--record"):
        assert option in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["code", "missing.txt"], "no such file or folder: missing.txt"),
        (["shifts", "missing.txt"], "no such file or folder: missing.txt"),
        (["code"], "Missing argument"),
        (["nonsense"], "No such command 'nonsense'"),
        (["code", "good.txt", "--format", "xml"], "no such format: xml (there is jsonl)"),
        (["gaps", "good.txt", "--format", "xml"], "no such format: xml (there are csv, html, json, markdown, table)"),
        (["code", "good.txt", "--date", "soon"], "not a date: 'soon'"),
        (["code", "good.txt", "--model", "no_such_model"], "no_such_model"),
        (["shifts", "good.txt", "--model", "no_such_model"], "pip install no-such-model"),
        (["brief", "good.txt", "-o", "brief.odt"], "a brief is written as .html, .md, .docx or .pdf"),
        (["shifts", "good.txt", "--since", "soon"], "not a day: 'soon'"),
        (["shifts", "good.txt", "--until", "2025-13-01"], "not a day: '2025-13-01'"),
        (["brief", "good.txt", "--from", "20250520"], "not a day: '20250520'"),
        (["gaps", "good.txt", "-o", "."], ". is a folder"),
        (["positions", "good.txt", "--stance", "foo"], "'foo' is not one of 'propose', 'demand', 'accept'"),
        (["gaps", "good.txt", "--confidence", "5"], "less than or equal to 1"),
        (["sql", "SELECT 1", "good.txt", "-o", "good.txt/a.csv"], "nothing can be written in"),
        (["charts", "good.txt", "-o", "good.txt"], "good.txt is no folder"),
        (["watch", "empty.txt", "record", "--once"], "empty.txt: empty file"),
        (["show", "P-aaaaaaaa"], "Missing argument"),
        (["code-pairs", "half.jsonl"], "half.jsonl:2: not JSON"),
        (["code-pairs", "less.jsonl"], "less.jsonl:1: no field source, target"),
    ],
)
def test_wrong_use_ends_with_a_sentence_and_two(detente: Call, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "good.txt").write_text(TEXTS["accepts"][1])
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "half.jsonl").write_text('\n{"id": 1, "text": "A')
    (tmp_path / "less.jsonl").write_text('{"id": 1, "text": "A met B."}')
    ended = detente(*arguments)
    assert said in " ".join(ended.err.replace("│", " ").split())
    assert "Traceback" not in ended.err
    assert (ended.code, ended.out) == (2, "")


def test_nothing_read_ends_with_one(detente: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text(FRENCH)
    for command in ("code", "shifts", "brief"):
        ended = detente(command, "a.txt", "b.txt")
        assert (ended.code, ended.out) == (1, "")
        assert "a.txt: empty file" in ended.err
        assert "b.txt: not English (fr)" in ended.err
        assert "2 unread" in ended.err


def test_a_folder_without_articles_is_said_to_be_one(detente: Call, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    ended = detente("timeline", "nothing", "-q")
    assert (ended.code, ended.out, ended.err) == (1, "", "detente: nothing to read in nothing\n")


def test_a_version_is_printed(detente: Call) -> None:
    assert detente("version").out == detente("--version").out == "detente 0.1.0\n"


def test_a_record_is_shown_with_its_words_marked() -> None:
    row = {"sentence": "“Never,” said Holm.", "sentence_start": 100, "start": 101, "end": 107, "spans": [[101, 107]],
           "cue_start": 109, "cue_end": 113, "speaker_start": 114, "speaker_end": 118}  # fmt: skip
    assert marked(row, colour=False) == "“«Never,»” <said> [Holm]."
    assert marked(row, colour=True).count("\x1b[0m") == 3
    hostile = {"sentence": "A \x1b[2J trick.", "sentence_start": 0, "start": 0, "end": 1, "spans": None}
    assert "\x1b" not in marked(hostile, colour=False)


def test_a_finding_goes_into_a_file_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "a.csv"
    put(Finding(name="x", title="X", columns=("who",), rows=({"who": "=1+1", "records": ["P-1"]},)), "csv", place)
    assert list(csv.reader(place.read_text().splitlines())) == [["who", "records"], ["'=1+1", "P-1"]]
    with pytest.raises(ModuleNotFoundError):
        put(Finding(name="x", title="X", columns=("who",), rows=()), "nonsense", place)
    assert [file.name for file in place.parent.iterdir()] == ["a.csv"]


# ---------------------------------------------------------------- with it


@pytest.mark.model
def test_code_prints_the_line_that_is_agreed_on(detente: Call, talks: Path) -> None:
    ended = detente("code", talks)
    assert ended.code == 0
    assert "read 3 articles, 0 unread" in ended.err
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["id"].rsplit("-", 1)[0] for line in lines] == ["accepts", "rejects", "threat"]
    for line in lines:
        assert list(line) == ["id", "date", "title", "source", "url", *FIRST]
        text = TEXTS[line["id"].rsplit("-", 1)[0]][1]
        for table, records in FIRST.items():
            for record in line[table]:
                assert list(record)[1 : len(records) + 1] == list(records)
                assert 0 <= record["start"] < record["end"] <= len(text)
    assert any(line["statements"] for line in lines)
    assert any(line["events"] for line in lines)


@pytest.mark.model
def test_code_writes_the_same_with_two_processes(detente: Call, talks: Path, tmp_path: Path) -> None:
    assert detente("code", talks, "-o", "one.jsonl", "-q") == Ended(0, "", "")
    assert detente("code", talks, "-o", "two.jsonl", "-q", "--workers", "2") == Ended(0, "", "")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


@pytest.mark.model
def test_standard_input_is_read_and_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"id": f"{name}{n}", "text": f"{text} Number {n}."}) + "\n"
        for n in range(30) for name, (_, text) in TEXTS.items()
    )  # fmt: skip
    command = f"{sys.executable} -m detente code - -q | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        input=lines,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ('{"id": "re', "", 1)


@pytest.mark.model
def test_some_unread_is_said_and_the_rest_is_recorded(detente: Call, talks: Path) -> None:
    (talks / "empty.md").write_text("")
    (talks / "half.jsonl").write_text('{"id": "whole", "text": "Norland said it would sign."}\n{"id": "half", "te')
    ended = detente("code", talks)
    assert ended.code == 0
    assert "empty.md: empty file" in ended.err
    assert "half.jsonl:2: not JSON" in ended.err
    assert "half.jsonl:1: no date" in ended.err
    assert "read 4 articles, 2 unread" in ended.err


@pytest.mark.model
def test_an_analysis_is_answered_in_every_format(detente: Call, talks: Path) -> None:
    assert "3 newly coded" in detente("timeline", talks).err
    whole = json.loads(detente("timeline", talks, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(detente("timeline", talks, "--format", "csv").out)))
    assert whole["name"] == "timeline"
    assert len(whole["rows"]) == len(rows) > 0
    for form in ("table", "md", "html"):
        assert whole["rows"][0]["records"][0] in detente("timeline", talks, "--format", form, "-q").out
    later = json.loads(detente("timeline", talks, "--format", "json", "--since", "2024-03-10").out)
    assert 0 < len(later["rows"]) < len(rows)


@pytest.mark.model
def test_a_record_can_be_asked_for_by_its_id_and_by_sql(detente: Call, talks: Path) -> None:
    ended = detente("sql", "SELECT id, text FROM statements ORDER BY id LIMIT 1", talks, "--format", "csv")
    ((name, words),) = list(csv.reader(io.StringIO(ended.out)))[1:]
    shown = detente("show", name, talks)
    assert f"«{words}»" in shown.out
    assert "Courier" in shown.out
    assert detente("show", "P-aaaaaaaa", talks).code == 1
    assert detente("sql", "SELEKT", ".detente").code == 2


@pytest.mark.model
def test_a_brief_is_written_with_its_twin(detente: Call, talks: Path, tmp_path: Path) -> None:
    assert detente("brief", talks, "-o", "out/talks.html").code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["talks.html", "talks.json"]
    page = (tmp_path / "out" / "talks.html").read_bytes()
    assert detente("brief", ".detente", "-o", "out/talks.html", "-q") == Ended(0, "", "")
    assert (tmp_path / "out" / "talks.html").read_bytes() == page
    assert detente("brief", talks).out.startswith("# ")


@pytest.mark.model
def test_a_pair_and_an_actor_get_one_line_each(detente: Call, tmp_path: Path) -> None:
    pairs = [{"id": 1, "text": "Sudria attacked Norland.", "source": "Sudria", "target": "Norland"},
             {"id": "b", "text": "No.", "source": "X", "target": "Y"}]  # fmt: skip
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
    lines = [json.loads(line) for line in detente("code-pairs", "pairs.jsonl").out.splitlines()]
    assert [line["id"] for line in lines] == [1, "b"]
    told = ["id", "type", "modality", "confidence", "probabilities", "unrelated", "type_by"]
    assert all(list(line) == told for line in lines)
    (tmp_path / "phrases.jsonl").write_text('{"id": 7, "text": "French police", "context": null, "date": null}\n')
    (line,) = (json.loads(line) for line in detente("actors", "resolve", "phrases.jsonl").out.splitlines())
    assert list(line) == ["id", "name", "country", "sector", "sectors", "confidence", "why", "candidates"]
    assert (line["id"], line["country"]) == (7, "FRA")


@pytest.mark.model
def test_nothing_but_what_detente_says_comes_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text("Sudria accused Norland of spying.", encoding="utf-8")
    command = [sys.executable, "-m", "detente", "brief", "talks.txt", "-o", "talks.html"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert all(line.startswith("detente:") for line in done.stderr.splitlines()), done.stderr
