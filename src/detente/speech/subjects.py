"""Who is the subject of a reporting verb and who is spoken to, also where the parser took one for another."""

from __future__ import annotations

from detente.doc import SUBJECTS, Doc, Token
from detente.speech.around import inverted, named_after, set_apart
from detente.speech.clauses import reporter_of
from detente.speech.cues import words
from detente.speech.speakers import QUANTITIES
from detente.speech.stretches import region_before, whole
from detente.syntax import NOMINAL, child_of, passive, subject_of

RELATIVES = frozenset({"who", "which", "that", "what", "it", "there"})


def speaker_and_addressee(doc: Doc, verb: Token) -> tuple[Token | None, Token | None]:
    """Who says it and to whom: `he was told by the ministry` turns the two round."""
    told = next((c for c in verb.rights if c.dep in ("dobj", "dative") and c.pos in NOMINAL), None)
    if told is not None and told is _after_quotation(doc, verb):
        return told, None
    if _asked_between(doc, verb):
        return None, child_of(verb, "nsubj")
    bare = verb.dep == "advcl" and verb.tag in ("VBN", "VBD") and child_of(verb, "aux", "nsubj") is None
    if passive(verb) or bare:  # `asked whether it would sign, he said ...`
        subject = subject_of(verb)
        by = next((c for c in verb.children if c.dep == "agent" or (c.dep == "prep" and c.lower == "by")), None)
        agent = child_of(by, "pobj") if by is not None else None
        if agent is not None and _a_means(doc, agent):
            agent = None
        return agent, None if subject is None or subject.lower == "it" else subject
    above = reporter_of(doc, verb) or _round_quotation(doc, verb)
    if above is not None:
        return subject_of(above) or _nearest(doc, above), told
    if verb.tag == "VB" and verb.dep == "acl" and verb.head.dep == "dobj":
        return subject_of(verb.head.head), told  # `broke his silence to announce`
    own = [c for c in verb.lefts if c.dep == "nsubj"] or [
        s for c in verb.lefts if _asked_between(doc, c) and (s := child_of(c, "nsubj")) is not None
    ]
    plain = own[-1] if len(own) > 1 or (own and own[0].head is not verb) else subject_of(verb)
    speaker = _thrown_in(doc, verb) or _after_quotation(doc, verb) or _set_apart(doc, verb) or plain
    if speaker is not None and speaker.pos == "VERB":
        speaker = child_of(speaker, "compound", "nsubj")  # `Rwanda rejects` taken for a name
    if speaker is not None and verb.dep == "relcl" and speaker is verb.head:
        speaker = _related(doc, verb) or speaker
    if speaker is None or speaker.i > verb.i or doc.quoted(speaker.start):
        speaker = _named(doc, verb) or speaker
    some = speaker is not None and speaker.pos == "ADJ" and speaker.dep in SUBJECTS and speaker.lower in QUANTITIES
    if (
        speaker is not None
        and (speaker.lower in ("there", "what") or speaker.pos not in (*NOMINAL, "DET"))
        and not some
    ):
        speaker = None
    return speaker or _nearest(doc, verb), told


def _named(doc: Doc, verb: Token) -> Token | None:
    """The speaker named between a quotation and the verb: the last noun before a comma or the verb."""
    place = named_after(doc, verb)
    if place is None:
        return None
    words = doc.tokens[slice(*place)]
    stop = next((k for k, word in enumerate(words) if word.text == "," and k), len(words))
    return next((word for word in reversed(words[:stop]) if word.pos in NOMINAL), None)


def _related(doc: Doc, verb: Token) -> Token | None:
    """The party right before `, which says`, where the parser tied it to a thing: `action against Iran, which says`."""
    pronoun = next((c for c in verb.lefts if c.tag in ("WDT", "WP") and c.dep in SUBJECTS), None)
    if pronoun is None or pronoun.i < 2 or doc.mention_of(verb.head) is not None:
        return None
    noun = doc.tokens[pronoun.i - (2 if doc.tokens[pronoun.i - 1].text == "," else 1)]
    return noun if noun is not verb.head and noun.pos in NOMINAL and doc.mention_of(noun) is not None else None


def _asked_between(doc: Doc, verb: Token) -> bool:
    """Whether a participle that the parser took for the main verb only says what was asked: `X, asked if ..., said`."""
    head = verb.head
    thrown_in = verb.lower in ("asked", "pressed", "questioned") and doc.tokens[verb.i - 1].text == ","
    return thrown_in and verb.dep in ("ccomp", "advcl") and head.i > verb.i and child_of(head, "nsubj") is None


def _round_quotation(doc: Doc, verb: Token) -> Token | None:
    """The reporting verb that goes on after its quotation: `writes that it "has no quarrel" and offers ...`."""
    inner = verb.head
    if (
        verb.dep != "conj"
        or doc.quoted(verb.start)
        or not doc.quoted(inner.start)
        or child_of(verb, "nsubj") is not None
    ):
        return None
    above = inner.head
    return above if inner.dep == "ccomp" and above.tag == verb.tag and above.i < inner.i else None


