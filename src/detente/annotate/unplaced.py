"""Sectors of actors whom neither the codebook nor the rules place: what the trained reader takes them for.

Runs after all else. A name is asked about once, where it first stands as one who does something or to whom something is
done; a code that has a sector is never changed.
"""

from __future__ import annotations

from dataclasses import replace

from detente.about import parted
from detente.actors.heads import UNNAMED
from detente.actors.role_read import sector_read
from detente.doc import SUBJECTS, Doc, Mention

AS_THEY_STAND = ("name as it stands", "words as they stand")
STANDING = SUBJECTS | {"dobj", "pobj", "appos", "conj", "ROOT", "poss"}
NO_SECTOR = frozenset({"", UNNAMED})
AROUND = 20  # words before and after that are read
MOST = 12  # names that are asked about in one article


def annotate(doc: Doc) -> None:
    """Add a sector to the codes of mentions that have none."""
    read: dict[str, str] = {}
    for mention in doc.mentions:
        if _asked(doc, mention) and mention.actors[0] not in read and len(read) < MOST:
            read[mention.actors[0]] = _sector(doc, mention)
    if any(read.values()):
        doc.mentions = [_filled(mention, read) for mention in doc.mentions]


def _asked(doc: Doc, mention: Mention) -> bool:
    if len(mention.codes) != 1 or not mention.why.startswith(AS_THEY_STAND):
        return False
    if mention.form == "description" and not mention.codes[0]:
        return False  # `its neighbour`, `an ally`
    if any(place.first <= mention.head < place.last for place in doc.places):
        return False  # a town that is named for its people is still a town
    return parted(mention.codes[0])[1] in NO_SECTOR and doc.tokens[mention.head].dep in STANDING


def _sector(doc: Doc, mention: Mention) -> str:
    first, last = doc.sentences[doc.tokens[mention.head].sentence]
    begin, end = max(first, mention.first - AROUND), min(last, mention.last + AROUND)
    offset = doc.tokens[begin].start
    phrase = doc.tokens[mention.first].start - offset, doc.tokens[mention.last - 1].end - offset
    return sector_read(doc.text[offset : doc.tokens[end - 1].end], phrase)[0]


def _filled(mention: Mention, read: dict[str, str]) -> Mention:
    sector = read.get(mention.actors[0])
    if not sector or len(mention.codes) != 1:
        return mention
    country, own = parted(mention.codes[0])
    if own not in NO_SECTOR:
        return mention
    return replace(mention, codes=(f"{country} {sector}".strip(),), why=f"{mention.why}, sector read")
