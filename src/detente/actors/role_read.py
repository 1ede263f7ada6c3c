"""The trained reader's word on the sector of someone whom neither the codebook nor the words around tell.

It is asked last, of a phrase in its sentence; `training/reader.py` tells how it was made.
"""

from __future__ import annotations

from detente.encoder import Stretch, encoder, shares

SURE = 0.85
NO_ACTOR = ""


def sector_read(text: str, phrase: Stretch, least: float = SURE) -> tuple[str, float]:
    """The sector of a phrase and how likely it is; an empty one where that is less than `least`, or no actor seen."""
    model = encoder("reader")
    logits = model(text, None, phrase)[list(model.labels["heads"]).index("sector")]
    found = shares(logits, model.labels["heads"]["sector"], model.labels["warmth"]["sector"])
    best = max(found, key=lambda sector: found[sector])
    return (best, found[best]) if found[best] >= least else (NO_ACTOR, 0.0)
