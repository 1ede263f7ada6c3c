"""The first paragraph of a brief: the judgement in one breath, computed from the ledgers and from nothing else."""

from __future__ import annotations

from itertools import groupby

from detente.brief.desk import Desk
from detente.brief.plain import dangling, names
from detente.brief.settled import KNOWN, PARTIES, acts_since, settled, settlement, undertakings
from detente.brief_parts import Paragraph, Section, Sentence
from detente.findings.matters import AGAINST, is_body, known_issue, pressing, vague
from detente.findings.rows import LEVELS, Row, fetch, issue_key, several, sides
from detente.quoting import clean
from detente.wording import (
    deed_phrase,
    issue_phrase,
    listing,
    plural,
    pronoun,
    quoted,
    sentence,
    stance_words,
    stands,
)

FOR = ("accept", "propose")
HEADLINE = 5
OUTLETS = frozenset({"BBC", "CNN", "Reuters", "New York Times", "KCNA", "TASS", "Xinhua"})
FORCE, RECENT, OLD = 0.4, 120, 0.4
SHORT = 120


def section(desk: Desk) -> Section | None:
    """What is agreed or refused and by whom, what moved away from it, and the deed that weighs most."""
    ranked = ledger(desk)
    done = settled(desk)
    said: list[Sentence] = settlement(desk, done)
    if said:
        said += acts_since(desk, done)
        said += undertakings(desk, done)
    if ranked and (len(said) < 2 or _contested(ranked[0])):
        # what was signed and stands is not said to be refused; another matter may be
        open_matters = [group for group in ranked if not done or group[0]["instrument"] != done[0]["instrument"]]
        if done:
            open_matters = [group for group in open_matters if _live(group, done)]
        if open_matters:
            said += (judged := _judgement(desk, open_matters) if not done else [])
            said += _stands(desk, open_matters[0], named=bool(judged))
            said += _elsewhere(desk, open_matters) if _contested(open_matters[0]) else _also(desk, open_matters[1:])
    said += _withdrawal(desk, ranked) if not done else []
    said += _deed(desk, force=not done)
    if len(said) < 2:
        said += _latest(desk, 3 - len(said))
    if not said:
        said += _spoken(desk)
    if not said:
        return None
    said = list({sentence.text: sentence for sentence in reversed(said)}.values())[::-1]
    return Section(name="headline", heading="", blocks=(Paragraph(sentences=tuple(said[:HEADLINE])),))


def _live(group: list[Row], done: list[Row]) -> bool:
    """Whether a proposal has a name of its own and was heard of after another matter was settled."""
    named = not vague(group) and known_issue(str(group[0]["proposal"]))
    last = max((str(row["last"]) for row in group if row["last"]), default="")
    return named and len(group) > 1 and last >= max(str(row["day"]) for row in done)


def _contested(group: list[Row]) -> bool:
    return any(row["stance"] in AGAINST for row in group)


def ledger(desk: Desk) -> list[list[Row]]:
    """The proposals that matter most, each with its parties; what only one party names stands last."""
    if "ledger" in desk.ranked:
        return desk.ranked["ledger"]
    rows = desk.rows("proposals")
    heard = [row for row in rows if desk.few or not row["according_to"] or _can_say(row["according_to"])]
    grouped = [_by_prominence(desk, list(group)) for _, group in groupby(heard, key=lambda row: row["proposal"])]
    desk.ranked["ledger"] = sorted(grouped, key=lambda group: (-_matter(desk, group), group[0]["proposal"]))
    return desk.ranked["ledger"]


def _can_say(teller: str) -> bool:
    """Whether somebody may be heard on what another party holds: another party is, a newspaper or an expert is not."""
    return all(is_body(name) and name not in OUTLETS for name in sides(teller, None))


def _by_prominence(desk: Desk, group: list[Row]) -> list[Row]:
    """The parties of a proposal, those whom the record is most about first; the nameless only where none has a name."""
    known = [row for row in group if row["party"][:1].isupper() and (desk.few or desk.prominence(row["party"]) > KNOWN)]
    group = known or group
    return sorted(group, key=lambda row: (-desk.weight(row) * desk.prominence(row["party"]), row["party"]))


def _matter(desk: Desk, group: list[Row]) -> float:
    held = pressing(group, [desk.weight(row) * desk.prominence(row["party"]) for row in group], desk.few)
    return held * (OLD if desk.old(cite for row in group for cite in row["records"]) else 1.0)


def _as_told(group: list[Row]) -> tuple[list[Row], str]:
    """The parties of a proposal whose stance is told on it by this name, and the name; else all, by a name told."""
    name = str(group[0]["proposal"])
    named = [row for row in group if issue_key(row["issue_as_told"]) == issue_key(name)]
    if len(named) > 1 or len(named) == len(group):
        return named, name
    told = str(group[0]["issue_as_told"])
    return [row for row in group if issue_key(row["issue_as_told"]) == issue_key(told)], told


