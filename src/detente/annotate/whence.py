"""Country and role of actors whom only the text knows: `students in Tehran`, `John Example, a professor in Seoul`.

Runs last: it reads the places and mentions of the whole text, and adds to codes what they leave open. A code that the
words of a mention give is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.about import THERE, About, parted
from detente.actors import gazetteer
from detente.actors.agents import common_nouns, lexicon
from detente.actors.context import NO_SETTING, setting_of
from detente.actors.heads import UNNAMED
from detente.actors.peoples import country_of_people, over_borders
from detente.actors.resolve import AT_HOME, resolve_within
from detente.annotate.deeds import sector_by_deed
from detente.annotate.doing import done_to
from detente.annotate.parliaments import Parliaments
from detente.annotate.sending import sender_of
from detente.annotate.siding import set_beside
from detente.codebook.spelling import words_of
from detente.doc import Doc, Mention, Token

OWN_WORDS = frozenset({"description", "name", "title"})
WHERE = frozenset({"in", "at", "near", "from", "of", "outside", "across", "inside", "around"})
AT_WAR = frozenset({"REB", "PRM", "UAF", "CVL", "REF", "PTY", "OPP"})
OF_BODIES = frozenset({"OPP", "JRN", "BUS", "EDU", "SOC", "PTY", "REB", "PRM", "MED", "LAB", "MIL", "COP", "SPY"})
AT_ONE_PLACE = frozenset({"governor", "mayor", "senator", "sen", "rep", "representative", "congressman", "gov"})
OF_OFFICE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG"})
OF_PARTIES = frozenset({"OPP", "PTY", "REL", "CVL", "SOC", "LAB"})
LOCAL = frozenset({"OPP", "PTY", "COP", "JUD"})  # who act where they are at home, but go by the text before the place
SEEKING_POWER = frozenset({"OPP", "PTY", "REB", "PRM", "GOV", "LAB"})
REBELLING = frozenset({"REB", "PRM", "UAF"})
OFFICIALS = frozenset({"official", "authority"})
EVERYWHERE = lexicon("of every state")
MEETING = lexicon("meeting") | lexicon("agreeing")  # talks are held where neither side is at home
DIPLOMATS = lexicon("a diplomat")
LOWERED = 0.35
SURE = 0.6  # of a role that an apposition gives
ANYWHERE = lexicon("of any country")
ABROAD = lexicon("sent abroad")
PROTESTING = lexicon("against their own state")  # whom a state acts on is mostly another's; these are its own
EXPLAINING = frozenset({"words beside it", "title before a name", "member of a named group",
                        "short for a body of the country"})  # fmt: skip


def annotate(doc: Doc) -> None:
    """Add country and sector to the codes of mentions that lack them."""
    if not any(_is_open(doc, m) for m in doc.mentions):
        return
    article, parliaments = About(doc), Parliaments(doc)
    told: dict[str, Told] = {}
    mentions: list[Mention] = []
    for mention in doc.mentions:
        actor = mention.actors[0]
        named = mention.form != "description" and told.get(actor)
        if _is_open(doc, mention) and not named:
            said = _of_their_own(doc, mention, mentions) or _of_parliament(doc, mention, article, parliaments)
            said = said or replace(_of_words(doc, mention, article), astride=_astride(doc, mention))
            if said.country or said.sector:
                told[actor] = said
            elif mention.form == "description":
                told.pop(actor, None)  # other soldiers than those before
        mentions.append(_filled(mention, told))
    doc.mentions = mentions


@dataclass(frozen=True, slots=True)
class Told:
    """What the text tells of an actor, and by which of its words."""

    country: str
    sector: str
    why: str
    astride: bool = False


def _of_their_own(doc: Doc, mention: Mention, before: list[Mention]) -> Told | None:
    """What tells of those whom a pronoun makes someone's own: `their sons` are of the country of the mothers."""
    country, sector = parted(mention.codes[0])
    if mention.form != "description" or country or doc.tokens[mention.first].tag != "PRP$":
        return None
    owner = next((m for m in before if m.first == mention.first and m.form == "pronoun"), None)
    if owner is None or len(owner.codes) != 1:
        return None
    return Told(parted(owner.codes[0])[0], sector, "country of those whose they are")


