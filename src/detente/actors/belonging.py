"""What those are who belong to somebody: kin of rulers, men of a warlord, delegates of a movement, its lawyers."""

from __future__ import annotations

from detente.actors.agents import lexicon
from detente.actors.heads import UNNAMED, Head, head_of, singulars
from detente.actors.peoples import country_of_people
from detente.actors.phrase import Known
from detente.actors.readings import of_person
from detente.actors.stretch import Stretch
from detente.actors.whose import governing_head, is_of

KIN = lexicon("kin")
CLAN = frozenset({"clan", "family", "families"})
POWERFUL = frozenset({"GOV", "ELI", "PRE"})
FOLLOWING = lexicon("follows a leader")
SPEAKING_FOR = lexicon("sent by others")
FIGHTING = frozenset({"REB", "PRM", "UAF"})
ARMED = frozenset({"MIL", "UAF"})
WITH_OPPOSITION = frozenset({"CVL", "LEG", "JUD", "PTY", "LAB", "SOC"})
OF_A_REGION = frozenset({"peshmerga", "peshmergas"})  # the army of a region that its state knows
AT_WAR = lexicon("peoples at war with their state")
THINGS_OF = ("MIL", "GOV", "SPY", "BUS", "AGR", "MED", "EDU", "JRN", "REL")
OF_A_STATE = frozenset({"state", "adjective", "capital"})
OFFICERS = frozenset({"officer", "officers"})
PART_OF_A_BODY = lexicon("a part of a body")
BODIES = frozenset({"JUD", "BUS", "REB", "PTY", "LAB", "SOC", "REL", "CRM", "EDU", "MED", "JRN", "AGR", "OPP", "UAF"})
HIRED = lexicon("hired by a firm")
TRADES = lexicon("a firm by its trade")
LEADING = frozenset({"leader", "leaders", "leadership"})
FAITHFUL = frozenset({"druze", "alawite", "maronite", "yazidi", "ismaili", "ibadi", "ahmadi"})


def belonging(at: Stretch, head: Head) -> tuple[str, ...]:
    """The sectors of those who are what they are by whom they belong to; empty where that says no more."""
    if not head.sectors:
        return ()
    return (
        _kin_of_the_powerful(at, head)
        or _men_of_a_leader(at, head)
        or _sent(at, head)
        or _with_the_opposition(at, head)
        or _of_a_body(at, head)
        or workers_of_a_firm(at, head)
        or _firm_by_its_trade(at, head)
        or _leaders_of_a_people(at, head)
        or _at_war_with_their_state(at, head)
        or _heads_of_the_army(at, head)
        or _city_police(at, head)
    )


def of_a_state(at: Stretch) -> tuple[str, ...]:
    """What a word that says little means of a state or people: `Ruritanian positions`, `the Ruritanian service`."""
    word = next((w.key for w in reversed(at.own) if w.key and w.key != "s"), "")
    if country_of_people([word]):
        return ("CVL",)  # `six million Tigrayans`
    if not any(_of_a_state(k) for k in at.inside):
        return ()
    return next(((sector,) for sector in THINGS_OF if _is_one_of(word, lexicon(f"a state's {sector}"))), ())


def _noun(at: Stretch, head: Head) -> str:
    return at.words[head.last - 1].key


def _is_one_of(word: str, words: frozenset[str]) -> bool:
    return any(form[0] in words for form in singulars((word,)))


def _owner_end(at: Stretch, head: Head) -> int:
    """Where the words end that own a head: `the president` of `the president's wife`; -1 where none do."""
    return next((k for k in range(head.first - 1, at.start, -1) if at.words[k].key == "s"), -1)


def _owner_known(at: Stretch, head: Head) -> Known | None:
    """The person of the codebook whose the head is: `Haftar's men`, `the Nazarbayev clan`."""
    end = _owner_end(at, head)
    stop = end if end >= 0 else head.first
    return next((k for k in at.inside if k.last == stop and k.personal), None)


def _kin_of_the_powerful(at: Stretch, head: Head) -> tuple[str, ...]:
    """Kin of those who govern or did are of the elite: `the president's husband`, `the wife of a former premier`."""
    word = _noun(at, head)
    if head.sector != "CVL" or not (_is_one_of(word, KIN) or word in CLAN):
        return ()
    known = _owner_known(at, head)
    if known is not None:
        return ("ELI",) if of_person(known.name, at.day)[1] in POWERFUL else ()
    end = _owner_end(at, head)
    owner = head_of(at.words, at.start, end) if end > 0 else governing_head(at, head) if is_of(at) else None
    if owner is None or word == "families":
        return ()
    rules = owner.title is not None and owner.title.sectors[:1] == ("GOV",) and owner.sector in POWERFUL
    return ("ELI",) if rules else ()


def _men_of_a_leader(at: Stretch, head: Head) -> tuple[str, ...]:
    """The men of someone who leads a group fight for it: `Savimbi's battalions`, `Haftar's spokesman`."""
    known = _owner_known(at, head)
    if known is None or not _is_one_of(_noun(at, head), FOLLOWING):
        return ()
    sector = of_person(known.name, at.day)[1]
    return (sector,) if sector in FIGHTING else ()


