"""Two reviewers, what they agree on and how it is settled; what to look at first; cases; and any decisions undone."""

from __future__ import annotations

import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente import cli
from detente.review import cases, names, queue, states
from detente.review.agreement import alpha
from detente.review.decisions import Decision
from record_db import at
from reviewed import ARTICLES, LATER, TEXT, coded, contents, ids, make, one, opened

# ---------------------------------------------------------------- alpha


def test_alpha_is_that_of_the_published_examples() -> None:
    """The three worked examples for nominal data of Krippendorff (2011), sections A, B and C."""
    assert round(alpha(zip("0100000010", "1110010000", strict=True)) or 0, 3) == 0.095
    assert round(alpha(zip("aabbdcccedda", "babbbccceddd", strict=True)) or 0, 3) == 0.692
    four = ("123321412...", "1233224125.3", ".3332342251.", "1233244125" + "1.")
    units = [[None if value == "." else value for value in unit] for unit in zip(*four, strict=True)]
    assert round(alpha(units) or 0, 3) == 0.743


def test_alpha_says_nothing_where_chance_would_give_it_too() -> None:
    assert alpha([]) is None
    assert alpha([("a", None)]) is None
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([("a", "a"), ("b", "b")]) == 1.0


# ---------------------------------------------------------------- two reviewers


def test_two_reviewers_who_decide_blind_are_compared_and_settled(record: Path) -> None:
    ada_state, ben_state = opened(record), opened(record)
    ada, ben = ada_state.review("Ada", blind=True), ben_state.review("Ben", blind=True)
    first, second, third = ids(ada_state.db, "positions")
    events = ids(ada_state.db, "events")
    ada.correct(first, {"stance": "open"})
    ada.confirm(second)
    ada.reject(third)
    ada.reject(events[0])
    ben_state = opened(record)
    ben = ben_state.review("Ben", blind=True)
    assert ben.state(first).verdict is None  # Ada's is not shown before Ben has decided
    assert set(ids(ben_state.db, "positions")) == {first, second, third}
    assert first in {row["id"] for row in ben.queue()}
    ben.correct(first, {"stance": "conditional"})
    assert ben.state(first).fields == {"stance": "conditional"}
    assert {one.by for one in ben.history(first)} == {"Ada", "Ben"}  # now both are
    ben.confirm(second)
    ben.confirm(third)
    ben.reject(events[0])
    found = ben.agreement("Ada", "Ben")
    kinds = {share.table: share for share in found.kinds}
    assert (kinds["positions"].n, kinds["positions"].same) == (3, 2)
    assert (kinds["events"].n, kinds["events"].plain, kinds["events"].alpha) == (1, 1.0, None)
    assert kinds["positions"].alpha == pytest.approx(alpha([("correct",) * 2, ("confirm",) * 2, ("reject", "confirm")]))
    stance = next(share for share in found.fields if (share.table, share.field) == ("positions", "stance"))
    assert (stance.n, stance.same) == (2, 1)
    assert found.blind == 4
    told = {(row["record"], row["field"]): (row["one"], row["other"], row["settled"]) for row in found.differences}
    assert told == {
        (first, "stance"): ("open", "conditional", False),
        (third, "verdict"): ("reject", "confirm", False),
    }
    state = opened(record)
    cara = state.review("Cara")
    cara.settle(first, "correct", {"stance": "no-commitment"})
    cara.settle(third, "reject")
    assert all(row["settled"] for row in cara.agreement("Ada", "Ben").differences)
    assert {row[1] for row in state.db.execute("SELECT id, stance FROM positions").fetchall()} == {
        "no-commitment", "accept",
    }  # fmt: skip


def test_who_sees_what_another_decided_builds_on_it_and_who_is_blind_does_not(record: Path) -> None:
    state = opened(record)
    name = one(state.db, "positions", "rejected")
    state.review("Ada").correct(name, {"stance": "open"})
    opened(record).review("Ben").confirm(name)
    assert opened(record).review().agreement("Ada", "Ben").differences == ()
    opened(record).review("Cara", blind=True).confirm(name)
    (difference,) = opened(record).review().agreement("Ada", "Cara").differences
    assert (difference["one"], difference["other"]) == ("open", "reject")
    assert opened(record).review().agreement("Ada", "Ben").blind == 0


