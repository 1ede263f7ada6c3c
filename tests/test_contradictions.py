"""Accounts that cannot both be true, found in wire copy: a charge and its denial, two stories, what was seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente import api


def accounts(folder: Path, *pieces: tuple[str, str]) -> list[tuple[str, str, str]]:
    """The kind of each contradiction in some dated texts, with both quotations."""
    lines = (
        json.dumps({"id": f"piece-{n}", "date": day, "title": "News", "text": text})
        for n, (day, text) in enumerate(pieces)
    )
    place = folder / "pieces.jsonl"
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = api.read(place, record=folder / "record").find("accounts").rows
    return [(row["kind"], *(told["text"] for told in row["accounts"])) for row in found]


TOLD_ONCE = {
    "a denial with words of its own": (
        "NIAMEY - Niger said on Friday that Malian jets had bombed a market at Tillaberi. "
        "Mali's army denied that its aircraft had been over the town.",
        "denial",
        "Malian jets had bombed a market",
        "its aircraft had been over the town",
    ),
    "a denial in a clause": (
        "Eritrea accused Djibouti of moving tanks to the frontier, which Djibouti denied. Talks go on in Doha.",
        "denial",
        "moving tanks to the frontier",
        "which Djibouti denied",
    ),
    "a denial that goes on in the next sentence": (
        "Bolivia said Chilean police had seized three of its customs men on its own soil. "
        "Chile's foreign minister rejected the accusation. He said the men had been two kilometres inside Chile.",
        "denial",
        "Chilean police had seized three",
        "the men had been two kilometres inside Chile",
    ),
    "a denial of the last of two accounts in a sentence": (
        "The United States and Kenya said that Eritrea sent 4,000 soldiers to help the Ethiopian army take back "
        "control of Tigray, and Ethiopia said on April 26 that its forces had driven the Sudanese army out. "
        "Khartoum officials denied the claim.",
        "denial",
        "its forces had driven the Sudanese army out",
        "Khartoum officials denied the claim",
    ),
    "each tells of the other's fire": (
        "Armenia said Azerbaijani troops had opened fire on a post near Sotk on Monday. "
        "Azerbaijan said Armenian soldiers had attacked an engineering unit and that its own men had only answered.",
        "claims",
        "Azerbaijani troops had opened fire",
        "Armenian soldiers had attacked",
    ),
    "some against all": (
        "The United Nations said 1,150 of the 2,000 fighters on the list had handed in a weapon. "
        "Uganda's army said that every one of them had done so.",
        "claims",
        "1,150 of the 2,000 fighters",
        "every one of them had done so",
    ),
    "not one against what a reporter saw": (
        'Colonel Paul Bakari of Chad\'s army told reporters that "not one vehicle of ours" was left at the border. '
        "Outside the village of Adre our crew filmed nine armoured cars with Chadian soldiers asleep beside them.",
        "evidence",
        "not one vehicle of ours",
        "our crew filmed nine armoured cars",
    ),
}


@pytest.mark.parametrize("case", TOLD_ONCE)
def test_two_tellings_of_one_matter_that_cannot_both_be_true(case: str, tmp_path: Path):
    text, kind, one, other = TOLD_ONCE[case]
    ((found, first, second),) = accounts(tmp_path, ("2012-03-09", text))
    assert found == kind
    assert one in first
    assert other in second


def test_what_one_denied_outright_and_admits_later(tmp_path: Path):
    before = "Interior Minister Tomas Varga of Hungary said there had been no payments to the smugglers of any kind."
    after = (
        "Interior Minister Tomas Varga of Hungary acknowledged on Tuesday that payments to the smugglers had been made."
    )
    ((kind, first, second),) = accounts(tmp_path, ("2009-02-03", before), ("2009-05-12", after))
    assert kind == "own words"
    assert "no payments" in first
    assert "had been made" in second


QUIET = {
    "a refusal is no account of facts": (
        "Peru said Ecuador must pull its troops out of the valley. Ecuador rejected that and said it would stay."
    ),
    "two who say the same": (
        "Norway said no ship had been stopped in the strait. Denmark said that no vessel had been held up there."
    ),
    "each of its own": (
        "Kenya said all of its soldiers had left the town. Uganda said 40 of its 90 trucks had crossed the border."
    ),
}


@pytest.mark.parametrize("case", QUIET)
def test_what_is_no_contradiction(case: str, tmp_path: Path):
    assert accounts(tmp_path, ("2012-03-09", QUIET[case])) == []