def _is_open(doc: Doc, mention: Mention) -> bool:
    """Whether a mention is of one actor of whom a country or a sector is not known."""
    if len(mention.actors) != 1 or mention.form not in OWN_WORDS or mention.why == "part of a compound":
        return False
    if mention.form == "description" and not mention.codes[0]:
        return False  # `its neighbour`, `an ally`
    country, sector = parted(mention.codes[0])
    return not country or not sector or _astride(doc, mention)


def _astride(doc: Doc, mention: Mention) -> bool:
    """Whether those meant are of a people that lives in several states: `Turkmen fighters` in Syria."""
    if mention.form != "description" or parted(mention.codes[0])[1] not in AT_WAR:
        return False
    return any(over_borders(t.lower) for t in doc.tokens[mention.first : mention.last])


def _of_words(doc: Doc, mention: Mention, article: About) -> Told:
    """What the words of a mention and those around it tell."""
    if article.short:
        return _of_short_text(doc, mention, article)
    country, sector = parted(mention.codes[0])
    country = "" if _astride(doc, mention) else country
    words = [t.lower for t in doc.tokens[mention.first : mention.last]]
    people = country_of_people(words) if mention.form == "description" and not country else ""
    if people:
        return Told(people, sector, "people of a state")
    if mention.form != "description":
        said = _apposed(doc, mention)
        country, sector = country or said.country, sector or said.sector or sector_by_deed(doc, mention)
    if not country and sector:
        there, why = _whence(doc, mention, sector, article)
        return Told(there, sector, why)
    if not country and mention.form == "name" and mention.why == "name as it stands" and _seeks_power(words):
        return Told(article.main, "", "body in a text on one country")
    return Told(country, sector, "role beside the name")


def _of_parliament(doc: Doc, mention: Mention, article: About, parliaments: Parliaments) -> Told | None:
    """Lawmakers of whom no words say whence they are belong to the parliament at hand."""
    country, sector = parted(mention.codes[0])
    if country or sector != "LEG" or _own_place(doc.tokens[mention.head], article):
        return None
    there = parliaments.of(mention)
    return Told(there, sector, "parliament at hand") if there else None


def _seeks_power(words: list[str]) -> bool:
    """Whether a name is that of a body which governs or wants to: `the Military Council of National Salvation`."""
    return len(words) > 1 and not lexicon("a political body").isdisjoint(words)


def _after_the(doc: Doc, mention: Mention) -> bool:
    """Whether `the` stands before a name of one word: `the Brotherhood`."""
    return mention.first > 0 and doc.tokens[mention.first - 1].lower == "the" and mention.last == mention.first + 1


def _of_short_text(doc: Doc, mention: Mention, article: About) -> Told:
    """What all of a text of a sentence or two tells, read as the context of the phrase."""
    head = doc.tokens[mention.head]
    country, sector = parted(mention.codes[0])
    country = "" if _astride(doc, mention) else country
    first = mention.first - _after_the(doc, mention)
    phrase = " ".join(doc.text[doc.tokens[first].start : doc.tokens[mention.last - 1].end].split())
    setting = setting_of(doc.text, phrase, doc.article.date)
    sender = sender_of(doc, head)[0] if sector == "MIL" and mention.form == "description" else ""
    own = sender or _own_place(head, article)
    if not own and mention.form == "description":
        own = set_beside(doc, mention, sector)[0]
    words = doc.tokens[mention.first : mention.last]
    if own:
        setting = replace(setting, spoken_of=own)
    elif mention.form == "description" and (_of_any(words, ABROAD) or _of_a_name(words)):
        setting = replace(setting, spoken_of="")
    elif not setting.spoken_of:
        setting = replace(setting, spoken_of=article.most)
    elif done_to(doc, head, setting.spoken_of, article):
        setting = replace(setting, spoken_of="")
    found = resolve_within(phrase, setting, doc.article.date)
    explained = found.why.removesuffix(", country of the text") in EXPLAINING
    if "; " in found.name or (mention.form == "name" and not explained):
        said = _apposed(doc, mention)
        return Told(country or said.country, sector or said.sector or sector_by_deed(doc, mention), said.why)
    named = found.sector if found.sector != UNNAMED else ""
    named = sector_by_deed(doc, mention) or named
    return Told(country or found.country, sector or named, found.why)