def test_what_both_added_over_the_same_words_is_one_and_what_one_added_is_told(record: Path) -> None:
    start = LATER.index("Talks on the long border opened")
    for by, length, stance in (("Ada", 31, "open"), ("Ben", 24, "propose")):
        fields = {"actor": "Norland", "issue": "border", "stance": stance}
        opened(record).review(by, blind=True).add("positions", "second", start, start + length, fields)
    begin = TEXT.index("officials said")
    opened(record).review("Ada", blind=True).add("opinions", "first", begin, begin + 14, {"kind": "view"})
    found = opened(record).review().agreement("Ada", "Ben")
    assert [(share.table, share.n, share.same) for share in found.kinds] == [("positions", 1, 1)]
    told = [(row["table"], row["field"], row["one"], row["other"]) for row in found.differences]
    assert told == [("positions", "stance", "open", "propose"), ("opinions", "verdict", "add", None)]


# ---------------------------------------------------------------- the queue


def test_the_least_certain_on_which_most_hangs_comes_first(record: Path) -> None:
    state = opened(record)
    review = state.review("Ada")
    plain = {row["id"]: row for row in review.queue()}
    promise = one(state.db, "commitments", "promised")
    assert next(iter(plain)) == promise
    assert plain[promise]["priority"] == 0.6  # (1 - 0.4) x 1.0 x (1 + log2(1 + 0))
    assert plain[promise]["reason"] == "coded with confidence 0.40; no row of a ledger rests on it"
    weighed = review.queue([state.find("proposals"), state.find("shifts")])
    first = weighed[0]
    assert first["table"] == "positions"
    assert first["rows"] >= 1
    assert "of proposals" in first["reason"]
    assert first["priority"] > 0.6
    review.confirm(promise)
    review.note(first["id"], "look again")
    assert promise not in {row["id"] for row in review.queue()}
    assert first["id"] in {row["id"] for row in review.queue()}
    assert [row["table"] for row in review.queue(table="events")] == ["events", "events"]
    assert len(review.queue(limit=2)) == 2
    assert review.queue(limit=1, offset=1) == review.queue(limit=2)[1:]
    with pytest.raises(ValueError, match="no such table: facts"):
        review.queue(table="facts")


def test_many_may_ask_for_the_queue_at_once(record: Path) -> None:
    state = opened(record)
    kinds = (None, "events", "positions", "statements") * 20

    def asked(kind: str | None) -> list[str]:
        return [row["id"] for row in queue.waiting(state.db.cursor(), [], table=kind)]

    alone = {kind: asked(kind) for kind in kinds[:4]}
    with ThreadPoolExecutor(8) as readers:
        together = list(readers.map(asked, kinds))
    assert together == [alone[kind] for kind in kinds]


# ---------------------------------------------------------------- cases


