"""A stance as a rule found it, before the parties that share it are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from detente.doc import Token
from detente.issues import Issue
from detente.parties import Party
from detente.records import Stance


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance as a rule found it: the word that takes it, its holders, and the tokens to cite."""

    word: Token
    holders: tuple[Party, ...]
    issue: Issue
    stance: Stance
    condition: str | None
    tokens: tuple[Token, ...]
    rule: str
    confidence: float
