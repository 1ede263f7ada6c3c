"""How near is a deal, and what if: ranges with reasons, from a record or from a person's own table.

    import detente
    from detente import outlook

    game = outlook.from_record(detente.read("talks/").db)
    outlook.answers(game)                                        # every model's range, and how far they lie apart
    outlook.compare(game, outlook.scenario("United States backs away"))
    outlook.prospect(detente.read("talks/").db, "30-day ceasefire")  # who accepts it, what has moved, what is near

A `Game` holds the inputs, each with the records that it rests on; `models/` holds one file a model, each published;
`docs/outlook.md` says what each assumes. Nothing here is an oracle: where there is too little, `answers` says so.
"""

from __future__ import annotations

from detente.outlook.asked import Outlook, WhatIf
from detente.outlook.comparison import Comparison, compare
from detente.outlook.draws import Draws, draw
from detente.outlook.forecast import Answer, answers, ask, settle
from detente.outlook.game import Estimate, Game, Matter, Stake, load, save
from detente.outlook.proposal import Prospect, prospect
from detente.outlook.record import from_record
from detente.outlook.report import Report, beside, report
from detente.outlook.shelf import drop, keep, kept
from detente.outlook.whatif import Change, Scenario, apply, load_scenario, meant, save_scenario, scenario

__all__ = [
    "Answer", "Change", "Comparison", "Draws", "Estimate", "Game", "Matter", "Outlook", "Prospect", "Report",
    "Scenario", "Stake", "WhatIf", "answers", "apply", "ask", "beside", "compare", "draw", "drop", "from_record",
    "keep", "kept", "load", "load_scenario", "meant", "prospect", "report", "save", "save_scenario", "scenario",
    "settle",
]  # fmt: skip