def _apposed(doc: Doc, mention: Mention) -> Told:
    """The role that an apposition gives to a name: `John Example, a professor in Seoul`."""
    for child in doc.tokens[mention.head].rights:
        if child.dep != "appos" or child.pos != "NOUN":
            continue
        if any(t.tag == "PRP$" for t in child.lefts):
            continue  # `her aide`: of whom is another question
        words = [t for t in child.subtree() if t.i <= child.i or not any(_in_clause(t, child))]
        text = doc.text[words[0].start : words[-1].end]
        found = resolve_within(" ".join(text.split()), NO_SETTING, doc.article.date)
        if "; " in found.name or (mention.why.startswith("name as it stands") and _body(doc, mention, found.sector)):
            continue
        if found.confidence >= SURE and found.sector not in ("", UNNAMED):
            return Told(found.country, found.sector, "role beside the name")
    return Told("", "", "")


def _body(doc: Doc, mention: Mention, sector: str) -> bool:
    """Whether a name that is a body's would be given the role of a person: `according to ABC, the attacker`."""
    person = doc.tokens[mention.head].entity.endswith("PERSON")
    return not person and sector not in OF_BODIES


def _in_clause(token: Token, top: Token) -> Iterator[bool]:
    while token is not top:
        yield token.dep in ("relcl", "acl", "advcl", "appos", "conj")
        token = token.head


def _whence(doc: Doc, mention: Mention, sector: str, article: About) -> tuple[str, str]:
    """The country of those who are somewhere: by the place in the phrase, in its clause, or by the whole text."""
    head = doc.tokens[mention.head]
    own = _own_place(head, article)
    fled = _from_where(doc, mention) if sector == "REF" else ""
    if fled:
        return fled, "refugees before"
    if sector == "MIL" and mention.form == "description":
        sender, why = sender_of(doc, head)
        if sender:
            return sender, why
    if own and sector == "REF" and article.main not in (own, ""):
        return article.main, "country of the text"  # where they are is not whence they came
    if own and head.lemma not in DIPLOMATS:
        return own, "place in the phrase"
    beside, why = set_beside(doc, mention, sector) if mention.form == "description" else ("", "")
    if beside:
        return beside, why
    words = doc.tokens[mention.first : mention.last]
    if _from_anywhere(doc, mention, sector):
        return "", ""
    local = sector in AT_HOME | LOCAL or head.lemma in OFFICIALS
    there = _place_there(head, article) if local and mention.form == "description" else ""
    if there:
        return there, "place in the clause"
    if mention.form == "title" and any(t.lower.rstrip(".") in AT_ONE_PLACE for t in words):
        first, end = doc.sentences[head.sentence]
        named = {article.placed[i] for i in range(first, end) if i in article.placed}
        if len(named) == 1:
            return named.pop(), "place in the sentence"
    titled = mention.form == "title" and sector in OF_OFFICE
    at_home = titled or (mention.form == "name" and sector in SEEKING_POWER)
    leading = article.lead if sector in AT_HOME | LOCAL and mention.form == "description" else ""
    main = "" if _of_a_name(words) and not at_home else article.main or leading
    if (
        main
        and not (article.alone and sector in AT_HOME | {"COP"})
        and not titled
        and not _of_any([head], PROTESTING)
        and done_to(doc, head, main, article)
    ):
        return "", ""
    return (main, "country of the text") if main else ("", "")


def _from_where(doc: Doc, mention: Mention) -> str:
    """The country of the refugees of whom the text has spoken: of the next it says where they are, not whence."""
    before = (parted(m.codes[0]) for m in doc.mentions if m.head < mention.head and len(m.codes) == 1)
    return next((country for country, sector in before if sector == "REF" and country), "")


def _one_of_the_cabinet(doc: Doc, mention: Mention, head: Token) -> bool:
    """Whether one minister is meant whose office says what it is for at home: `the health minister`."""
    before = doc.tokens[head.i - 1].lower if head.i else ""
    single = head.lemma.lower() == "minister" and head.tag in ("NN", "NNP")
    return (
        single and doc.tokens[mention.first].lower == "the" and before not in ("the", "foreign", "defence", "defense")
    )


