"""How near is one proposal to a deal: who must accept and who has, what is open, and what speaks for and against.

    from detente import outlook

    found = outlook.prospect(detente.read("talks/").db, "30-day ceasefire")
    found.paragraph          # sentences, each with the records that it rests on
    found.missing            # what the record says too little of

One file an aspect: `accord` (who must and who has), `momentum`, `conduct` (deeds), `dates`, `spoilers`, `ripeness`;
`prospect` puts them together. No number here is a chance of a deal: none has been shown to be worth one.
"""

from __future__ import annotations

from detente.outlook.proposal.prospect import Prospect, prospect

__all__ = ["Prospect", "prospect"]
