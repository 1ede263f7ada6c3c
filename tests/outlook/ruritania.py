"""A small record of four parties and two matters, made by hand, that tests of the outlook ask."""

from __future__ import annotations

from typing import Any

from detente.outlook import Game, Stake
from detente.records import Article, Event, Inducement, Position, Span, Statement
from record_db import at

OLD = Article(
    id="old",
    date="2024-06-10",
    source="Courier",
    text="Ruritania rejects a memorandum. Zenda accepts the peace treaty.",
)
NEW = Article(
    id="new",
    date="2025-05-20",
    source="Herald",
    text=(
        "Zenda accepts the 30-day ceasefire. The United States proposes the 30-day ceasefire. Ruritania is open to a "
        "memorandum, but it still refuses the 30-day ceasefire. Washington might step back from the talks. Only "
        "Ruritania would benefit if the United States walks away, Zenda said. Ruritania shelled Zenda. "
        "Zenda demands sanctions. Ruritania rejects sanctions. Utopia is open to talks."
    ),
)


def position(article: Article, words: str, side: str, issue: str, stance: str, rung: str | None, **more: Any) -> Span:
    more = {"confidence": 0.8, "voice": "reported", "rule": "by hand"} | more
    return at(article, words, Position, actor=side, side=side, issue=issue, stance=stance, instrument=rung, **more)


RECORDS: list[Span] = [
    position(OLD, "Ruritania rejects a memorandum", "Russia", "memorandum", "reject", "memorandum"),
    position(OLD, "Zenda accepts the peace treaty", "Ukraine", "peace agreement", "accept", "treaty"),
    position(NEW, "Zenda accepts the 30-day ceasefire", "Ukraine", "30-day ceasefire", "accept", "ceasefire"),
    position(NEW, "The United States proposes", "United States", "30-day ceasefire", "propose", "ceasefire"),
    position(NEW, "Ruritania is open to a memorandum", "Russia", "memorandum", "open", "memorandum"),
    position(NEW, "it still refuses the 30-day ceasefire", "Russia", "30-day ceasefire", "reject", "ceasefire"),
    position(NEW, "Zenda demands sanctions", "Ukraine", "sanctions", "demand", None),
    position(NEW, "Ruritania rejects sanctions", "Russia", "sanctions", "reject", None),
    position(NEW, "Utopia is open to talks", "Iran", "talks", "open", "talks", confidence=0.1),
    at(NEW, "might step back from the talks", Inducement, actor="United States", kind="threat", what="step back",
       rule="by hand"),
    at(NEW, "Only Ruritania would benefit if the United States walks away", Statement, speaker="Ukraine",
       kind="indirect", rule="by hand"),
    at(NEW, "Ruritania shelled Zenda", Event, actor="Russia", recipient="Ukraine", type="ASSAULT", rule="by hand",
       actor_code="RUS GOV", recipient_code="UKR GOV"),
]  # fmt: skip


def stake(game: Game, party: str, matter: int = 0) -> Stake:
    found = game.matters[matter].stake(party)
    assert found
    return found