def _of_any(words: list[Token], nouns: frozenset[str]) -> bool:
    """Whether those meant go where others live: diplomats, reporters, refugees."""
    return any(t.lower in nouns or t.lemma.lower() in nouns for t in words)


def _from_anywhere(doc: Doc, mention: Mention, sector: str) -> bool:
    """Whether those meant may be of any state: diplomats are, `coup leaders` and `hostage-takers` are not."""
    words = doc.tokens[mention.first : mention.last]
    if mention.form == "title" and sector in OF_OFFICE:
        return any(t.lower in ABROAD - {"minister", "leaders"} for t in words)
    if sector in REBELLING and doc.tokens[mention.head].lemma.lower() not in ANYWHERE - {"leader"}:
        return False
    head = doc.tokens[mention.head]
    if sector in OF_PARTIES | AT_HOME and head.lemma.lower() == "leader":
        return False  # `opposition leaders`, `student leaders`
    if _one_of_the_cabinet(doc, mention, head):
        return False
    return (_of_any([doc.tokens[mention.head]], ANYWHERE) or _of_any(words, ABROAD)) and not _heads_state(words)


def _heads_state(words: list[Token]) -> bool:
    """Whether a minister is one of those who govern: `a prime minister`."""
    return any(t.lower == "prime" for t in words)


def _of_a_name(words: list[Token]) -> bool:
    """Whether a name that nobody knows says of whom they are: `Ruritanian soldiers`, not `the National Court`."""
    return any(t.text[0].isupper() and t.lower not in EVERYWHERE and not over_borders(t.lower)
               and not any(words_of(form) in common_nouns() for form in (t.lower, t.lemma.lower()))
               for t in words[1:])  # fmt: skip


def _own_place(head: Token, article: About) -> str:
    """The country of the place by which a phrase says where it is: `students in Tehran`."""
    for child in head.rights:
        if child.dep == "prep" and child.lower in WHERE:
            inside = [article.placed[t.i] for t in child.subtree() if t.i in article.placed]
            if inside:
                return inside[0]
    return ""


def _place_there(head: Token, article: About) -> str:
    """The one country of the places at which a clause says that its act takes place: `residents fled Xtown in ...`."""
    verb = next((t for t in head.ancestors() if t.pos in ("VERB", "AUX")), None)
    if verb is None or verb.lemma in MEETING:
        return ""
    found = {article.placed[at.i] for at in _places_of(verb) if at.i in article.placed}
    if not found and verb.dep == "advcl":  # `in Xtown, sirens sounded as officials spoke of an attack`
        found = {article.placed[at.i] for at in _places_of(verb.head) if at.i in article.placed}
    return found.pop() if len(found) == 1 else ""


def _places_of(verb: Token) -> Iterator[Token]:
    """What stands after `in` and the like in a clause: `fled in X`, `marched on the ministry in X`."""
    for child in verb.children:
        objects = [child] if child.dep == "dobj" else [t for t in child.children if child.dep == "prep"]
        if child.dep == "prep" and child.lower in THERE:
            yield from objects
        for inner in objects:
            yield from (t for c in inner.children if c.dep == "prep" and c.lower in THERE for t in c.children)


def _filled(mention: Mention, told: dict[str, Told]) -> Mention:
    """A mention with what the text tells of its actors added to their codes."""
    if mention.why in ("adjective", "part of a compound"):
        return mention
    codes, why = [], ""
    for actor, code in zip(mention.actors, mention.codes, strict=True):
        country, sector = parted(code)
        said = told.get(actor)
        if said is not None and (not (country and sector) or (said.country and said.astride)):
            why = why or said.why
            country = said.country if said.astride else country or said.country
            codes.append(gazetteer.code(country, sector or said.sector))
        else:
            codes.append(code)
    if tuple(codes) == mention.codes:
        return mention
    score = min(mention.score, LOWERED) if mention.form == "description" else mention.score
    return replace(mention, codes=tuple(codes), score=score, why=f"{mention.why}, {why}" if why else mention.why)
