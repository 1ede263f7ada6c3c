"""Bodies that nobody has told the program of: what their names and the word before them say they are."""

from __future__ import annotations

from detente.actors.agents import lexicon
from detente.actors.heads import head_of
from detente.actors.phrase import words_in
from detente.annotate.names import Name
from detente.annotate.owners import Noun, Owner
from detente.annotate.scene import Scene
from detente.codebook.spelling import words_of
from detente.doc import Mention, Token

BEFORE_A_PARTY = lexicon("before a party")
NEWSPAPERS = lexicon("ends a newspaper")
BY_WORD = {"opposition": "OPP", "ruling": "PTY", "governing": "PTY", "rebel": "REB", "guerrilla": "REB",
           "guerilla": "REB", "insurgent": "REB", "separatist": "REB", "secessionist": "REB",
           "paramilitary": "PRM"}  # fmt: skip
SURE = frozenset({"common noun", "known noun within", "member of the body named before it"})
TOO_VAGUE = frozenset({"UNK", "CVL", "UAF", "GOV", "MIL", "ELI"})
PARTIES = frozenset({"PTY", "OPP", "REB", "PRM", ""})
ENDINGS = frozenset({"movement", "front", "party", "alliance", "union", "coalition", "congress", "league", "army",
                     "forces", "force", "organisation", "organization", "group", "bloc", "council"})  # fmt: skip


def first_and_sector(scene: Scene, name: Name) -> tuple[int, str]:
    """Where the phrase of an unknown body begins, and its sector: `the opposition National Coalition`."""
    words = words_in(name.text)
    found = head_of(words, 0, len(words)) if len(words) > 1 else None
    sector = found.sector if found is not None and found.why in SURE and found.sector not in TOO_VAGUE else ""
    if not sector and len(words) > 1 and words[-1].key in NEWSPAPERS:
        sector = "JRN"
    before = scene.doc.tokens[name.first - 1] if name.first else None
    if before is None or before.lower not in BEFORE_A_PARTY or sector not in PARTIES:
        return name.first, sector
    return before.i, BY_WORD.get(before.lower, sector or "PTY")


def body_unheard_of(scene: Scene, noun: Noun, edge: int, owners: list[Owner]) -> Mention | None:
    """The proper name that a noun with a capital ends, which the model has not seen: `the rebel Patriotic Movement`."""
    head = noun.head
    tokens = scene.doc.tokens
    if head.i == 0 or not head.text.istitle() or head.lower not in ENDINGS or noun.agent is None:
        return None
    first = head.i
    while first > edge and _of_name(tokens[first - 1]) and first - 1 not in scene.name_at:
        first -= 1
    if noun.first <= first or any(t.lower in ("and", "of") for t in tokens[edge:first]):
        return None
    if first == scene.doc.sentences[head.sentence][0] and first + 1 == head.i:
        return None  # `Opposition Party`: a sentence begins with a capital
    text = " ".join(t.text for t in tokens[first : head.i + 1])
    at, sector = first_and_sector(scene, Name(first, head.i + 1, "organisation", text, None))
    sector = sector or (noun.agent.sector if noun.agent.sector != "UAF" else "")
    known = scene.known(text, "group")
    country = next((o.country for o in owners if o.country), "")
    known.code = known.code or " ".join(part for part in (country, sector) if part)
    return Mention(min(at, edge), head.i + 1, head.i, (text,), (known.code,), "name", 0.5, "name as it stands")


def _of_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.tag in ("NNP", "NNPS", "JJ", "NN") and bool(words_of(token.text))
