"""Who is meant by a noun that takes up someone just named: `the 65-year-old lecturer`, `X, the bishop`, `the party`."""

from __future__ import annotations

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.annotate.apposed import named_after
from detente.annotate.owners import Noun, Owner
from detente.annotate.persons import person_mention
from detente.annotate.scene import Known, Scene, gender_of
from detente.codebook import MANY_STATES
from detente.codebook.spelling import words_of
from detente.doc import SUBJECTS, Mention, Token

PERSONS = lexicon("a person")
FORMER = lexicon("former")
OF_PEOPLE = ("er", "or", "ist", "ian", "man", "woman", "ant", "eer", "smith", "ess", "ee")
MANY = lexicon("one of many")
SOLDIERS = lexicon("a soldier")
BODIES = lexicon("a body")
OTHERS = frozenset(
    {"other", "same", "first", "second", "third", "next", "new", "late", "dead", "unnamed", "unknown", "another",
     "last", "previous", "then", "only", "unidentified", "visiting", "average"}
)  # fmt: skip
ANYWHERE = MANY_STATES | {""}  # codes that do not tell the state one comes from
ARMED = frozenset({"MIL", "REB", "PRM", "UAF", ""})
ARGUMENTS = SUBJECTS | {"dobj", "pobj", "dative", "poss", "conj", "agent"}
OF_MANY = MANY_STATES - {"NGO"}
REACH = 3  # sentences back to the only person
REACH_BODY = 3
FAR = 2  # paragraph breaks


def aged(tokens: list[Token], token: Token) -> bool:
    """Whether a word ends an age that stands for a person: `the 93-year-old`."""
    if token.lower != "old" or token.i < 4 or token.dep not in ARGUMENTS:
        return False
    return tokens[token.i - 2].lower == "year"


def person_noun(tokens: list[Token], token: Token) -> bool:
    """Whether a noun in the singular is one for a person by trade, rank, faith or fate."""
    if (token.tag in ("NN", "NNP", "JJ") and token.lower in PERSONS) or aged(tokens, token):
        return True
    by_form = token.tag == "NN" and token.dep in SUBJECTS and token.lower.endswith(OF_PEOPLE)
    return by_form and any(t.lower in FORMER or t.lower == "old" for t in token.children)


def person_beside(scene: Scene, noun: Noun, edge: int) -> str | None:
    """The person whose name a noun stands beside: `X, the bishop,` and `the official X`."""
    tokens = scene.doc.tokens
    head = noun.head
    if head.tag in ("NNS", "NNPS"):
        return None
    after = scene.name_at.get(head.i + 1)
    if after is not None and after.kind == "person" and after.first == head.i + 1 and not after.short:
        name_head = tokens[after.last - 1]
        together = head.head is name_head or (name_head.head is head.head and name_head.dep == head.dep)
        if (name_head.dep == "appos" and name_head.head is head) or together:
            return person_mention(scene, after).actors[0]
    named = named_after(scene, noun) if tokens[edge].tag == "PRP$" else None
    if named is not None:
        return named
    at = head.i + 1
    if [t.lower for t in tokens[at : at + 2]] == ["known", "as"]:
        alias = scene.name_at.get(at + 2)
        return person_mention(scene, alias).actors[0] if alias is not None and alias.kind == "person" else None
    apposed = scene.mention_at.get(head.head.i) if head.dep == "appos" and tokens[edge - 1].text == "," else None
    if apposed is not None and apposed.last == edge - 1 and apposed.form in ("name", "title"):
        known = scene.actors.get(apposed.actors[0])
        return known.name if known is not None and known.kind == "person" else None
    end = tokens[head.i + 1].text if head.i + 1 < len(tokens) else "."
    if edge < 2 or tokens[edge - 1].text != "," or end not in (",", ".", ";", ")", "!", "?"):
        return None
    if tokens[edge].lower not in ("the", "a", "an", "his", "her", "its", "their") or head.dep in SUBJECTS:
        return None
    if end == "," and head.dep != "appos":
        return None  # `X, the minister, and Y`
    before = scene.mention_at.get(edge - 2)
    known = scene.actors.get(before.actors[0]) if before is not None and len(before.actors) == 1 else None
    listed = before is not None and tokens[before.head].dep == "conj" and head.dep == "conj"
    right_before = before is not None and before.form in ("name", "title") and before.last == edge - 1
    return known.name if right_before and known is not None and known.kind == "person" and not listed else None


