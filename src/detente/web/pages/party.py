"""One party or person: where it stands, what moved, what it offers, promises, says and does."""

from __future__ import annotations

from collections.abc import Iterator

from detente.brief_parts import Figure
from detente.charts import reach, timeline
from detente.findings.rows import Row
from detente.web.asking import NotThereError, Query
from detente.web.charted import figure, setting
from detente.web.ledger import as_csv
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.pages.overview import LINES
from detente.web.prepare import FOUND
from detente.web.refs import refs

TITLE = "A party"
PLACE = None
SHOWN = 8
COLUMNS = ("kind", "id", "day", "role", "actor", "text", "source", "title")
LEDGERS = ("positions", "shifts", "gaps", "inducements", "commitments", "agreements")
LATEST = {
    "statements": "speaker AS who, addressee AS whom, cue, kind, spans",
    "events": "actor AS who, recipient AS whom, type, mode, modality, score",
}


def show(opened: Opened, query: Query) -> Page:
    """The page of an actor or a party by its `name`. Raises NotThereError where nobody is called so."""
    name = _called(opened, query.needed("name"))
    counts = _counts(opened, name)
    ledgers: dict[str, list[Row]] = {}
    totals: dict[str, int] = {}
    for ledger in LEDGERS:
        opened.finding(ledger)
        where = _is(FOUND + ledger) + (f" AND t.score >= {LINES[ledger]}" if ledger in LINES else "")
        totals[ledger] = int(opened.value(f"SELECT count(*) FROM page_{ledger} t WHERE {where}", {"name": name}) or 0)  # noqa: S608
        ledgers[ledger] = opened.rows(ledger, where, {"name": name}, SHOWN)
    latest = {kind: _latest(opened, kind, columns, name) for kind, columns in LATEST.items()}
    people = opened.fetch(
        """SELECT name, count(DISTINCT (kind, nr)) AS records FROM cast_of WHERE party = $name AND name <> $name
        AND role = 'by' AND NOT starts_with(kind, 'found ') GROUP BY name ORDER BY records DESC, name LIMIT 40""",
        {"name": name},
    )
    sides = opened.fetch(
        """SELECT party, count(*) AS records FROM cast_of WHERE name = $name AND party <> $name AND role = 'by'
        AND NOT starts_with(kind, 'found ') GROUP BY party ORDER BY records DESC, party LIMIT 5""",
        {"name": name},
    )
    others = _others(opened, name)
    context = {
        "name": name, "counts": counts, "ledgers": ledgers, "totals": totals, "latest": latest, "people": people,
        "sides": sides, "others": others, "figure": lambda: _figure(opened, name),
        "refs": refs(opened, [row for rows in (*ledgers.values(), *latest.values()) for row in rows]),
    }  # fmt: skip
    data = {
        "party": name,
        "counts": counts,
        "speaks_for": sides,
        "people": people,
        "pairs": others,
        **ledgers,
        **latest,
    }
    return Page(title=name, template="party.html", context=context, data=data, table=lambda: _table(opened, name))


def _called(opened: Opened, name: str) -> str:
    """The name as the record writes it."""
    query = "SELECT {0} FROM cast_of WHERE lower({0}) = lower($name) ORDER BY {0} <> $name, {0} LIMIT 1"
    for column in ("party", "name"):
        found = opened.value(query.format(column), {"name": name})
        if found is not None:
            return str(found)
    raise NotThereError(f"Nobody on record is called {name}.")


def _is(kind: str) -> str:
    """The condition that a row is of this party or person."""
    return f"""t.nr IN (SELECT c.nr FROM cast_of c WHERE c.kind = '{kind}' AND c.role = 'by'
    AND (c.party = $name OR c.name = $name))"""  # noqa: S608  (names of ours)


def _counts(opened: Opened, name: str) -> list[Row]:
    """How many records of each kind it has, as the one who acts and as the one who is acted upon."""
    return opened.fetch(
        """SELECT kind, role, count(DISTINCT nr) AS number FROM cast_of WHERE (party = $name OR name = $name)
        AND kind IN ('statements', 'events', 'positions', 'inducements', 'commitments')
        GROUP BY ALL ORDER BY role, number DESC, kind""",
        {"name": name},
    )


def _latest(opened: Opened, kind: str, columns: str, name: str) -> list[Row]:
    """The youngest records of a kind that are sure enough."""
    return opened.fetch(
        f"""SELECT id, {columns}, text, sentence, sentence_start, t.start, t."end", day, article_date, source, title,
        confidence FROM held_{kind} t WHERE {_is(kind)} AND confidence >= 0.5
        ORDER BY sort_key DESC, confidence DESC, nr LIMIT {SHOWN}""",  # noqa: S608  (names of ours)
        {"name": name},
    )


def _others(opened: Opened, name: str) -> list[Row]:
    """The parties with which it has most to do, and how they treat each other on the whole."""
    opened.finding("dyads")
    if not opened.value("SELECT count(*) FROM page_dyads"):
        return []  # without a row the table has no columns for the pair
    return opened.fetch(
        """SELECT CASE WHEN t."first" = $name THEN t."second" ELSE t."first" END AS other,
        sum(t.events)::INTEGER AS events, round(sum(t."sum") / sum(t.events), 1) AS mean, max(t.week) AS last
        FROM page_dyads t WHERE t."first" = $name OR t."second" = $name
        GROUP BY 1 ORDER BY events DESC, other LIMIT 12""",
        {"name": name},
    )


def _figure(opened: Opened, name: str) -> Figure | None:
    first, last = reach(opened.db)
    if first is None:
        return None
    opened.finding("timeline")
    where = """t.nr IN (SELECT c.nr FROM cast_of c WHERE c.kind = 'found timeline' AND c.role = 'by'
    AND (c.party = $name OR c.name = $name)) AND t."day" BETWEEN $first AND $last"""
    rows = opened.rows("timeline", where, {"name": name, "first": first, "last": last})
    return figure(timeline.draw(rows, setting(opened)))


def _table(opened: Opened, name: str) -> Iterator[str]:
    """Every record of the party, one line each."""
    rows = opened.fetch(
        """SELECT DISTINCT c.kind, p.id, p.day, c.role, c.name AS actor, p.source, p.title, p.kind AS k, p.nr
        FROM cast_of c JOIN place_of p ON p.kind = c.kind AND p.nr = c.nr WHERE c.party = $name OR c.name = $name
        ORDER BY c.kind, p.day, p.id, c.role, c.name""",
        {"name": name},
    )
    texts: dict[str, str] = {}
    for kind in {row["k"] for row in rows}:
        texts |= dict(opened.db.execute(f"SELECT id, text FROM {kind}").fetchall())  # noqa: S608  (names of ours)
    yield as_csv([{**row, "text": texts[row["id"]]} for row in rows], COLUMNS)
