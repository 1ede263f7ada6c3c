"""What was agreed, signed, approved or brought into force, by whom, and does it still stand?

Example: detente agreements talks/*.txt --party Egypt
"""

from __future__ import annotations

import re

import duckdb

from detente.findings.matters import hedged, named_in, own_word, recalled
from detente.findings.rows import (
    Row,
    chosen,
    day_of,
    days_between,
    fetch,
    order,
    party,
    several,
    sides,
    strongest,
    voices,
)
from detente.findings.signs import pieces, sign
from detente.records import Finding

COLUMNS = ("agreement", "act", "parties", "day", "text", "sources")

NOUN = f"(?:{pieces('agreement')})"
THING = re.compile(
    rf"\b(?P<thing>(?:(?!(?:a|an|the|and|of|on|to|in|any|no|that|this|such|strongest)\b)[\w’'-]+ ){{0,3}}?{NOUN})\b",
    re.I,
)
RANK = {"agreed": 1, "signed": 2, "approved": 3, "in force": 4, "abandoned": 5}
VERB = {act: sign(f"act {act}", "") for act in RANK}
# what has not happened, is someone's wish, or is only a draft
UNREAL = sign("unreal")
RUNGS = {"treaty": "treaty", "ceasefire": "ceasefire", "cease-fire": "ceasefire", "truce": "ceasefire",
         "armistice": "ceasefire", "memorandum": "memorandum", "framework": "framework", "declaration": "framework",
         "statement": "framework"}  # fmt: skip
WEIGHT = {"treaty": 1.5, "ceasefire": 1.4, "memorandum": 0.9, "framework": 1.1}
BARE = frozenset({"deal", "agreement", "agreements", "accord", "accords", "pact"})
REACH, SAME = 60, 3

TOLD = """
SELECT id, article, "start", "end", text, sentence, sentence_start, day,
        article_date, date_start, "when", source, sort_key,
       confidence, voice, according_to, actor, actor_code, recipient, recipient_code, NULL AS side, NULL AS issue
FROM events WHERE type IN ('AGREE', 'SUPPORT', 'CONCEDE', 'RETREAT', 'SANCTION', 'CONSULT') AND modality = 'happened'
  AND voice <> 'author' AND actor IS NOT NULL AND confidence >= $c
UNION ALL
SELECT id, article, "start", "end", text, sentence, sentence_start, day,
        article_date, date_start, "when", source, sort_key,
       confidence, voice, according_to, actor, actor_code, NULL, NULL, side, issue
FROM positions WHERE stance IN ('accept', 'reject') AND voice <> 'author' AND actor IS NOT NULL AND confidence >= $c
"""


def find(db: duckdb.DuckDBPyConnection, *, party_is: str | None = None, confidence: float = 0.0) -> Finding:
    """List what parties agreed, signed, approved, brought into force or abandoned, each act once, the first day told.

    Only acts told as done count: no draft, no wish, no `would sign`. Rows stand in the order of their days.
    """
    held: list[list[Row]] = []
    for row in sorted(fetch(db, TOLD, {"c": confidence}), key=order):
        act = _act(row)
        if act is None:
            continue
        home = next((group for group in reversed(held) if _same(group[0], act)), None)
        if home is None:
            held.append([act])
        else:
            home.append(act)
    rows = [_entry(group) for group in held]
    rows = [row for row in rows if len(several(row["parties"])) > 1 or RANK[row["act"]] > 1]
    rows = [row for row in rows if chosen(row["parties"], party_is)]
    rows.sort(key=lambda r: (r["sort_key"], r["records"]))
    return Finding(name="agreements", title="Agreements", columns=COLUMNS, rows=tuple(rows))


def _act(row: Row) -> Row | None:
    """What a row tells of an agreement: its name, what was done with it, and who is named as doing it."""
    if recalled(row) or own_word(row) <= 0.5:
        return None
    text = str(row["text"])
    # a noun (`the treaty between them`) is followed by what became of it in its own sentence
    offset = int(row["start"]) - int(row["sentence_start"])
    whole = str(row["sentence"])[max(0, offset) : offset + len(text) + REACH]
    for act in sorted(RANK, key=lambda a: -RANK[a]):
        for verb in VERB[act].finditer(whole):
            thing = _thing(whole, verb, act)
            before = whole[max(0, verb.start() - 40) : verb.start()]
            if thing is None or UNREAL.search(before) or UNREAL.search(thing) or hedged(text):
                continue
            named = {name for name in named_in(whole[: verb.end()]) if name[:1].isupper()}
            own = [*several(party(row)), *sides(row["recipient"], row["recipient_code"])]
            doers = [name for name in dict.fromkeys([*own, *sorted(named)]) if name[:1].isupper()]
            return {**row, "act": act, "thing": thing, "rung": _rung(thing), "doers": doers}
    return None


def _thing(whole: str, verb: re.Match[str], act: str) -> str | None:
    """The agreement that a verb is about: behind it, or before it where it came into force or collapsed."""
    behind = THING.search(whole[verb.end() : verb.end() + REACH])
    if behind is not None and (act != "in force"):
        return behind["thing"]
    ahead = [m["thing"] for m in THING.finditer(whole[max(0, verb.start() - REACH) : verb.start()])]
    passive = re.search(r"\b(?:was|were|has been|have been|had been)\s$", whole[: verb.start()])
    return ahead[-1] if ahead and (act in ("in force", "abandoned") or passive) else None


def _rung(thing: str) -> str | None:
    low = thing.casefold()
    return next((rung for word, rung in RUNGS.items() if word in low), None)


def _same(one: Row, other: Row) -> bool:
    """Whether two rows tell one act: the same deed on an agreement of the same sort within days."""
    apart = days_between(day_of(one), day_of(other))
    alike = one["rung"] == other["rung"] and bool(set(one["doers"]) & set(other["doers"]))
    near = apart is not None and abs(apart) <= SAME
    return bool(
        alike and one["act"] == other["act"] and (near or (apart is None and one["article"] == other["article"]))
    )


def _entry(group: list[Row]) -> Row:
    best = max(
        group,
        key=lambda r: (
            r["thing"].casefold() not in BARE,
            len(r["doers"]),
            float(r["confidence"]),
            -float(r["sort_key"] or 0.0),
        ),
    )
    doers = dict.fromkeys(name for row in (best, *group) for name in row["doers"])
    weight = WEIGHT.get(str(best["rung"]), 0.8) * float(best["confidence"]) * (0.6 + 0.2 * min(4, voices(group)))
    return {
        "agreement": best["thing"],
        "instrument": best["rung"],
        "act": best["act"],
        "parties": "; ".join(doers),
        "day": day_of(group[0]),
        "text": best["text"],
        "sources": voices(group),
        "reports": len(group),
        "confidence": max(float(r["confidence"]) for r in group),
        "weight": round(weight, 3),
        "sort_key": float(group[0]["sort_key"] or 0.0),
        "records": list(dict.fromkeys([best["id"], *strongest(group)])),
    }
