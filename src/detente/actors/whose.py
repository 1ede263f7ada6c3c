"""Of which country, or of which body, those are whom only their noun names: peacekeepers, neighbours, a director."""

from __future__ import annotations

from detente.actors.agents import lexicon
from detente.actors.heads import UNNAMED, Head, head_of, singulars
from detente.actors.offices import is_rank
from detente.actors.peoples import over_borders
from detente.actors.phrase import Known
from detente.actors.stretch import STOPS, Stretch

OF_A_REGION = lexicon("of a region")
ABROAD = lexicon("sent abroad")
SERVED = frozenset({"BUS", "EDU", "JRN", "LAB", "MED", "SOC", "AGR", "REL"})
HEADS = lexicon("heads of a body")
SERVING = frozenset({"of", "at", "for", "with"})
WITHIN = frozenset({"in", "within", "inside"})
AT_WAR = frozenset({"REB", "UAF", "PRM", "CVL", "REF"})
OWN_PEACEKEEPERS = frozenset({"RUS", "SUN"})
OF_THE_UNION = lexicon("sent by the Union")
ARMED_BODIES = frozenset({"CRM", "REB", "PRM", "COP"})
A_COUNT = lexicon("a count")
FROM_THE_TEXT = frozenset({"state", "member", "group", "people"})


def bare_of(at: Stretch) -> str:
    """The one word of a phrase after `the`, "" where it has more."""
    keys = [w.key for w in at.words if w.key]
    return keys[1] if len(keys) == 2 and keys[0] == "the" else ""


def counts_people(at: Stretch, known: Known) -> bool:
    """Whether a phrase counts people of a state, who are not the state: `several thousand Ruritanians`."""
    before = [w.key for w in at.words[: known.first] if w.key]
    return (
        known.last - known.first == 1
        and at.words[known.first].key.endswith("s")
        and any(w in A_COUNT or w[:1].isdigit() for w in before)
    )


def abroad(at: Stretch, head: Head) -> str:
    """The country of those who are not of the state that their adjective names: peacekeepers, peoples over borders."""
    noun = " ".join(w.key for w in at.words[head.first : head.last])
    agent = head.agent.noun if head.agent else noun
    bodies = [k for k in (*at.inside, *at.after) if k.entry is not None and k.entry.kind == "organisation"]
    if agent in lexicon("under the UN") and not bodies and at.country not in OWN_PEACEKEEPERS:
        return "UNO"
    if agent in lexicon("without a state") and not at.country:
        return "NGO"
    if agent in lexicon("a body of states") and not at.country:
        return "IGO"
    if not at.country and _of_the_union(at, head):
        return "EUR"
    spoken = at.setting.spoken_of
    if head.sector in AT_WAR and spoken and any(over_borders(w.key) for w in at.own):
        return spoken
    return ""


def _of_the_union(at: Stretch, head: Head) -> bool:
    """Whether those are called European whom the Union sends, not leaders or firms of some of its states."""
    european = any(w.key == "european" and not w.linked for w in at.words[at.start : head.first])
    return european and any(form[0] in OF_THE_UNION for form in singulars((at.words[head.last - 1].key,)))


def of_the_text(at: Stretch, head: Head) -> bool:
    """Whether an actor without a country of its own may be taken for one of the state that the text is about."""
    return bool(at.setting.spoken_of) and may_be_of_the_text(at, head)


def may_be_of_the_text(at: Stretch, head: Head) -> bool:
    """Whether an actor without a country of its own is one whom a text on a state may mean as of that state."""
    if any(w.key in OF_A_REGION for w in at.own):
        return False
    if head.sector == "REF" and len(at.setting.countries) == 1:
        return at.setting.placed  # where they are is not where they are from
    if _some_firm(at, head):
        return at.setting.placed
    if head.why == "title before a name":  # who has a parish lives there, a general or envoy need not
        return head.sector not in ("GOV", "MIL", "") or (head.sector == "MIL" and len(at.setting.countries) == 1)
    if any(form[0] in ABROAD for w in at.own for form in singulars((w.key,))) and not at.setting.placed:
        return False
    return head.title is not None or head.agent is None or head.agent.kind in FROM_THE_TEXT


def _some_firm(at: Stretch, head: Head) -> bool:
    """Whether all that a text tells of a firm is that it deals with a state: `a mining company`."""
    alone = at.words[at.start].key in ("a", "an") and at.words[head.last - 1].key != "company"  # it may be of soldiers
    return head.sector == "BUS" and alone and len(at.setting.countries) == 1


def governing_head(at: Stretch, head: Head) -> Head | None:
    """The body that someone serves whose title says no more: `director of studies at the Example Institute`."""
    end = at.end
    serving = SERVING | WITHIN if at.words[end - 1].key in ("source", "sources") else SERVING
    while end < len(at.words) and at.words[end].key in serving and (end == at.end or head.title is not None):
        start = end + 1
        end = _next_stop(at, start)
        found = head_of(at.words, start, end)
        if found.sectors and found.sectors != (UNNAMED,):
            return found
    return None


def served(at: Stretch, head: Head) -> tuple[str, ...]:
    """The sectors of the body at whose head someone is: `the president of a bank`."""
    if head.title is None or not is_of(at) or at.after or at.words[head.last - 1].key not in HEADS:
        return ()
    governing = governing_head(at, head)
    return governing.sectors if governing is not None and governing.sector in SERVED else ()


def of_armed_body(at: Stretch, head: Head) -> tuple[str, ...]:
    """The sectors of the body to which armed men or an officer belong: `gunmen of a cartel`, `a colonel of police`."""
    ranked = head.title is not None and head.sector == "MIL" and is_rank(head.title.title)
    if not (head.sector == "UAF" or ranked) or not is_of(at):
        return ()
    governing = governing_head(at, head)
    return governing.sectors if governing is not None and governing.sector in ARMED_BODIES else ()


def is_of(at: Stretch) -> bool:
    """Whether `of` follows a stretch."""
    return at.end < len(at.words) and at.words[at.end].key == "of"


def _next_stop(at: Stretch, stop: int) -> int:
    while stop < len(at.words) and at.words[stop].key not in STOPS and at.words[stop].text not in ",;(":
        stop += 1
    return stop