def _judgement(desk: Desk, ranked: list[list[Row]]) -> list[Sentence]:
    """`Talks are proposed; no agreement on a ceasefire is on record`, where a proposal is contested."""
    top, name = _as_told(ranked[0])
    yes = [row for row in top if row["stance"] in (*FOR, "demand")]
    no = [row for row in top if row["stance"] in AGAINST]
    if yes and no and not vague(top):
        talks = next((g for g in ranked[1:8] if g[0]["instrument"] == "talks" and _only_for(g)), None)
        cites = [*no[0]["records"][:1], *yes[0]["records"][:1]]
        if talks is not None and top[0]["instrument"] != "talks":
            text = f"Talks are proposed; no agreement on {issue_phrase(name)} is on record"
            return [desk.say(text, [*talks[0]["records"][:1], *cites])]
        return [desk.say(f"No agreement on {issue_phrase(name)} is on record", cites)]
    return []


def _only_for(group: list[Row]) -> bool:
    return all(row["stance"] in FOR for row in group)


def _stands(desk: Desk, top: list[Row], named: bool = False) -> list[Sentence]:
    """Who stands where on a proposal, in one sentence; shown with `it` where the sentence before has named it."""
    others = top
    top, name = _as_told(top)
    others = [row for row in others if row not in top][:1]
    issue = issue_phrase(name)
    it = pronoun(issue)
    clauses: list[str] = []
    cites: list[str] = []
    first = ""
    for stance in (*FOR, "conditional", "open", "demand", *AGAINST):
        held = [row for row in top[:PARTIES] if row["stance"] == stance][:3]
        for teller, same in groupby(sorted(held, key=_teller), key=_teller):
            rows = list(same)
            parties = listing([desk.names(row["party"]) for row in rows])
            by = _by(desk, teller)
            first = first or f"{parties} {_stand(rows, parties, it)}{by}"
            clauses.append(f"{parties} {_stand(rows, parties, it if clauses else issue)}{by}")
            cites += [row["records"][0] for row in rows]
    for row in others:
        stand = _stand([row], row["party"], issue_phrase(row["issue_as_told"]))
        clauses.append(f"{desk.names(row['party'])} {stand}{_by(desk, _teller(row))}")
        cites.append(row["records"][0])
    when = desk.dated(cites)
    if not clauses:
        return []
    short = sentence(f"{'; '.join([first, *clauses[1:]])}{when}") if named and first else None
    return [desk.say(f"{'; '.join(clauses)}{when}", cites, short=short, limit=PARTIES + 1)]


def _teller(row: Row) -> str:
    """Who alone tells a stance of another: nobody where the source or the party itself does."""
    return str(row["according_to"] or "")


def _by(desk: Desk, teller: str) -> str:
    """What keeps a claim from looking like a fact: `, according to Donald Trump`."""
    return f", according to {desk.names(teller)}" if teller else ""


def _stand(rows: list[Row], parties: str, what: str) -> str:
    stance = str(rows[0]["stance"])
    if stance == "propose" and all(row["was"] == "backed" for row in rows):
        stance = "back"
    who = "; ".join(str(row["party"]) for row in rows)
    return stands(stance, who if len(rows) > 1 or plural(who) else parties, what)


def _also(desk: Desk, ranked: list[list[Row]]) -> list[Sentence]:
    """Where the parties stand on the next proposal that has a name of its own."""
    return next((_stands(desk, group) for group in ranked if not vague(group)), [])


def _elsewhere(desk: Desk, ranked: list[list[Row]]) -> list[Sentence]:
    """What those who refuse the first proposal are open to or propose in its place."""
    refusing = {row["party"] for row in ranked[0] if row["stance"] in AGAINST}
    for group in ranked[1:6]:
        for row in group:
            late = desk.few or not desk.old(row["records"][:1])
            if late and row["party"] in refusing and row["stance"] in ("open", "propose", "conditional"):
                who = str(row["party"])
                text = f"{desk.names(who)} {stands(str(row['stance']), who, issue_phrase(str(row['issue_as_told'])))}"
                text += _by(desk, _teller(row))
                return [desk.say(f"{text}{desk.dated(row['records'][:1])}", row["records"][:1])]
    return []


