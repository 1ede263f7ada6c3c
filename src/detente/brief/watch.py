"""What to watch: days that are set, conditions that are pending, and proposals on which somebody has yet to agree."""

from __future__ import annotations

import re

from detente.brief.desk import Desk
from detente.brief.headline import ledger
from detente.brief.ledgers import act, clear
from detente.brief.plain import PRONOUN, dangling, names
from detente.brief.settled import settled
from detente.brief.standing import place_of
from detente.brief_parts import Paragraph, Section, Sentence
from detente.findings.matters import is_body, known_issue, specific
from detente.findings.rows import Row, days_between, sides
from detente.quoting import clean
from detente.wording import capitalised, issue_phrase, long_day, plural, pronoun, quoted, stands, tidy

DATES, CONDITIONS, MATTERS = 4, 2, 2
RECENT, NAMED = 120, 0.6
PENDING = re.compile(r"(?:if|unless|once|until|as long as|provided|when|should)\b", re.I)
PAST = re.compile(r"\b(?:did|was|were|had|would|could)\b")
VERBS = {"offer": ("offers", "offer"), "threat": ("threatens", "threaten")}
STATES = frozenset({"made", "withheld"})


def watch(desk: Desk) -> Section | None:
    """The next days, then what hangs on a condition, then the matters that are open."""
    said = [*_dates(desk), *_conditions(desk), *_matters(desk)]
    if not said:
        return None
    blocks = tuple(Paragraph(sentences=(one,)) for one in said)
    return Section(name="watch", heading="What to watch", blocks=blocks)


def _dates(desk: Desk) -> list[Sentence]:
    """What is due or planned on a day that is still to come when the youngest article was written."""
    if desk.today is None:
        return []
    due = [(str(row["deadline"]), row) for row in desk.rows("commitments") if _open(row) and row["deadline"]]
    planned = [
        (str(row["day"]), row) for row in desk.rows("timeline")
        if row["modality"] == "planned" and row["day"] and row["actor"] and _of_bodies(desk, row)
    ]  # fmt: skip
    coming = [(day, row) for day, row in (*due, *planned) if desk.today < day]
    coming.sort(key=lambda one: (one[0], -desk.weight(one[1], one[0]), one[1]["records"]))
    said: list[Sentence] = []
    days: set[str] = set()
    for day, row in coming:
        if len(said) == desk.cap(DATES) or day in days:
            continue
        words = desk.quote(row["records"][0])
        if place_of(desk.records[row["records"][0]]) in desk.shown:
            continue
        who = "" if names(words, str(row["actor"])) else f" ({desk.names(row['actor'])})"
        if not dangling(words):
            days.add(day)
            by = "By " if row.get("deadline") else ""
            said.append(desk.say(f"{by}{long_day(day)}{who}: {words}", row["records"][:1]))
    return said


def _open(row: Row) -> bool:
    return bool(row["actor"]) and row["state"] in ("pending", "unknown")


def _of_bodies(desk: Desk, row: Row) -> bool:
    return desk.few or all(is_body(name) for name in sides(row["actor"], None))


def _conditions(desk: Desk) -> list[Sentence]:
    """Offers and threats that are made or held back on a condition which the coverage does not see met."""
    # what was threatened before a matter was settled hangs over it no more
    since = min((str(row["day"]) for row in settled(desk)), default="")
    rows = [
        row for row in desk.rows("inducements")
        if desk.last_told(row["records"]) >= since and row["state"] in STATES
        and row["actor"] and row["condition"] and PENDING.match(row["condition"])
        and (desk.few or (days_between(row["last"], desk.today) or RECENT + 1) <= RECENT)
        and (desk.few or (row["target"] and float(row["confidence"]) >= 0.5))
        and not PRONOUN.search(str(row["condition"]))
        and clear(row)
    ]  # fmt: skip
    rows.sort(key=lambda r: (-desk.weight(r) * desk.prominence(str(r["party"])), r["records"]))
    return [_hanging(desk, row) for row in rows[: desk.cap(CONDITIONS)]]


def _hanging(desk: Desk, row: Row) -> Sentence:
    """`If the talks fail, Ruland threatens “new sanctions”`; `threatens to “step back”` where the text has a verb."""
    who, what = str(row["actor"]), tidy(str(row["what"]))
    condition, words = capitalised(tidy(str(row["condition"]))), quoted(act(what), desk.length)
    to = f" {desk.names(row['target'])}" if row["target"] and row["kind"] == "offer" else ""
    if row["state"] == "withheld":
        text = f"{condition}: {words}, so far held back by {desk.names(who)}"
    else:
        desk.learn(row["records"])
        infinitive = "to " if _verbal(clean(str(desk.records[row["records"][0]]["sentence"])), what) else ""
        does = f"{VERBS[row['kind']][plural(who)]}{to} {infinitive}{words}"
        text = f"{condition}, {desk.names(who)} {does}"
        if PAST.search(condition):  # `if supplies did not resume` is the tense of the source
            text = f"{desk.names(who)} {does}, {quoted(tidy(str(row['condition'])), desk.length)}"
    if row["according_to"]:
        text += f", according to {desk.names(row['according_to'])}"
    return desk.say(f"{text}{desk.dated(row['records'][:1])}", row["records"])


def _verbal(sentence: str, what: str) -> bool:
    """Whether what is offered or threatened is told by a verb: `might step back`, `to cut off aid`."""
    before = sentence.partition(what)[0].rstrip("“\"‘' ") if what in sentence else ""
    return re.search(r"\b(?:to|will|would|may|might|could|can|shall|should)$", before) is not None


def _matters(desk: Desk) -> list[Sentence]:
    """Proposals with a name of their own that one party holds open or refuses while another is for them."""
    done = {row["instrument"] for row in settled(desk)}
    said: list[Sentence] = []
    for group in ledger(desk):
        issue = str(group[0]["proposal"])
        if len(said) == desk.cap(MATTERS) or specific(issue) < NAMED or not (desk.few or known_issue(issue)):
            continue
        if group[0]["instrument"] in done or group[0]["state"] == "lapsed" or issue.startswith("no "):
            continue
        unsure = [row for row in group if row["stance"] in ("open", "conditional", "reject", "no-commitment")]
        willing = {row["stance"] for row in group} & {"accept", "propose", "open"}
        heard = desk.few or len(group) > 1
        if not heard or not unsure or not willing or any(row["according_to"] for row in unsure[:1]):
            continue
        row, named = unsure[0], issue_phrase(str(unsure[0]["issue_as_told"]))
        who, day = desk.names(row["party"]), desk.dated(row["records"][:1])
        held = stands(row["stance"], row["party"], pronoun(named) if len(group) > 1 else named)
        text = f"Whether {named} can be agreed: {who} {held}"
        if len(group) == 1:
            text = f"Whether anyone joins {who}, which {held}" if is_body(row["party"]) else f"{who} {held}"
        said.append(desk.say(f"{text}{day}", row["records"][:1]))
    return said
