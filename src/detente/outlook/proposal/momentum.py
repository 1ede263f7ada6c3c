"""Which way stances on a proposal have moved, and how lately: shifts towards it less shifts away, faded by day."""

from __future__ import annotations

from detente.findings.matters import is_body
from detente.findings.moves import Move, moves_in, series, stance_of
from detente.findings.rows import day_of, order
from detente.outlook.proposal.accord import Tabled
from detente.outlook.proposal.aspect import Fresh, Line
from detente.wording import count, pronoun

STILL = 0.1  # of one sure, fresh shift: less is no momentum


def lines(proposal: Tabled, fresh: Fresh) -> list[Line]:
    """A line for each shift, and one for their sum; none where nobody is known to have moved."""
    stances = [stance_of(row, proposal.name, str(row["stance"])) for row in proposal.rows]
    moved: dict[tuple[str, str], tuple[str, Move]] = {}
    for who, group in series(stances):
        for move in moves_in(sorted(group, key=order)):
            key = (str(move.before[-1]["id"]), str(move.after[0]["id"]))
            # the party rather than the person who speaks for it
            if key not in moved or (is_body(who) and not is_body(moved[key][0])):
                moved[key] = (who, move)
    found = [_line(who, move, fresh) for who, move in moved.values()]
    found.sort(key=lambda line: (line.day or "", line.about, line.records))
    total = sum(line.value or 0.0 for line in found)
    if not found:
        return []
    it = pronoun(proposal.name)
    way = f"towards {it}" if total > STILL else f"away from {it}" if total < -STILL else "neither way"
    ids = tuple(dict.fromkeys(record for line in reversed(found) for record in line.records))[:4]
    told = count(len(found), "shift")
    sentence = f"Stances on {it} have moved {way} ({told}, the younger weighing more)."
    return [*found, Line("momentum", "all", f"{way}: {total:+.2f} from {told}", ids, None, total, sentence)]


def _line(who: str, move: Move, fresh: Fresh) -> Line:
    before, after = move.before[-1], move.after[0]
    way = 1 if after["class"] > before["class"] else -1
    weight = min(float(before["confidence"]), float(after["confidence"])) * fresh(after)
    value = 0.0 if move.back else round(way * weight, 3)
    says = f"from {before['stance']} to {after['stance']}"
    says += ", and back within days" if move.back else ""
    return Line("shift", who, says, (str(before["id"]), str(after["id"])), day_of(after), value)