def test_decisions_become_cases_and_the_rules_are_scored_on_them(record: Path, tmp_path: Path) -> None:
    state = opened(record)
    review = state.review("Ada")
    review.confirm(one(state.db, "positions", "accepted"))
    review.correct(one(state.db, "positions", "rejected"), {"stance": "conditional"}, "only under fire")
    review.reject(one(state.db, "events", "port of"))
    review.note(one(state.db, "statements", "sign"), "no case")
    start = LATER.index("Talks on")
    review.add("events", "second", start, start + 31, {"type": "CONSULT"})
    found = review.cases()
    by_action = {case["action"]: case for case in found}
    assert [case["action"] for case in found] == ["confirm", "correct", "reject", "add"]
    for case in found:
        assert case["passage"][case["start"] : case["end"]] in TEXT + LATER
    assert by_action["confirm"]["unexpected"] is None
    assert by_action["correct"]["expected"]["stance"] == "conditional"
    assert by_action["correct"]["unexpected"]["stance"] == "reject"
    assert by_action["correct"]["note"] == "only under fire"
    assert by_action["reject"]["expected"] is None
    assert by_action["add"]["expected"]["type"] == "CONSULT"
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in found))
    rows = {row["table"]: row for row in review.score(cases.read(file))}
    assert {key: rows["all"][key] for key in ("cases", "right", "wrong", "missed", "gone")} == {
        "cases": 4, "right": 1, "wrong": 2, "missed": 2, "gone": 0,
    }  # fmt: skip
    better = [record for record in coded() if "port of" not in ARTICLES[0].text[record.start : record.end]]
    better += [at(ARTICLES[1], "Talks on the long border opened", type(coded()[2]), type="CONSULT")]
    make(record, records=better)
    (row,) = (row for row in opened(record).review().score(cases.read(file)) if row["table"] == "all")
    assert (row["right"], row["wrong"], row["missed"]) == (2, 1, 1)
    make(record, ARTICLES[:1], [])
    (row,) = (row for row in opened(record).review().score(cases.read(file)) if row["table"] == "all")
    assert (row["gone"], row["recall"]) == (2, 0.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "2: no case"),
        ("[]", "no JSON object"),
        ('{"table": "facts"}', "no such table"),
        ('{"table": "events", "passage": "x", "start": 0}', "lacks passage"),
        ('{"table": "events", "passage": "x", "start": 0, "end": 4}', "no stretch"),
        ('{"table": "events", "passage": "x", "start": 0, "end": 1}', "neither expects"),
        ('{"table": "events", "passage": "x", "start": 0, "end": 1, "expected": 3}', "expected: no object"),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text("\n" + line + "\n")
    with pytest.raises(ValueError, match=said):
        cases.read(file)


# ---------------------------------------------------------------- any decisions, all undone

