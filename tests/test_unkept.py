"""Promises beside a sentence that tells by itself that they were not kept, and moves that one sentence tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente import api


def asked(folder: Path, question: str, *pieces: tuple[str, str]) -> list[dict[str, object]]:
    """The rows that a question lists of some dated texts."""
    lines = (
        json.dumps({"id": f"piece-{n}", "date": day, "title": "News", "text": text})
        for n, (day, text) in enumerate(pieces)
    )
    place = folder / "pieces.jsonl"
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [dict(row) for row in api.read(place, record=folder / "record").find(question).rows]


PROMISE = ("2024-02-05", "Chad promised on Monday to reopen the cotton road to Cameroon by the end of March.")
UNKEPT = {
    "undertaken, and never done": "The cotton road that Chad had promised to reopen has yet to see a lorry.",
    "owed, and still so": "The cotton road, which Chad was to have reopened, remains closed.",
    "in breach of a promise": "In breach of its promise on the cotton road, Chad has put up a second barrier.",
    "not done as promised": "Chad did not reopen the cotton road in March as promised.",
    "still so after the date": "The cotton road is still closed, days after the date on which Chad said it would open.",
    "a number short": "The cotton road is open for only 2 of the 9 lorry lines that Chad had promised to let through.",
    "a deadline missed": "Chad missed a deadline of March 31 to reopen the cotton road.",
}
NOT_UNKEPT = {
    "supposed": "Cameroon will close its port if Chad fails to keep its promise to reopen the cotton road.",
    "kept": "Chad reopened the cotton road on Friday, as it had promised.",
    "another promise": "The river bridge that Chad had promised to build has yet to be begun.",
}


@pytest.mark.model
@pytest.mark.parametrize("told", UNKEPT.values(), ids=UNKEPT)
def test_a_sentence_tells_that_a_promise_was_not_kept(tmp_path: Path, told: str) -> None:
    (row,) = asked(tmp_path, "gaps", PROMISE, ("2024-04-08", told))
    assert (row["kind"], row["party"]) == ("unkept", "Chad")
    assert "cotton road to Cameroon" in str(row["word_text"])
    assert row["deed_text"] == told.removesuffix(".")


@pytest.mark.model
@pytest.mark.parametrize("told", NOT_UNKEPT.values(), ids=NOT_UNKEPT)
def test_what_is_supposed_kept_or_another_matter_is_no_gap(tmp_path: Path, told: str) -> None:
    assert asked(tmp_path, "gaps", PROMISE, ("2024-04-08", told)) == []


MOVES = {
    "a request withdrawn": ("Bolivia withdrew its request to keep troops at the border post.", "demand"),
    "a demand set aside": ("Bolivia set aside its demand for an immediate Chilean withdrawal.", "demand"),
    "a turn in so many words": ("After months of refusing, Bolivia agreed to let inspectors in.", "reject"),
    "no longer ruled out, as is said": (
        "Bolivia said it would no longer rule out a truce.",
        "reject",
    ),
    "insisted on no longer": ("Bolivia no longer insists on a ransom.", "demand"),
    "resisted until now": (
        "Bolivia consented to the deployment of observers, which it had resisted for years.",
        "reject",
    ),
    "resisted until now, as such": (
        "Bolivia agreed to international supervision of the vote, a demand it had resisted for months.",
        "reject",
    ),
    "left for what came instead": (
        "Bolivia had previously ruled out direct talks with the miners but agreed on Sunday to meet their leaders.",
        "reject",
    ),
    "a turn by another name": ("Bolivia did an about-face and endorsed the settlement of the border.", "reject"),
    "an acceptance taken back": ("Bolivia retracted its acceptance of the mediation plan.", "accept"),
    "a support withdrawn": ("Bolivia withdrew its support for the peace plan.", "accept"),
    "given in to": ("Bolivia bowed to demands that it release the prisoners.", "reject"),
}


@pytest.mark.model
@pytest.mark.parametrize(("told", "held"), MOVES.values(), ids=MOVES)
def test_one_sentence_tells_of_a_move(tmp_path: Path, told: str, held: str) -> None:
    (row,) = asked(tmp_path, "shifts", ("2024-04-08", f"{told} Talks go on in Lima."))
    assert (row["actor"], row["direction"], row["from"]) == ("Bolivia", "told as a move", held)


UNMOVED = {
    "of the nameless": "Rebels no longer insist on a ransom.",
    "denied": "Bolivia denied that it had dropped its demand for a withdrawal.",
    "refused": "Bolivia refused to drop its demand for a withdrawal.",
    "only possible": "Bolivia may withdraw its support for the peace plan.",
    "a word broken": "Bolivia went back on its promise to free the prisoners.",
    "a deed": "Bolivia withdrew its support for the militia.",
    "still so": "Bolivia has yet to soften its position on the ban.",
}


@pytest.mark.model
@pytest.mark.parametrize("told", UNMOVED.values(), ids=UNMOVED)
def test_no_move_is_told(tmp_path: Path, told: str) -> None:
    assert asked(tmp_path, "shifts", ("2024-04-08", f"{told} Talks go on in Lima.")) == []