def person_at_hand(scene: Scene, noun: Noun, edge: int, owners: list[Owner]) -> str | None:
    """The one person named just before, whom a noun with `the` can only mean: none where there are two."""
    tokens, head = scene.doc.tokens, noun.head
    if tokens[edge].lower != "the" or head.dep not in ARGUMENTS or not _bare(scene, noun, edge):
        return None
    told = aged(tokens, head) or any(t.lower in FORMER for t in tokens[edge : head.i])
    if not told and (head.lower in MANY or _spoken_of(scene, head)):
        return None
    quoted = scene.doc.quoted(head.start)
    found: dict[str, Known] = {}
    for mention in reversed(scene.mentions):
        place = tokens[mention.head]
        if place.sentence < head.sentence - REACH or scene.doc.text.count("\n\n", place.end, head.start) > FAR:
            break
        for actor in mention.actors:
            known = scene.actors.get(actor)
            if known is None or known.kind != "person" or mention.last > edge or not _named(scene, actor):
                continue
            if quoted and not scene.doc.quoted(place.start):
                return None  # whoever the speaker has in mind
            clash = known.gender and gender_of(head.lower) and known.gender != gender_of(head.lower)
            if not clash and _may_be(scene, known, noun):
                found[actor] = known
    countries = {owner.country for owner in owners if owner.country}
    if countries:
        found = {name: k for name, k in found.items() if k.code.split(" ")[0] in countries | ANYWHERE}
    if len(found) != 1:
        return None
    (name, known), *_ = found.items()
    if _doer_of(scene, head, name):
        return None
    known.titles.update([noun.title.title] if noun.title is not None else [])
    return name


def _bare(scene: Scene, noun: Noun, edge: int) -> bool:
    """Whether a noun says of itself no more than what a person is: no `other`, no clause or place that tells which."""
    tokens, head = scene.doc.tokens, noun.head
    after = tokens[head.i + 1].lower if head.i + 1 < len(tokens) else ""
    if after in ("of", "who", "that", "from", "in", "there", "here", "for", "at", "with", "whose", "'s", "’s"):
        return False
    return not any(t.lower in OTHERS for t in tokens[edge : head.i])


def _spoken_of(scene: Scene, head: Token) -> bool:
    """Whether someone without a name was called so before: `a White House official ... the official`."""
    for mention in scene.mentions:
        token = scene.doc.tokens[mention.head]
        if token.lemma == head.lemma and mention.head < head.i:
            known = scene.actors.get(mention.actors[0])
            return known is None or known.kind != "person" or not _named(scene, known.name)
    return any(t.lemma == head.lemma and t.i not in scene.mention_at for t in scene.doc.tokens[: head.i])


def _named(scene: Scene, name: str) -> bool:
    return name in offices.people() or any(name in full for full in scene.full.values())


def _may_be(scene: Scene, known: Known, noun: Noun) -> bool:
    """Whether nothing that is known of a person speaks against a noun: no other office, no civilian as a soldier."""
    person = offices.people().get(known.name)
    roles = offices.roles_on(person, scene.date) if person is not None else []
    if noun.head.lower in SOLDIERS and person is not None and known.code.rpartition(" ")[2] not in ARMED:
        return False
    office = noun.title.office if noun.title is not None else ""
    if office in ("", "other"):
        return True
    called = {t.office for words in known.titles if (t := offices.titles().get(tuple(words.split()))) is not None}
    held = {role.office for role in roles} | (called - {"", "other"})
    return not held or office in held


def _doer_of(scene: Scene, head: Token, name: str) -> bool:
    """Whether a person does what is done to the one meant: `Keita praised the general` is not of Keita."""
    if head.dep in SUBJECTS or head.dep == "poss":
        return False
    verb = next((t for t in head.ancestors() if t.pos in ("VERB", "AUX")), None)
    subjects = [scene.mention_at.get(c.i) for c in verb.children if c.dep in SUBJECTS] if verb is not None else []
    return any(m is not None and name in m.actors for m in subjects)