def _a_means(doc: Doc, noun: Token) -> bool:
    """Whether a bare noun after `by` says how and not who: `told by e-mail`, `asked for by name`."""
    return noun.tag == "NN" and not noun.children and doc.mention_of(noun) is None


def _thrown_in(doc: Doc, verb: Token) -> Token | None:
    """The speaker of a clause thrown in after the subject of what is said, which the parser took for the speaker.

    `The deal, said a negotiator, was done`, `Women, one of the spokesmen told us, would work`.
    """
    taken = next((c for c in verb.lefts if c.dep == "nsubj"), None)
    if taken is None:
        return None
    turned = next((c for c in verb.rights if c.dep == "nsubj"), None)
    clause = child_of(verb, "ccomp")
    if turned is None and clause is not None and clause.i > verb.i and _finite_alone(clause):
        turned = next((c for c in verb.rights if c.dep == "dobj" and doc.tokens[verb.i - 1].text == ","), None)
    if turned is not None and doc.tokens[verb.i - 1].text == "," and whole(taken)[1] in (verb.i, verb.i - 1):
        return turned
    for child in taken.rights:
        open_after = whole(child)[1] == verb.i and doc.tokens[verb.i - 1].text != ","
        if child.dep == "appos" and open_after and doc.tokens[whole(child)[0] - 1].text == ",":
            return child
    return None


def _finite_alone(clause: Token) -> bool:
    """Whether a clause is finite and has lost its subject: `was dead`, `would work`."""
    finite = clause.tag in ("VBD", "VBZ") or any(c.tag in ("MD", "VBD", "VBZ") for c in clause.children)
    return finite and child_of(clause, *SUBJECTS, "mark") is None


def _set_apart(doc: Doc, verb: Token) -> Token | None:
    """The speaker in a reporting clause at the end, where the parser tied the verb to what is said."""
    apart = set_apart(doc, verb)
    named = (t for t in reversed(doc.tokens[apart[0] : apart[1]]) if t.pos in NOMINAL) if apart is not None else ()
    return next((t for t in named if t.dep not in ("compound", "poss", "pobj", "nmod")), None)


def _after_quotation(doc: Doc, verb: Token) -> Token | None:
    """The speaker after a verb whose subject is taken out of the quotation: `'No chance,' warns the chief`."""
    subject = child_of(verb, "nsubj")
    if subject is None or doc.quoted(verb.start) or not doc.quoted(subject.start):
        return None
    return inverted(verb) if region_before(doc, verb.start) is not None else None


def _nearest(doc: Doc, verb: Token) -> Token | None:
    """The speaker where the parser saw no subject: the noun right before a finite verb, else the last subject."""
    first = doc.sentences[verb.sentence][0]
    place = verb.i - 1
    while place > first and doc.tokens[place].dep in ("aux", "neg", "advmod", "npadvmod"):
        place -= 1
    if verb.tag in ("VBD", "VBZ", "VBP") and place >= first:
        noun = doc.tokens[place]
        if noun.text == "," and noun.head.pos in NOMINAL and noun.head.i < place:
            noun = noun.head
        if noun.pos in NOMINAL and noun.dep != "dobj" and noun.text[0].isalnum():
            return noun.head if noun.dep == "appos" and noun.head.i < noun.i else noun
    if verb.dep == "ROOT" and verb.tag in ("VBD", "VBZ", "VBP"):
        return _before_insertion(doc, first, verb)
    if verb.dep == "ROOT" or inverted(verb) is not None:
        return None
    return next(
        (t for t in reversed(doc.tokens[first : verb.i]) if t.dep == "nsubj" and t.lower not in RELATIVES), None
    )


def _before_insertion(doc: Doc, first: int, verb: Token) -> Token | None:
    """The noun phrase that opens a sentence, where only an insertion stands between it and the verb.

    `An officer in the enclave, his voice breaking up, said: ...`
    """
    before = doc.tokens[first : verb.i]
    if not before or before[-1].text != "," or any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in before):
        return None
    comma = next((t.i for t in before if t.text == ","), verb.i)
    opening = doc.tokens[first:comma]
    noun = next((t for t in opening if t.pos in NOMINAL and t.head.i not in range(first, comma)), None)
    if noun is None or any(t.dep == "prep" and t.i < noun.i for t in opening):
        return None
    return noun


def told_by(verb: Token) -> Token | None:
    """Whom a verb without an object of the person speaks to: `said to reporters`, `in a letter to the council said`."""
    for child in verb.rights:
        if child.dep in ("prep", "dative") and child.lower == "to":
            return child_of(child, "pobj")
    for child in verb.children:
        text = child_of(child, "pobj") if child.dep == "prep" and child.lower in ("in", "by", "at") else None
        if text is not None and text.lemma in words("text"):
            to = next((c for c in text.rights if c.dep in ("prep", "dative") and c.lower == "to"), None)
            return child_of(to, "pobj") if to is not None else None
    return None
