"""Names of people that neither the codebook nor the model has, told by a given name or a title before them."""

from __future__ import annotations

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns
from detente.actors.given import is_given
from detente.codebook.spelling import words_of
from detente.doc import Token

DASHES = frozenset({"-", "–", "—"})
LONGEST = 4  # tokens after the given name
PARTICLES = frozenset({"al", "el", "bin", "ibn", "ben", "abu", "van", "von", "de", "da", "del", "le", "der"})


def given_until(tokens: list[Token], k: int, entities: dict[int, tuple[int, str]]) -> int | None:
    """Where the name of a person ends whom the model missed or took for something else, told by the given name."""
    if k in entities and entities[k][1] == "PERSON":
        return None
    if tokens[k].tag not in ("NNP", "NNPS") or tokens[k].text.isupper() or not is_given(tokens[k].text):
        return None
    last = k + 1
    while last < len(tokens) and last <= k + LONGEST:
        hyphen = tokens[last].text in DASHES and tokens[last].start == tokens[last - 1].end
        if hyphen and last + 1 < len(tokens) and tokens[last + 1].text[0].isupper():
            last += 2  # `Jean-Example`
        elif _name_like(tokens[last]) or tokens[last].lower in PARTICLES:
            last += 1
        else:
            break
    if k in entities and entities[k][0] != last and not (last < len(tokens) and tokens[last].lower in ("and", ",")):
        return None  # `Martin Luther King Hospital`, but `Vera Example and Ivan Example`
    whole = last - k > 1 and tokens[last - 1].text[0].isupper() and (last == len(tokens) or not _goes_on(tokens[last]))
    return last if whole else None


def _goes_on(token: Token) -> bool:
    """Whether a name goes on after a run of words: `Christian Solidarity Network`, `Victor Hugo-Strasse`."""
    return (token.pos == "PROPN" and token.text[0].isupper()) or token.text in DASHES


def titled_until(tokens: list[Token], k: int) -> int | None:
    """Where a name ends that neither the codebook nor the model has, told by a title: `Minister Angie Motshekga`."""
    if k == 0 or not _name_like(tokens[k]) or tokens[k - 1].dep not in ("compound", "nmod", "amod"):
        return None
    last = k + 1
    while last < len(tokens) and last < k + 3 and _name_like(tokens[last]):
        last += 1
    head = tokens[k - 1].head
    if not tokens[k].i <= head.i < tokens[last - 1].i + 1 or not _title_ends(tokens, k):
        return None
    return last


def first_missed(tokens: list[Token], k: int, entities: dict[int, tuple[int, str]]) -> int | None:
    """Where the name of a person ends of which the model missed the first: `its president, Harchand Example Singh`."""
    after = entities.get(k + 1)
    if k == 0 or after is None or after[1] != "PERSON" or tokens[k - 1].text != "," or not _name_like(tokens[k]):
        return None
    return after[0] if tokens[k + 1].i <= tokens[k].head.i <= tokens[after[0] - 1].i else None


def _name_like(token: Token) -> bool:
    key = words_of(token.text)
    return (
        token.tag in ("NNP", "NNPS")
        and token.text[0].isupper()
        and not token.text.isupper()
        and key not in offices.titles()
        and key not in common_nouns()
        and not any(name == key for name, _ in gazetteer.index().get(key[0] if key else "", ()))
    )


def _title_ends(tokens: list[Token], k: int) -> bool:
    for length in (1, 2, 3):
        words = tuple(w for t in tokens[max(0, k - length) : k] for w in words_of(t.text))
        title = offices.titles().get(words)
        if title is not None and tokens[k - 1].text[0].isalpha():
            return True
    return False


def may_be_person(tokens: list[Token]) -> bool:
    """Whether a name that the model takes for a body looks like that of a person: `Arben Example`."""
    return (
        2 <= len(tokens) <= 3
        and all(_name_like(t) for t in tokens)
        and not any(words_of(t.lower) in common_nouns() or words_of(t.lemma.lower()) in common_nouns() for t in tokens)
    )


def described_as_person(token: Token, persons: frozenset[str]) -> bool:
    """Whether a noun for a person stands in apposition to a name: `X, a spokesman`, `the lawyer X`."""
    beside = token.head if token.dep in ("appos", "compound") else token
    return beside.lower in persons or any(
        c.dep == "appos" and c.tag == "NN" and (c.lower in persons or words_of(c.lower) in offices.titles())
        for c in token.children
    )


def second_surname(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a full name goes on with one more word that the model left out: `Ernesto Example Ruiz`."""
    return last - first >= 2 and last < len(tokens) and _name_like(tokens[last]) and tokens[last].entity[2:] != "GPE"


def after_article(tokens: list[Token], k: int) -> bool:
    """Whether an article stands right before a name, which nobody's has: `the Bosphorus`."""
    return k > 0 and tokens[k - 1].lower == "the" and tokens[k - 1].head is tokens[k]