def _withdrawal(desk: Desk, ranked: list[list[Row]]) -> list[Sentence]:
    """The weightiest move away, in the words of the one who moved."""
    told = {(row["party"], row["instrument"]) for group in ranked[:2] for row in group}
    moves = [r for r in desk.rows("shifts") if r["to"] in AGAINST and (r["side"], r["instrument"]) not in told]
    moves = [row for row in moves if desk.enough(row["score"], FORCE) and row["from"] in (*FOR, "promise", "open")]
    moves.sort(key=lambda row: (-row["score"] * desk.weight(row) * desk.prominence(row["side"]), row["records"]))
    for row in moves[:1]:
        was, now = (stance_words(row[end])["noun"] for end in ("from", "to"))
        on = f"on {issue_phrase(row['issue'])}{desk.dated([row['after']])}"
        text = f"{desk.names(row['actor'])} has gone from {was} to {now} {on}: {desk.quote(row['after'], 170)}"
        return [desk.say(text, [row["after"], row["before"]])]
    return []


def striking(desk: Desk, gap: Row) -> float:
    """How much a word beside a deed matters: how close they stand, and whether it is known how it was done."""
    named = 1.4 if gap["mode"] else 1.0
    return desk.weight(gap, gap["deed_day"]) * (1, 2, 4)[gap["grade"] - 1] * named * desk.prominence(gap["party"])


def _deed(desk: Desk, force: bool = True) -> list[Sentence]:
    """The deed beside the words that it cuts against, else, where nothing is settled, the weightiest deed of force."""
    for row in sorted(desk.rows("gaps"), key=lambda r: (-striking(desk, r), r["records"])):
        late = desk.few or not desk.old([row["after"]])
        if late and row["grade"] >= 2 and row["kind"] == "force" and desk.enough(row["score"], FORCE):
            return [_acted(desk, row["party"], row, row["on"], row["deed_according_to"], row["after"])]
    if not force:
        return []
    deeds = [row for row in desk.rows("timeline") if row["plane"] == "deed" and row["what"] == "ASSAULT"]
    deeds = [row for row in deeds if row["actor"] and row["recipient"] and row["modality"] == "happened"]
    if not desk.few:
        # of a long coverage only what a party is known to have done to another near its end
        last = max((row["sort_key"] for row in desk.rows("timeline")), default=0.0)
        deeds = [
            r for r in deeds if r["mode"] and r["sort_key"] > last - RECENT and is_body(str(sides(r["actor"], None)[0]))
        ]
    deeds.sort(key=lambda row: (-desk.weight(row, row["day"]), row["records"]))
    for row in deeds[:1]:
        return [_acted(desk, row["actor"], row, row["recipient"], row["according_to"], row["records"][0])]
    return []


def _acted(desk: Desk, who: str, row: Row, on: str, told: str | None, cite: str) -> Sentence:
    """A deed in the words of the source where they are short and say who did it or not how, else in words of ours."""
    by = f", according to {desk.names(told)}" if told else ""
    by += desk.dated([cite])
    words = _clause(desk, cite, str(row.get("deed_text") or row["text"]))
    plain = len(words) <= SHORT and names(words, who) and not dangling(words)
    if plain or row["mode"] is None:
        return desk.told(who, quoted(words, SHORT), [cite], by)
    act = deed_phrase(str(row.get("deed") or row["what"]), row["mode"], desk.names(on))
    return desk.say(f"{desk.names(who)} {'' if told else 'reportedly '}{act}{by}", [cite])


def _clause(desk: Desk, cite: str, own: str) -> str:
    """The words of a record, or its sentence where a noun tells it: `the attack on the bridge` tells nothing."""
    desk.learn([cite])
    told = desk.records[cite]
    by_noun = str(told.get("rule")).startswith("noun")
    return clean(str(told["sentence"])).rstrip(".") if by_noun else clean(own)


def _spoken(desk: Desk) -> list[Sentence]:
    """Where nothing but statements is on record: the surest of them, one a speaker."""
    query = "SELECT * FROM statements WHERE speaker IS NOT NULL ORDER BY confidence DESC, sort_key DESC, article, start"
    first: dict[str, Row] = {}
    for row in fetch(desk.db, query):
        first.setdefault(str(row["speaker"]), row)
    told = list(first.items())[:3]
    return [desk.say(f"{desk.names(who)}: {quoted(row['text'], 160)}", [row["id"]]) for who, row in told]


def _latest(desk: Desk, number: int) -> list[Sentence]:
    """Where the ledgers are empty: what was last said or done, in the words of the source."""
    rows = [row for row in desk.rows("timeline") if row["actor"]]
    rows.sort(key=lambda row: (-desk.weight(row, row["day"]), row["records"]))
    said = []
    for row in rows[: max(0, number)]:
        if row["instrument"] and row["what"] in LEVELS:
            who = listing([desk.names(name) for name in several(row["actor"])])
            text = f"{who} {stands(row['what'], str(row['actor']), issue_phrase(row['about']))}"
            said.append(desk.say(text, row["records"][:1]))
        else:
            words = _clause(desk, row["records"][0], str(row["text"]))
            said.append(desk.told(str(row["actor"]), quoted(words, 160), row["records"][:1]))
    return said
