"""Measure events in passages of news copy in which every event is labelled, with all that a record of it holds.

    python eval/passages.py              # measure, print, fail (exit 1) where a figure is below its floor
    python eval/passages.py --errors     # also print every miss and every false alarm of the open half
    python eval/passages.py --update     # raise the floors to what was measured; never lowers one

Events are paired as `gate.py` pairs them: spans that overlap by half of the shorter, most fields in agreement first.
`all fields` is F1 of pairs with actor, recipient and type right; the rest is accuracy on pairs whose span is right.
The day is right where both ends are; place and mode are told of those that have one in the labels; the toll is right
where dead and injured both are.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from floors import Figures, Item, read, run
from gate import coded_line, pairs, show_errors

from detente.actors.gazetteer import side_of
from detente.records import Article

OF_PAIRS = ("type", "modality", "mode", "day", "place", "toll")


def measure(errors: bool) -> Figures:
    """The figures of all passages and of the closed half; see above."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read("passages.jsonl"):
        article = Article(**{key: row[key] for key in ("id", "date", "title", "text")})
        events = coded_line(article)["events"]
        matched = list(pairs("events", row["events"], events))
        count = Counter(spans=len(matched), right=sum(right for _, _, right in matched))
        count["listed"] = len(row["events"]) + len(events)
        for gold, coded, _ in matched:
            count.update(_compared(gold, coded))
        for half in {"all", row["half"]} - {"open"}:
            counted[half] += count
        if errors and row["half"] == "open":
            show_errors("events", row["text"], row["events"], events, matched)
    figures: Figures = {}
    for half, count in sorted(counted.items()):
        figures[f"{half}: spans"] = round(2 * count["spans"] / count["listed"], 3)
        figures[f"{half}: all fields"] = round(2 * count["right"] / count["listed"], 3)
        for field in OF_PAIRS:
            figures[f"{half}: {field}"] = round(count[f"{field} right"] / max(1, count[f"{field} told"]), 3)
    return figures


def _compared(gold: Item, coded: Item) -> Counter[str]:
    """Which fields of a pair were told, and which of them are right."""
    same = {
        "type": gold["type"] == coded["type"],
        "modality": gold["modality"] == coded["modality"],
        "day": (gold["date_start"], gold["date_end"]) == (coded["date_start"], coded["date_end"]),
        "mode": gold["mode"] == coded["mode"],
        "place": _place(gold["place"]) == _place(coded["place"]),
        "toll": (gold["dead"], gold["injured"]) == (coded["dead"], coded["injured"]),
    }
    told = {"type", "modality"}
    told |= {"day"} if gold["date_start"] else set()
    told |= {"mode"} if gold["mode"] and same["type"] else set()
    told |= {"place"} if gold["place"] else set()
    told |= {"toll"} if gold["dead"] is not None or gold["injured"] is not None else set()
    return Counter([f"{field} told" for field in told] + [f"{field} right" for field in told if same[field]])


def _place(name: str | None) -> str | None:
    return None if name is None else side_of(name).casefold().removeprefix("the ")


if __name__ == "__main__":
    sys.exit(run("passages", __doc__, ("passages.jsonl",), measure))