ACTIONS = ("confirm", "correct", "reject", "add", "merge", "apart", "note", "settle", "issues", "apart issue", "undo")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 40), st.integers(0, 40), st.booleans()), max_size=12)
)
def test_any_decisions_all_undone_give_back_the_record(steps: list[tuple[str, int, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = make(Path(folder) / "record")
        state = opened(record)
        before, ledger = contents(state.db), state.find("proposals")
        for action, number, other, blind in steps:
            try:
                _decide(state, action, number, other, blind)
            except ValueError:  # what cannot be decided is named, and nothing is written
                continue
        decided = opened(record)
        assert contents(decided.db) == contents(opened(record).db)
        decided.find("proposals")
        held = decided.review("Zoe")
        for made in reversed(states.live(held.decisions)):
            held.undo(made.id)
        assert contents(decided.db) == before  # laid over what is open, and
        after = opened(record)
        assert contents(after.db) == before
        assert after.find("proposals") == ledger


def _decide(state: Any, action: str, number: int, other: int, blind: bool) -> None:
    review = state.review(f"reviewer {number % 2}", blind=blind)
    kinds = ("positions", "events", "statements", "inducements", "commitments", "opinions")
    known = sorted(
        {*(name for kind in kinds for name in ids(state.db, kind)), *(d.record for d in review.decisions if d.record)}
    )
    name, into = known[number % len(known)], known[other % len(known)]
    stances = ("accept", "reject", "open")
    start = (other * 3) % 100
    acts = {
        "confirm": lambda: review.confirm(name),
        "correct": lambda: review.correct(name, {"stance": stances[other % 3]} if other % 2 else {"confidence": 0.5}),
        "reject": lambda: review.reject(name),
        "add": lambda: review.add("opinions", "second", start, start + 1 + number, {"kind": "view"}),
        "merge": lambda: review.merge(name, into),
        "apart": lambda: review.apart(name, into),
        "note": lambda: review.note(name, "seen"),
        "settle": lambda: review.settle(name, ("confirm", "reject")[other % 2]),
        "issues": lambda: review.merge_issue(
            ("ceasefire", "30-day ceasefire")[other % 2], ("truce", "ceasefire")[number % 2]
        ),
        "apart issue": lambda: review.apart_issue(("ceasefire", "30-day ceasefire")[other % 2]),
        "undo": lambda: review.undo(review.decisions[other % len(review.decisions)].id if review.decisions else None),
    }
    acts[action]()


def test_names_are_followed_through_and_never_in_a_circle() -> None:
    def decided(*told: tuple[str, str, str | None]) -> names.Names:
        made = [
            Decision(id=str(nr), made="", by="Ada", action=action, table="issues", record=name, into=into)  # type: ignore[arg-type]
            for nr, (action, name, into) in enumerate(told)
        ]
        return names.named(made)

    found = decided(("merge", "truce", "pause"), ("merge", "pause", "ceasefire"))
    assert found.of(["truce", "pause", "ceasefire"]) == [("truce", "ceasefire", False), ("pause", "ceasefire", False)]
    found = decided(("merge", "pause", "ceasefire"), ("merge", "truce", "pause"))
    assert ("truce", "ceasefire", False) in found.of(["truce"])
    found = decided(("merge", "truce", "pause"), ("merge", "pause", "truce"))
    assert found.of(["truce", "pause"]) == [("pause", "truce", False)]
    found = decided(("merge", "truce", "pause"), ("apart", "truce", None))
    assert found.of(["truce", "pause"]) == [("truce", "truce", True)]


# ---------------------------------------------------------------- the command


def run_cli(record: Path, *words: str, by: str | None = "Ada") -> Any:
    env = {"DETENTE_RECORD": str(record), **({"DETENTE_REVIEWER": by} if by else {})}
    return CliRunner().invoke(cli.app, ["review", *words], env=env)


def test_every_command_of_review(record: Path, tmp_path: Path) -> None:
    state = opened(record)
    name, event = one(state.db, "positions", "rejected"), one(state.db, "events", "again")
    other = one(state.db, "events", "port of")
    for words, said in (
        (("queue", "--limit", "3", "--format", "csv"), "promised to answer"),
        (("confirm", name, "--note", "read"), f"{name} confirmed by Ada"),
        (("correct", name, "stance=open", "condition="), "stance=open"),
        (("reject", event), "rejected by Ada"),
        (("add", "positions", "second", "long border", "issue=border", "stance=open"), "added by Ada"),
        (("note", name, "ask"), "noted by Ada"),
        (("apart", event, other), f"{event} and {other} held apart"),
        (("merge", event, other), f"{event} into {other} merged"),
        (("settle", name, "confirm"), "settled by Ada"),
        (("issues", "merge", "30-day ceasefire", "truce"), "30-day ceasefire into truce merged"),
        (("issues", "apart", "ceasefire"), "ceasefire held apart"),
        (("undo",), "undone by Ada"),
        (("list", "--format", "csv"), f"positions,{name},stance=open"),
        (("list", "--only", "Ben"), "nothing found"),
        (("list", "--by", "Ben", "--blind"), "30-day ceasefire"),
        (("status",), "decisions: correct"),
        (("cases", "-o", str(tmp_path / "cases.jsonl")), ""),
        (("score", str(tmp_path / "cases.jsonl")), "precision"),
        (("confirm", name, "--by", "Ben", "--blind"), f"{name} confirmed by Ben"),
        (("agreement", "Ada", "Ben"), "(verdict)"),
        (("agreement", "Ada", "Ben", "--differences"), "stance"),
        (("list", "--loose"), "nothing found"),
    ):
        found = run_cli(record, *words)
        assert found.exit_code == 0, (words, found.output, found.exception)
        assert said in found.output, (words, found.output)


def test_what_is_wrong_ends_in_a_sentence(record: Path) -> None:
    name = one(opened(record).db, "positions", "rejected")
    for words, said in (
        (("correct", name, "stance=maybe"), "no such value: maybe"),
        (("correct", name, "open"), "write it as stance=reject"),
        (("correct", name, "stance=open", "stance=accept"), "is given twice"),
        (("add", "positions", "second", "ceasefire", "issue=x", "stance=open"), "2 times: say which with --nth"),
        (("add", "positions", "second", "peace", "issue=x", "stance=open"), "has not these words"),
        (("agreement", "Ada", "Ben"), "Ada decided nothing"),
        (("undo",), "nothing to undo"),
    ):
        found = run_cli(record, *words)
        assert isinstance(found.exception, ValueError), (words, found.output)
        assert said in str(found.exception)
    found = run_cli(record, "confirm", "P-none", name)
    assert found.exit_code == 2
    assert f"{name} confirmed" in found.output
    assert isinstance(run_cli(record / "x", "status").exception, FileNotFoundError)
