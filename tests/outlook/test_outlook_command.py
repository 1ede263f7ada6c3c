"""The command `detente outlook`: what it prints, saves and refuses."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente import cli

CARS = Path(__file__).parent / "car_emissions.json"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["detente", "outlook", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_published_example_from_its_file(command: Call) -> None:
    code, out, _ = command(CARS, "--draws", 50, "--json")
    assert code == 0
    whole = json.loads(out)
    assert [finding["name"] for finding in whole["findings"]] == ["inputs", "outcomes"]
    middles = {row["model"]: row["middle"] for row in whole["findings"][1]["rows"]}
    assert middles["compromise"] == 7.39
    assert middles["median"] == 7.0
    assert middles["challenge"] == 8.42
    assert middles["exchange"] is None


def test_the_same_question_is_answered_byte_for_byte(command: Call) -> None:
    asked = (CARS, "--draws", 200, "--what-if", "Germany leverage 0.1..0.3", "--json")
    assert command(*asked)[1] == command(*asked)[1]


def test_a_what_if_in_words_and_in_tables(command: Call) -> None:
    code, out, _ = command(CARS, "--draws", 100, "--what-if", "United Kingdom backs away")
    assert code == 0
    for words in ("Where the models see it end", "What if: United Kingdom backs away", "Germany gains", "France loses"):
        assert words in out
    code, out, _ = command(CARS, "--draws", 100, "--what-if", "United Kingdom backs away", "--csv", "--table", "gained")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["party"]: row["verdict"] for row in rows}["Denmark"] == "gains"


def test_scenarios_and_inputs_are_saved_and_read_again(command: Call, tmp_path: Path) -> None:
    first = command(
        CARS, "--what-if", "United Kingdom backs away", "--name", "alone", "--save-scenario", "alone.json",
        "--save-inputs", "game.json", "--draws", 50,
    )  # fmt: skip
    assert (tmp_path / "alone.json").exists()
    assert command("game.json", "--what-if", "alone.json", "--draws", 50)[1] == first[1]
    assert "What if: alone" in first[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--table", "gained"], "needs a --what-if"),
        (["--table", "moon"], "no such table"),
        (["--save-scenario", "x.json"], "needs one --what-if"),
        (["--what-if", "Atlantis backs away"], "no party 'Atlantis'"),
        (["--what-if", "gone.json"], "no such file"),
        (["--format", "runes"], "no such format"),
    ],
)
def test_wrong_use_ends_in_a_sentence(command: Call, arguments: list[str], says: str) -> None:
    code, _, err = command(CARS, *arguments)
    assert code == 2
    assert says in " ".join(err.split())


def test_a_file_that_is_no_game_is_named(command: Call, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("[]", encoding="utf-8")
    code, _, err = command("odd.json")
    assert code == 2
    assert "odd.json: not a table of an outlook" in err


def test_every_form_is_written(command: Call) -> None:
    for form in ("table", "markdown", "csv", "json", "html"):
        code, out, _ = command(CARS, "--draws", 20, "--format", form)
        assert code == 0
        assert "compromise" in out


def test_from_articles_to_an_answer_that_names_records(command: Call, tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(
        "---\ndate: 2025-05-20\n---\n\nRussia refuses the 30-day ceasefire, but says it is open to talks. Ukraine has "
        "accepted the 30-day ceasefire. The United States proposed a 30-day ceasefire. Donald Trump said the United "
        "States might step back from the talks.\n",
        encoding="utf-8",
    )
    code, out, _ = command("call.txt", "--what-if", "United States backs away", "--draws", 500, "--json")
    assert code == 0
    inputs, steps, outcomes, moved, gained = json.loads(out)["findings"]
    assert {row["party"]: row["position"] for row in inputs["rows"]} == {
        "Russia": "talks",
        "Ukraine": "ceasefire",
        "United States": "ceasefire",
    }
    assert {row["party"]: row["beyond_its_words"].split(", ")[0] for row in steps["rows"]}["Russia"] == "ceasefire"
    assert {row["party"]: row["verdict"] for row in gained["rows"]}["Russia"] == "gains"
    assert "step back" in moved["note"]
    record = inputs["rows"][0]["records"][0]
    nothing = command("call.txt", "--issue", "the price of fish")
    assert "not enough evidence" in nothing[1].casefold()
    assert record in out
    assert outcomes["rows"]
