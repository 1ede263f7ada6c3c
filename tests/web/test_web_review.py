"""What the forms of review do: decisions, who may send them, what is seen at once and what follows, double coding."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from camp_david import ARTICLES, RECORDS
from conftest import EVIL, Served, as_run, serving
from detente import locking
from detente.review import journal
from detente.run import Run
from detente.views import lay
from detente.web.library import Library


class Desk:
    """A reviewer without a browser."""

    def __init__(self, served: Served, by: str | None = "Ada", blind: bool = False) -> None:
        self.served = served
        self.cookies = {"detente_by": quote(by)} if by else {}
        if blind:
            self.cookies["detente_blind"] = "yes"

    def post(self, page: str = "review", /, headers: dict[str, str] | None = None, **fields: str) -> tuple[int, Any]:
        secret = fields.pop("secret", self.served.library.secret.value)
        connection = HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        told = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", **self._held()}
        try:
            connection.request("POST", f"/{page}", urlencode({"secret": secret, **fields}), {**told, **(headers or {})})
            answer = connection.getresponse()
            body = answer.read()
            self.headers = {name.lower(): value for name, value in answer.getheaders()}
            try:
                return answer.status, json.loads(body)
            except ValueError:
                return answer.status, body.decode()
        finally:
            connection.close()

    def do(self, what: str, **fields: str) -> dict[str, Any]:
        status, told = self.post(do=what, **fields)
        assert status == 200, told
        return dict(told)

    def _held(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    def page(self, path: str) -> str:
        status, _, body = self.served.ask(path, self._held())
        assert status == 200, body[:400]
        return body.decode()

    def json(self, page: str, /, **values: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.page(f"/{page}.json?{urlencode(values)}"))
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "edition").mkdir()
    return tmp_path


def opened_in(folder: Path) -> Run:
    """The hand-made record as if it lay in a folder, with what was decided there."""
    from dataclasses import replace

    run = as_run(ARTICLES, RECORDS)
    lay(run.db, journal.read(folder).decisions)
    return replace(run, folder=folder / "edition")


@pytest.fixture
def reviewed(folder: Path) -> Iterator[Served]:
    library = Library(lambda: opened_in(folder))
    yield from serving(library)
    library.close()


@pytest.fixture
def ada(reviewed: Served) -> Desk:
    return Desk(reviewed)


def a_position(served: Served) -> str:
    return str(served.opened.value("SELECT id FROM positions WHERE voice <> 'author' ORDER BY id LIMIT 1"))


def settled(served: Served) -> None:
    """Wait until the ledgers know what was decided."""
    last = time.monotonic() + 40
    while served.library.review.waiting(served.library.now):
        assert time.monotonic() < last, "the ledgers did not follow"
        time.sleep(0.1)


# ---------------------------------------------------------------- deciding


def test_a_correction_shows_at_once_and_in_the_ledgers_soon(reviewed: Served, ada: Desk):
    id_ = a_position(reviewed)
    before = ada.json("record", id=id_)["record"]
    now = "reject" if before["stance"] != "reject" else "accept"
    told = ada.do(f"correct {id_}", **{"f.stance": now, "note": "he ruled it out"})
    assert told["record"] == id_
    assert ada.json("record", id=id_)["record"]["stance"] == now
    page = ada.page(f"/record?id={id_}")
    assert "corrected by Ada" in page
    assert f"<s>{before['stance']}</s>" in page, "what it was before"
    assert "he ruled it out" in page
    assert "1 decision is not in the ledgers" in page
    old = reviewed.library.now
    settled(reviewed)
    assert reviewed.library.now is not old
    assert "not in the ledgers" not in ada.page(f"/record?id={id_}")
    assert reviewed.opened.value("SELECT stance FROM positions WHERE id = $id", {"id": id_}) == now
    ada.do("undo")
    assert ada.json("record", id=id_)["record"]["stance"] == before["stance"]
    settled(reviewed)
    assert reviewed.opened.value("SELECT stance FROM positions WHERE id = $id", {"id": id_}) == before["stance"]


def test_what_is_rejected_is_struck_through_and_can_be_hidden(reviewed: Served, ada: Desk):
    id_ = a_position(reviewed)
    key = reviewed.opened.value("SELECT key FROM place_of WHERE id = $id", {"id": id_})
    ada.do(f"reject {id_}")
    for _ in range(2):  # at once, and once the ledgers have followed
        page = ada.page(f"/article?key={key}")
        assert f'id="card-{id_}"' in page
        assert "gone" in page.split(f'id="card-{id_}"')[0].rsplit("<details", 1)[1]
        assert "rejected by Ada" in page
        assert f'id="card-{id_}"' not in ada.page(f"/article?key={key}&rejected=hide")
        assert "rejected" in ada.page(f"/record?id={id_}")
        settled(reviewed)
    assert reviewed.opened.value("SELECT count(*) FROM positions WHERE id = $id", {"id": id_}) == 0


def test_a_record_is_added_over_words_of_an_article(reviewed: Served, ada: Desk):
    article = ARTICLES[0]
    key = reviewed.opened.value("SELECT key FROM articles WHERE id = $id", {"id": article.id})
    words = " ".join(article.text.split()[:6])
    form = ada.json("add", key=key, words=words, kind="positions")
    start, end = form["place"]
    assert " ".join(article.text[start:end].split()) == words
    place = {"article": article.id, "start": str(start), "end": str(end)}
    fields = {"f.actor": "Egypt", "f.issue": "tractors", "f.stance": "demand"}
    status, told = ada.post(do="add", kind="positions", **place, **{"f.actor": "Egypt"})
    assert status == 400
    assert "issue" in told["error"]
    made = ada.do("add", kind="positions", **place, **fields)["record"]
    assert made.startswith("P-")
    for _ in range(2):
        assert "tractors" in ada.page(f"/article?key={key}")
        assert ada.json("record", id=made)["record"]["actor"] == "Egypt"
        settled(reviewed)
    assert ada.json("proposals", q="tractors")["total"] + ada.json("positions", q="tractors")["total"] > 0
    ada.do(f"correct {made}", **{"f.stance": "reject"})
    assert ada.json("record", id=made)["record"]["stance"] == "reject"


def test_note_merge_and_the_journal(reviewed: Served, ada: Desk):
    rows = reviewed.opened.fetch("SELECT id FROM positions ORDER BY id LIMIT 2")
    one, other = rows[0]["id"], rows[1]["id"]
    ada.do(f"note {one}", note="see the other")
    ada.do(f"merge {one}", into=other)
    told = ada.json("decisions")
    assert [row["action"] for row in told["rows"]] == ["merge", "note"]
    assert ada.json("decisions", action="note")["total"] == 1
    assert other in ada.page(f"/record?id={one}")
    ada.do(f"undo {told['rows'][0]['id']}")
    assert [row["counts"] for row in ada.json("decisions")["rows"]] == [False, False, True]
    status, answer = ada.post(do=f"merge {one}", into="E-nothing")
    assert status == 400
    assert "E-nothing" in answer["error"]


def test_two_names_of_a_proposal_are_made_one(reviewed: Served, ada: Desk):
    names = [
        row["issue"]
        for row in reviewed.opened.fetch("SELECT DISTINCT issue FROM about WHERE kind = 'positions' ORDER BY 1")
    ]
    one, other = names[0], names[1]
    assert "same as another" in ada.page(f"/proposal?{urlencode({'name': one})}")
    ada.do("same", name=one, into=other)
    settled(reviewed)
    assert one not in [row["proposal"] for row in ada.json("proposals", size="500")["rows"]]
    assert ada.json("proposal", name=other)["proposal"] == other
    ada.do("undo")
    settled(reviewed)
    assert ada.json("proposal", name=one)["proposal"] == one


def test_wrong_values_are_named(ada: Desk, reviewed: Served):
    id_ = a_position(reviewed)
    for fields, word in (({"f.stance": "perhaps"}, "perhaps"), ({"f.nothing": "x"}, "nothing"), ({}, "changed")):
        status, told = ada.post(do=f"correct {id_}", **fields)
        assert status == 400
        assert word in told["error"]
    assert ada.post(do="confirm P-none")[0] == 400
    assert ada.post(do="explode P-none")[0] == 400
    assert journal.read(reviewed.library.review.folder or Path()).decisions == ()


# ---------------------------------------------------------------- who may write


def test_only_a_form_of_ours_is_taken(reviewed: Served, ada: Desk):
    id_ = a_position(reviewed)
    port = reviewed.port
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
    ):
        status, _ = ada.post(do=f"confirm {id_}", headers=headers)
        assert status in (403, 421), headers
    assert ada.post(do=f"confirm {id_}", **{"secret": "guessed"})[0] == 403
    assert ada.post(do=f"confirm {id_}", headers={"Content-Type": "text/plain"})[0] == 415
    assert ada.post(do=f"confirm {id_}", note="x" * 70_000)[0] == 413
    assert reviewed.ask(f"/review?do=confirm+{id_}")[0] == 200, "asking changes nothing"
    assert ada.json("decisions")["total"] == 0
    good = {"Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}
    assert ada.post(do=f"confirm {id_}", headers=good)[0] == 200


def test_the_reviewer_is_asked_once(reviewed: Served):
    nobody = Desk(reviewed, by=None)
    id_ = a_position(reviewed)
    assert nobody.post(do=f"confirm {id_}")[0] == 400
    assert 'name="by"' in nobody.page(f"/record?id={id_}")
    assert nobody.post(do=f"confirm {id_}", by="  Grace\nHopper ")[0] == 200
    cookie = nobody.headers["set-cookie"]
    assert cookie.startswith("detente_by=Grace%20Hopper")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert journal.read(reviewed.library.review.folder or Path()).decisions[0].by == "Grace Hopper"


def test_a_form_without_a_script_goes_back_to_its_page(reviewed: Served, ada: Desk):
    id_ = a_position(reviewed)
    status, _ = ada.post(do=f"confirm {id_}", back=f"/record?id={id_}", headers={"Accept": "text/html"})
    assert status == 303
    assert ada.headers["location"] == f"/record?id={id_}"
    ada.post(do="undo", back="https://evil.example/", headers={"Accept": "text/html"})
    assert ada.headers["location"] == "/"


def test_read_only_and_by(folder: Path):
    library = Library(lambda: opened_in(folder), deciding=False)
    for served in serving(library):
        desk = Desk(served)
        id_ = a_position(served)
        assert desk.post(do=f"confirm {id_}")[0] == 403
        page = desk.page(f"/record?id={id_}")
        assert "--read-only" in page
        assert "<button form" not in page
    library = Library(lambda: opened_in(folder), by="Grace")
    for served in serving(library):
        Desk(served, by="somebody else").do(f"confirm {a_position(served)}")
        assert journal.read(folder).decisions[-1].by == "Grace"
    library.close()


def test_a_journal_that_another_holds_is_told(
    reviewed: Served, ada: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(journal.append, "__defaults__", (0.1,))
    holding, over = threading.Event(), threading.Event()

    def hold() -> None:
        with locking.taken(folder, name=locking.REVIEW):
            holding.set()
            over.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    holding.wait(10)
    try:
        status, told = ada.post(do=f"confirm {a_position(reviewed)}")
    finally:
        over.set()
        other.join()
    assert status == 409
    assert "written to by" in told["error"]


def test_what_another_program_decided_is_seen(reviewed: Served, ada: Desk, folder: Path):
    from detente.review.desk import Review

    id_ = a_position(reviewed)
    assert "confirmed" not in ada.page(f"/record?id={id_}")
    Review(opened_in(folder).db, folder, "Grace").confirm(id_)
    assert "confirmed by Grace" in ada.page(f"/record?id={id_}")


# ---------------------------------------------------------------- the queue, double coding, cases


def test_the_queue_goes_on_and_tells_why(ada: Desk):
    first = ada.json("review")["rows"]
    assert len(first) > 3
    assert all("confidence" in row["reason"] for row in first)
    ada.do(f"confirm {first[0]['id']}")
    then = ada.json("review")["rows"]
    assert [row["id"] for row in then] == [row["id"] for row in first[1:]]
    assert ada.json("review", after=then[0]["id"])["rows"][0]["id"] == then[1]["id"]
    assert ada.json("review", after=then[1]["id"], before=then[1]["id"])["rows"]
    kinds = {row["kind"]: row["decided"] for row in ada.json("review")["counts"]}
    assert sum(kinds.values()) == 1
    only = ada.json("review", kind="events")["rows"]
    assert {row["table"] for row in only} == {"events"}


def test_two_who_code_blind_are_compared_and_settled(reviewed: Served):
    ada, grace = Desk(reviewed, "Ada", blind=True), Desk(reviewed, "Grace", blind=True)
    ids = [row["id"] for row in reviewed.opened.fetch("SELECT id FROM positions ORDER BY id LIMIT 3")]
    for id_ in ids:
        ada.do(f"confirm {id_}")
    ada.do(f"correct {ids[2]}", **{"f.actor": "Somebody"})
    assert "confirmed by Ada" not in grace.page(f"/record?id={ids[0]}"), "not before Grace decided too"
    assert grace.json("record", id=ids[2])["record"]["actor"] != "Somebody"
    assert grace.json("decisions")["total"] == 0
    assert ids[0] in [row["id"] for row in grace.json("review", kind="positions")["rows"]]
    grace.do(f"reject {ids[0]}")
    grace.do(f"confirm {ids[1]}")
    told = Desk(reviewed, "Third").json("agreement", one="Ada", other="Grace")
    (kind,) = told["kinds"]
    assert (kind["table"], kind["n"], kind["same"]) == ("positions", 2, 1)
    assert told["both_blind"] == 2
    assert [row["record"] for row in told["rows"]] == [ids[0]]
    third = Desk(reviewed, "Third")
    assert "Settle on this" in third.page("/agreement?one=Ada&other=Grace")
    third.do(f"settle {ids[0]} Grace")
    assert third.json("agreement", one="Ada", other="Grace")["rows"][0]["settled"]
    assert "settled: rejected by Third" in third.page(f"/record?id={ids[0]}")


def test_decisions_are_cases(reviewed: Served, ada: Desk):
    id_ = a_position(reviewed)
    ada.do(f"reject {id_}")
    (case,) = ada.json("cases")["rows"]
    assert case["expected"] is None
    lines = ada.page("/cases.jsonl").splitlines()
    assert [json.loads(line)["case"] for line in lines] == [case["case"]]
    assert reviewed.ask("/statements.jsonl")[0] == 404


# ---------------------------------------------------------------- hostile text, many at once


def test_hostile_words_of_a_reviewer_are_inert(reviewed: Served):
    evil = Desk(reviewed, by=EVIL[:50])
    id_ = a_position(reviewed)
    evil.do(f"correct {id_}", **{"f.actor": EVIL, "f.condition": "=1+1\u202e"}, note=EVIL)
    key = reviewed.opened.value("SELECT key FROM place_of WHERE id = $id", {"id": id_})
    for path in (f"/record?id={id_}", f"/article?key={key}&record={id_}", "/decisions", "/review", "/cases",
                 "/agreement", f"/record?id={id_}&part=deciding"):  # fmt: skip
        page = evil.page(path)
        assert "<script>window" not in page, path
        assert "<img src=x" not in page, path
        assert "\u202e" not in page, path
    table = evil.page("/decisions.csv")
    assert "\n=" not in table


def test_a_decision_is_quick_and_many_at_once_are_all_kept(reviewed: Served, folder: Path):
    ids = [row["id"] for row in reviewed.opened.fetch("SELECT id FROM place_of ORDER BY id LIMIT 8")]
    desks = [Desk(reviewed, by=f"R{number}") for number in range(len(ids))]
    threads = [threading.Thread(target=desk.do, args=[f"confirm {id_}"]) for desk, id_ in zip(desks, ids, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.record for one in journal.read(folder).decisions} == set(ids)


def test_leads_are_worked_out_when_asked_for(served: Served, monkeypatch: pytest.MonkeyPatch):
    from detente.findings import compared

    monkeypatch.setattr(compared, "judge", lambda: lambda *_: dict.fromkeys(compared.LABELS, 0.1))
    desk = Desk(served)
    page = desk.page("/leads")
    assert "one in six" in page
    assert desk.post("leads")[0] == 200
    last = time.monotonic() + 30
    while served.opened.leads.state == "working":
        assert time.monotonic() < last
        time.sleep(0.05)
    assert served.opened.leads.state == "ready", served.opened.leads.progress
    assert desk.json("leads")["title"] == "Leads"
