"""What moved: earlier and later words of one actor on one issue, side by side."""

from __future__ import annotations

from detente.analyze import shifts
from detente.brief.desk import Desk
from detente.brief.plain import LEAST, dangling, empty, hedged_words
from detente.brief.standing import own_day
from detente.brief_parts import Paragraph, Section
from detente.findings.rows import Row, content_key, iso
from detente.wording import capitalised, count, issue_phrase, long_day, moment, quoted, stance_words

MOVES = 4


def moved(desk: Desk) -> Section | None:
    """Earlier and later words of the same actor on the same issue, side by side: the few that hold up best."""
    rows = list(desk.rows("shifts"))
    good = [row for row in rows if desk.enough(row["score"], shifts.LINE)]
    likely = [row for row in _spread(good, "actor", desk.cap(MOVES)) if _comparable(desk, row)]
    likely.sort(key=_late)
    blocks = desk.each(likely, _shift, len(likely))
    if not blocks:
        return None
    note = None
    if len(rows) > len(blocks):
        others = count(len(rows) - len(blocks), "weaker comparison").capitalize()
        note = f"{others} left out: `detente shifts --score 0`."
    return Section(name="moved", heading="What moved", blocks=blocks, note=note)


def _shift(desk: Desk, row: Row) -> Paragraph:
    return _told_move(desk, row) if _as_told(row) else _move(desk, row)


def _late(row: Row) -> tuple[str, list[str]]:
    return str(row["to_day"] or ""), row["records"]


def _as_told(row: Row) -> bool:
    return bool(row["direction"] == "told as a move")


def _comparable(desk: Desk, row: Row) -> bool:
    """Whether two quotations can be laid side by side: both say what they are of, and of one thing.

    In a large coverage both must name the issue, or share two words of content; in a small one the reader has all.
    """
    if _as_told(row):
        # `softened its demands` says nothing of what
        said = row["from_text"] or len(str(row["to_text"]).split()) > LEAST
        return bool(said) and not dangling(f"{row['from_text'] or ''} {row['to_text']}")
    words = [desk.quote(cite) for cite in (row["before"], row["after"])]
    if any(dangling(one) or empty(one) for one in words):
        return False
    if desk.few:
        return True
    keys = [set(content_key(one).split()) for one in words]
    named = set(content_key(str(row["issue"] or "")).split()[-1:])
    issue = set(content_key(str(row["issue"] or "").split(" of ")[0].rpartition(" ")[2]).split()) or named
    own = set(content_key(f"{row['actor']} {row['side']}").split())
    return bool(issue and all(issue & one for one in keys)) or len((keys[0] & keys[1]) - own) >= 2


def _move(desk: Desk, row: Row) -> Paragraph:
    who, issue = desk.names(row["actor"]), issue_phrase(str(row["issue"])) if row["issue"] else None
    before = _when(desk, row["before"], row["from_when"], row["from_days"])
    after = _when(desk, row["after"], row["to_when"], row["to_days"])
    often = ", more than once" if row["from_repeated"] else ""
    steps = [
        ("Before", row["from"], before, row["before"]),
        ("Now" if desk.few else "Then", row["to"], after, row["after"]),
    ]
    if row["back"]:
        steps.append(("Then again", row["from"], _when(desk, row["back"], None, None), row["back"]))
    sentences = []
    for label, kind, when, cite in steps:
        extra = often if label == "Before" else ""
        stance = f", {stance_words(kind)['noun']}" if kind else ""
        dated = f" ({when}{extra})" if when else (f" ({extra[2:]})" if extra else "")
        words = desk.quote(cite)
        full = f"{who}, {'earlier' if label == 'Before' else 'later'}{stance}{dated}: {words}"
        sentences.append(desk.say(full, [cite], short=f"{label}{dated}: {words}", whole=True))
    if row["back"]:
        note = "Back and forth within days."
    elif row["direction"] in ("towards", "away"):
        note = f"{'Towards' if row['direction'] == 'towards' else 'Away from'} {issue or 'agreement'}."
    elif row["from"] == row["to"]:
        note = ""
    else:
        note = f"From {stance_words(row['from'])['noun']} to {stance_words(row['to'])['noun']}."
    if row["days"] is None and (row["from_days"] or 0) == (row["to_days"] or 0):
        note += " The order is that of the text."
    who = desk.names(row["actor"])  # the heading is read first: the name stands in full there
    heading = f"{who}, on {issue}" if issue else who
    return Paragraph(sentences=tuple(sentences), heading=capitalised(heading), note=note.strip() or None)


def _when(desk: Desk, cite: str, when: str | None, days: int | None) -> str:
    """When something was said: its day, else the words for it, else the day on which a source of many told it."""
    desk.learn([cite])
    row = desk.records[cite]
    own, told = own_day(row), iso(row["article_date"])
    if own is None and not when and told and not desk.few:
        return f"told on {long_day(told)}"
    return moment(own or (iso(row["day"]) if not when else None), when, days)


def _told_move(desk: Desk, row: Row) -> Paragraph:
    """A move that the source itself tells, in its words."""
    who = desk.names(row["actor"])
    when = desk.dated([row["after"]])
    held = f"{quoted(row['from_text'], desk.length)}, then " if row["from_text"] else ""
    told = hedged_words(str(row["to_text"]), str(desk.records[row["after"]]["sentence"]))
    words = f"{held}{quoted(told, desk.length)}"
    sentence = desk.say(f"{who}{when}: {words}", [row["after"]], short=f"{words}{when}", whole=True)
    return Paragraph(
        sentences=(sentence,), heading=capitalised(desk.names(row["actor"])), note="Told as a move by the source."
    )


def _spread(rows: list[Row], key: str, limit: int) -> list[Row]:
    """The first rows, at most two of one actor."""
    seen: dict[str, int] = {}
    kept = []
    for row in rows:
        seen[row[key]] = seen.get(row[key], 0) + 1
        if seen[row[key]] <= 2:
            kept.append(row)
    return kept[:limit]