def body_at_hand(scene: Scene, token: Token) -> Mention | None:
    """The one organisation, group or party named just before that a noun for a body can mean: `the movement`."""
    tokens = scene.doc.tokens
    if token.tag not in ("NN", "NNP") or token.lower not in BODIES or token.dep not in ARGUMENTS:
        return None
    article = next((c for c in token.children if c.lower in ("the", "this") and c.i < token.i), None)
    if article is None or any(c.dep in ("prep", "relcl", "poss") for c in token.children):
        return None
    between = tokens[article.i + 1 : token.i]
    if any(t.lower in OTHERS or t.tag == "CD" or _narrowing(t) for t in between):
        return None
    names = [scene.name_at.get(t.i) for t in between if t.text[0].isupper()]
    if any(name is None or name.kind not in ("adjective", "people") for name in names):
        return None
    countries = {name.entry.country for name in names if name is not None and name.entry is not None}
    kinds = BODIES_OF.get(token.lower, ("group", "organisation"))
    found: dict[str, Mention] = {}
    for mention in reversed(scene.mentions):
        place = tokens[mention.head]
        if place.sentence < token.sentence - REACH_BODY:
            break
        if mention.last > article.i or len(mention.actors) != 1 or mention.form == "pronoun":
            continue
        if _is_such(scene, mention, kinds) and (not countries or mention.codes[0].split(" ")[0] in countries):
            found.setdefault(mention.actors[0], mention)
    alike = {name: m for name, m in found.items() if token.lower in name.lower().split()}
    found = alike if len(alike) == 1 else found
    if len(found) != 1:
        return None
    (name, mention), *_ = found.items()
    return Mention(
        article.i, token.i + 1, token.i, (name,), mention.codes, "description", 0.6, "the one such body at hand"
    )


def mission_meant(scene: Scene, token: Token) -> Mention | None:
    """The organisation of states whose mission is spoken of: `a spokesman for the mission` after one of the UN."""
    if token.lower not in ("mission", "agency", "force"):
        return None
    bodies = {
        a: c for m in scene.mentions for a, c in zip(m.actors, m.codes, strict=True) if c.split(" ")[0] in OF_MANY
    }
    if len(bodies) != 1:
        return None
    (name, code), *_ = bodies.items()
    return Mention(token.i, token.i + 1, token.i, (name,), (code,), "description", 0.5, "the one such body at hand")


def followers_at_hand(scene: Scene, token: Token) -> Mention | None:
    """The one group just named whose people a plural means: `the Islamists`."""
    article = next((c for c in token.children if c.lower == "the" and c.i == token.i - 1), None)
    if article is None or token.dep not in ARGUMENTS:
        return None
    found: dict[str, Mention] = {}
    for mention in reversed(scene.mentions):
        if scene.doc.tokens[mention.head].sentence < token.sentence - REACH_BODY:
            break
        if len(mention.actors) == 1 and _is_such(scene, mention, ("group",)):
            found.setdefault(mention.actors[0], mention)
    if len(found) != 1:
        return None
    (name, mention), *_ = found.items()
    return Mention(
        article.i, token.i + 1, token.i, (name,), mention.codes, "description", 0.5, "people of the one group at hand"
    )


def _narrowing(token: Token) -> bool:
    """Whether a noun before a noun says of which body one speaks: `the civil rights movement`."""
    return token.pos == "NOUN" and words_of(token.lower) not in common_nouns() and token.lower not in ("news", "trade")


BODIES_OF = {
    "bloc": ("organisation",), "alliance": ("organisation", "group"), "organisation": ("organisation", "group"),
    "organization": ("organisation", "group"),
    "party": ("group",), "movement": ("group",), "militia": ("group",), "group": ("group", "organisation"),
    "front": ("group",), "faction": ("group",), "insurgency": ("group",),
}  # fmt: skip


def _is_such(scene: Scene, mention: Mention, kinds: tuple[str, ...]) -> bool:
    """Whether a mention names an organisation or group: known as one, or unknown and named with capitals."""
    entry = gazetteer.known(mention.actors[0], scene.date)
    if entry is not None:
        return entry.kind in kinds
    words = mention.actors[0].split()
    known = scene.actors.get(mention.actors[0])
    if known is None or known.kind in ("person", "plural") or any(w[0].islower() and len(w) > 3 for w in words):
        return False
    return len(words) > 1 or known.kind in kinds