def _sent(at: Stretch, head: Head) -> tuple[str, ...]:
    """Leaders and delegates are of the body that they speak for: `delegates of the movement`."""
    if not _is_one_of(_noun(at, head), SPEAKING_FOR) or at.after or not is_of(at):
        return ()
    body = governing_head(at, head)
    if body is None or body.agent is None or body.sector in ("", UNNAMED, "GOV", "CVL", "MIL"):
        return ()
    return body.sectors


def _with_the_opposition(at: Stretch, head: Head) -> tuple[str, ...]:
    """Who is of an opposition: `the opposition's lawyers`, not `an opposition-run parliament`."""
    named = any(at.words[k].key == "opposition" and not at.words[k + 1].linked for k in range(at.start, head.first))
    return ("OPP",) if named and head.sector in WITH_OPPOSITION else ()


def _of_a_body(at: Stretch, head: Head) -> tuple[str, ...]:
    """The office, board or head of a body that a noun names: `the airline's board`, `the sect's leader`."""
    end = _owner_end(at, head)
    if end < 0 or any(k.first < end for k in at.inside) or not _is_one_of(_noun(at, head), PART_OF_A_BODY):
        return ()
    if head.first != end + 1 or head.sectors[0] not in ("GOV", "BUS", "LAB", "COP", "JUD"):
        return ()
    owner = head_of(at.words, at.start, end)
    return owner.sectors if owner.agent is not None and owner.sector in BODIES else ()


def workers_of_a_firm(at: Stretch, head: Head) -> tuple[str, ...]:
    """Pilots, guards and crews of a firm work for it: `Ruritania Airways pilots`, `the airline's crews`."""
    if not _is_one_of(_noun(at, head), HIRED):
        return ()
    named = any(k.entry is not None and k.entry.sector == "BUS" for k in (*at.inside, *at.after))
    end = _owner_end(at, head)
    before = head_of(at.words, at.start, end if end > 0 else head.first) if head.first > at.start else None
    return ("LAB",) if named or (before is not None and before.sector == "BUS") else ()


def _firm_by_its_trade(at: Stretch, head: Head) -> tuple[str, ...]:
    """A firm called by what it does, with its country: `the Ruritanian miner`, not `a Ruritanian miner`."""
    if _noun(at, head) not in TRADES or head.first == at.start or at.words[at.start].key in ("a", "an", "one"):
        return ()
    nation = next((k for k in at.inside if k.last <= head.first and k.entry is not None), None)
    owned = any(w.key == "s" for w in at.words[at.start : head.first])
    adjective = nation is not None and nation.entry is not None and nation.entry.kind == "adjective"
    return ("BUS",) if adjective and not owned else ()


def _leaders_of_a_people(at: Stretch, head: Head) -> tuple[str, ...]:
    """Who leads a people or a faith does not govern a state: `the Druze leader`."""
    if head.sectors[:1] != ("GOV",) or _noun(at, head) not in LEADING or any(_of_a_state(k) for k in at.inside):
        return ()
    before = [w.key for w in at.words[at.start : head.first] if w.key]
    return ("ELI",) if before and (country_of_people(before[-1:]) or before[-1] in FAITHFUL) else ()


def _at_war_with_their_state(at: Stretch, head: Head) -> tuple[str, ...]:
    """Troops of a people that fights its state are rebels: `Kachin commanders`, not those of the state."""
    if head.sector not in ARMED or _noun(at, head) in OF_A_REGION or any(_of_a_state(k) for k in at.inside):
        return ()
    return ("REB",) if any(w.key in AT_WAR for w in at.words[at.start : head.first]) else ()


def _of_a_state(known: Known) -> bool:
    return known.entry is not None and known.entry.kind in OF_A_STATE


def _heads_of_the_army(at: Stretch, head: Head) -> tuple[str, ...]:
    """Who leads the army of a state, or rules it with it: `Turkey's chief of staff`, `Ruritania's generals`."""
    before = next((k for k in at.inside if k.last in (head.first, head.first - 1) and _of_a_state(k)), None)
    if before is None:
        return ()
    if head.title is not None and head.title.title == "chief of staff" and before.entry is not None:
        return ("MIL",) if before.entry.sector in ("GOV", "") and before.entry.country not in ("UNO", "EUR") else ()
    owned = at.words[head.first - 1].key == "s"
    return ("GOV", "MIL") if owned and _noun(at, head) == "generals" and not is_of(at) else ()


def _city_police(at: Stretch, head: Head) -> tuple[str, ...]:
    """Officers of a town are of its police: `the Alexandria officers`, `officers in Seoul`."""
    if _noun(at, head) not in OFFICERS or head.sector != "MIL":
        return ()
    town = [k for k in at.inside if k.last == head.first and k.entry is not None and k.entry.kind == "capital"]
    placed = at.end < len(at.words) and at.words[at.end].key in ("in", "at")
    behind = [k for k in at.after if placed and k.first == at.end + 1 and k.entry is not None]
    named = town or [k for k in behind if k.entry is not None and k.entry.kind in ("capital", "place")]
    return ("COP",) if named and not _of_an_army(at, head) else ()


def _of_an_army(at: Stretch, head: Head) -> bool:
    """Whether words before a noun tell of an army: `army officers`."""
    return any(w.key in lexicon("of MIL") for w in at.words[at.start : head.first])
