"""The sections of a brief after its first paragraph: each a function from the findings to a table or paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable

from detente.analyze import gaps, shifts
from detente.brief.desk import Desk, more, place_of
from detente.brief.headline import ledger, striking
from detente.brief.ledgers import demands, inducements, promises
from detente.brief.plain import LEAST, dangling, empty
from detente.brief.watch import watch
from detente.findings.matters import specific
from detente.findings.rows import Row, content_key, iso, issue_key
from detente.quoting import clean, shortened
from detente.records import Cell, Paragraph, Section, Sentence, Table
from detente.wording import (
    count,
    inner_quotations,
    issue_phrase,
    listing,
    long_day,
    moment,
    quoted,
    stance_words,
    stands,
    with_the,
)

PROPOSALS, PARTIES, MOVES, GAPS, ACCOUNTS, OPINIONS = 6, 5, 4, 3, 3, 3
NAMED = 0.35
TOLD, LONG_VIEW = 240, 240
SILENCE = Cell(plain="nothing said", tone="silent")


# ---------------------------------------------------------------- on the table


def table(desk: Desk) -> Section | None:
    """Each proposal by each party, with silence shown as such."""
    ranked = [g for g in ledger(desk) if any(row["stance"] not in ("demand", "no-commitment") for row in g)]
    if not desk.few:
        ranked = [group for group in ranked if specific(str(group[0]["proposal"])) >= NAMED]
    ranked = [group for group in ranked if not HALF_NAMED.search(str(group[0]["proposal"]))]
    ranked = [held for group in ranked if (held := [row for row in group if not _only_promised(desk, row)])]
    shown = ranked[: desk.cap(PROPOSALS)]
    if not shown:
        return None
    weight: dict[str, float] = {}
    for place, group in enumerate(shown):
        for row in group:
            weight[row["party"]] = weight.get(row["party"], 0.0) + desk.weight(row) * (1.5 if place < 2 else 1.0)
    named = [name for name in weight if name[:1].isupper()] or list(weight)
    parties = sorted(named, key=lambda name: (-weight[name] * desk.prominence(name), name))
    parties = parties[: PARTIES - desk.page]
    rows = []
    for group in shown:
        cells = {row["party"]: _stance_cell(desk, row) for row in group}
        if any(party in cells for party in parties):
            rows.append((str(group[0]["proposal"]), tuple(cells.get(p, SILENCE) for p in parties)))
    grid = Table(
        caption="Where the parties stand on each proposal",
        columns=("Proposal", *parties),
        rows=tuple(rows),
    )
    note = more(len(shown), len(ranked), "proposals")
    return Section(name="table", heading="On the table", blocks=(grid,), note=note)


# `meeting between the president`: of two parties only one was read
HALF_NAMED = re.compile(r"\bbetween\b(?!.*\band\b)")


def _only_promised(desk: Desk, row: Row) -> bool:
    """Whether a conditional stance is nothing but a promise of its party: `promised to end the war if re-elected`."""
    if row["stance"] != "conditional":
        return False
    desk.learn(row["records"])
    promised = {place for found in desk.rows("commitments") for place in _places(desk, found)}
    return all(place_of(desk.records[cite]) in promised for cite in row["records"])


def _places(desk: Desk, row: Row) -> list[tuple[str, int]]:
    desk.learn(row["records"])
    return [place_of(desk.records[cite]) for cite in row["records"]]


def _stance_cell(desk: Desk, row: Row) -> Cell:
    sentences = [_stance(desk, row, row["stance"], row["issue_as_told"], row["records"])]
    for aside in row["also"]:
        told = _stance(desk, row, aside["stance"], aside["issue"], aside["records"])
        # what gave way to its words stands in no cell beside a stance
        sentences += [told] if told.short else []
    return Cell(sentences=tuple(sentences), tone=stance_words(row["stance"])["tone"])


def _stance(desk: Desk, row: Row, stance: str, issue: str, records: list[str]) -> Sentence:
    who = row["party"]
    style = "back" if stance == "propose" and row["was"] == "backed" else stance
    words = stance_words(style)
    condition = (
        f" ({quoted(row['condition'], desk.length // 2)})"
        if len(str(row["condition"] or "").split()) > 2 and stance == row["stance"]
        else ""
    )
    told = f", according to {desk.names(row['according_to'])}" if row["according_to"] else ""
    cell = words["cell"] if issue_key(issue) == issue_key(row["proposal"]) else stands(style, who, issue_phrase(issue))
    if row["state"] == "lapsed" and (days := desk.days(desk.independent(records)[:3])):
        cell += f", last heard of {long_day(days[-1])}"
    text = f"{with_the(who)} {stands(style, who, issue_phrase(issue))}{condition}{told}"
    return desk.say(text, records, short=f"{cell}{condition}{told}", limit=3)


# ---------------------------------------------------------------- what moved


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
        note = f"{others}, each with its score: `detente shifts --score 0`."
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
        return bool(said) and not dangling(str(row["to_text"]))
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
    before = moment(row["from_day"], row["from_when"], row["from_days"])
    after = moment(row["to_day"], row["to_when"], row["to_days"])
    often = ", more than once" if row["from_repeated"] else ""
    steps = [
        ("Before", row["from"], before, row["before"]),
        ("Now" if desk.few else "Then", row["to"], after, row["after"]),
    ]
    if row["back"]:
        steps.append(("Then again", row["from"], moment(row["back_day"], None, None), row["back"]))
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
    heading = f"{who}, on {issue}" if issue else who
    return Paragraph(sentences=tuple(sentences), heading=heading[:1].upper() + heading[1:], note=note.strip() or None)


def _told_move(desk: Desk, row: Row) -> Paragraph:
    """A move that the source itself tells, in its words."""
    who = desk.names(row["actor"])
    when = f" ({long_day(row['to_day'])})" if row["to_day"] else ""
    held = f"{quoted(row['from_text'], desk.length)}, then " if row["from_text"] else ""
    words = f"{held}{quoted(row['to_text'], desk.length)}"
    sentence = desk.say(f"{who}{when}: {words}", [row["after"]], short=f"{words}{when}", whole=True)
    return Paragraph(sentences=(sentence,), heading=who[:1].upper() + who[1:], note="Told as a move by the source.")


def _spread(rows: list[Row], key: str, limit: int) -> list[Row]:
    """The first rows, at most two of one actor."""
    seen: dict[str, int] = {}
    kept = []
    for row in rows:
        seen[row[key]] = seen.get(row[key], 0) + 1
        if seen[row[key]] <= 2:
            kept.append(row)
    return kept[:limit]


# ---------------------------------------------------------------- words against deeds, and told differently


def against(desk: Desk) -> Section | None:
    """A word and a deed of the same party, side by side, never called more than that."""
    rows = list(desk.rows("gaps"))
    good = [row for row in rows if desk.enough(row["score"], gaps.LINE)]
    plain = [row for row in good if not any(dangling(desk.quote(row[end])) for end in ("before", "after"))]
    ranked = sorted(plain, key=lambda r: (-striking(desk, r), r["records"]))
    blocks = desk.each(ranked, _gap, desk.cap(GAPS))
    if not blocks:
        return None
    note = more(len(blocks), len(rows), "gaps")
    return Section(name="against", heading="Words against deeds", blocks=blocks, note=note)


def _gap(desk: Desk, row: Row) -> Paragraph:
    speaker = row["speaker"] or row["party"]
    of = with_the(str(row["party"]))
    who = of if speaker == row["party"] else desk.names(speaker)
    told = f", according to {desk.names(row['deed_according_to'])}" if row["deed_according_to"] else ""
    said_on, done_on = _on(desk, row["before"], row["word_day"]), _on(desk, row["after"], row["deed_day"])
    noun = stance_words(row["word"])["noun"]
    said, done = desk.quote(row["before"]), desk.quote(row["after"])
    word = desk.say(f"{who}, {noun}{said_on}: {said}", [row["before"]], short=f"In words{said_on}: {said}", whole=True)
    deed = desk.say(f"{of}, the deed{done_on}{told}: {done}", [row["after"]],
                    short=f"In deed{done_on}{told}: {done}", whole=True)  # fmt: skip
    if row["grade"] == 3:
        note = "Reported side by side in one article."
    elif row["apart"] is not None:
        dated = "The same day." if row["apart"] == 0 else f"{count(abs(row['apart']), 'day').capitalize()} apart."
        note = dated if row["word_day"] else "Told in one article."
    else:
        note = ""
    if row["instances"] == 1:
        note += " One instance; too early to grade."
    else:
        note += f" {count(row['instances'], 'deed').capitalize()} of this kind, in {count(row['sources'], 'source')}."
    heading = with_the(str(row["party"]))
    return Paragraph(sentences=(word, deed), heading=heading[:1].upper() + heading[1:], note=note.strip())


def _on(desk: Desk, cite: str, day: str | None) -> str:
    """The day of a word or deed in brackets, or the day on which a source of many told it."""
    if day:
        return f" ({long_day(day)})"
    told = iso(desk.records[cite]["article_date"])
    return f" (told on {long_day(told)})" if told and not desk.few else ""


def differently(desk: Desk) -> Section | None:
    """What several people tell of one thing, each in their own words."""
    rows = list(desk.rows("accounts"))
    shown = sorted(rows, key=lambda r: (-len(r["accounts"]), -desk.weight(r), r["records"]))[: desk.cap(ACCOUNTS)]
    if not shown:
        return None
    blocks = []
    for row in shown:
        sentences = []
        for told in row["accounts"][:4]:
            pieces = inner_quotations(told["text"]) if row["kind"] == "description" else []
            words = listing([quoted(piece) for piece in pieces]) if pieces else desk.quote(told["record"], TOLD)
            who = desk.names(told["teller"])
            when = f", {long_day(told['day'])}" if told["day"] and not desk.few else ""
            about = f", on {row['of']}" if row["kind"] == "description" else ""
            full = f"{who}{when}{about}: {words}"
            sentences.append(desk.say(full, [told["record"]], short=f"{words} ({who}{when})."))
        heading = str(row["of"])
        if row["kind"] in ("denial", "flagged"):
            label = "Told and denied" if row["kind"] == "denial" else "As the source says"
            heading = f"{label}: {quoted(shortened(heading, 110), 120)}"
        blocks.append(Paragraph(sentences=tuple(sentences), heading=heading[:1].upper() + heading[1:]))
    note = more(len(shown), len(rows), "accounts")
    return Section(name="accounts", heading="Told differently", blocks=tuple(blocks), note=note)


# ---------------------------------------------------------------- the author


def questions(desk: Desk) -> Section | None:
    """What the authors ask and nothing in the record answers."""
    return _opinions(desk, "question", "open", "Open", "Asked by the author; the record holds no answer.")


def views(desk: Desk) -> Section | None:
    """What the authors think, kept apart from what is reported."""
    return _opinions(desk, "view", "views", "The author’s view, not attributed to anyone", None)


def _opinions(desk: Desk, kind: str, name: str, heading: str, remark: str | None) -> Section | None:
    rows = [
        row
        for row in desk.rows("opinions")
        if row["kind"] == kind and (desk.few or (row["about"] > 1 and row["judged"]))
    ]
    rows = [row for row in rows if not dangling(clean(str(row["text"]))) and not _quoted_before(desk, row)]
    if not rows:
        return None
    shown = sorted(_one_each(rows, desk.cap(OPINIONS)), key=lambda r: (-r["sort_key"], r["article"], r["start"]))
    sentences = []
    for row in shown:
        known = desk.outlets.get(str(row["article"]))
        outlet = f" ({known.name})" if known and len(desk.articles) > 1 else ""
        text = f"{quoted(shortened(row['text'], LONG_VIEW), LONG_VIEW + 4)}{outlet}"
        sentences.append(desk.say(f"The author: {text}", row["records"], short=text))
    note = " ".join(filter(None, (remark, more(len(shown), len(rows), f"opinions --kind {kind}"))))
    return Section(name=name, heading=heading, blocks=(Paragraph(sentences=tuple(sentences)),), note=note or None)


def _quoted_before(desk: Desk, row: Row) -> bool:
    desk.learn(row["records"])
    return any(place_of(desk.records[cite]) in desk.shown for cite in row["records"])


def _one_each(rows: list[Row], limit: int) -> list[Row]:
    """The first rows, one an article as long as there are others."""
    by_article: dict[str, Row] = {}
    for row in rows:
        by_article.setdefault(row["article"], row)
    first = list(by_article.values())
    return (first + [row for row in rows if row not in first])[:limit]


SECTIONS: tuple[Callable[[Desk], Section | None], ...] = (
    table, moved, inducements, demands, promises, against, differently, watch, questions, views,
)  # fmt: skip
# what a brief of one page goes without
FULL_ONLY = frozenset({demands, differently, questions, views})
