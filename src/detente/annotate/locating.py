"""Which of several places of one name is meant: by the words beside it, by the countries that the text names.

`Tripoli` lies in Lebanon where the text is of Lebanon; `Birmingham, Alabama` says so itself. What nothing decides stays
without coordinates, unless one place of the name is so well known that no text needs to say more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.annotate import atlas
from detente.annotate.atlas import AREAS, Spot
from detente.annotate.names import Name
from detente.codebook.place_words import place_noun, place_words
from detente.doc import Doc, Token

NATIONAL = frozenset({"state", "adjective", "people", "capital", "place", "seat"})
WELL_KNOWN = 400_000  # people of a town that needs no more words; regions are larger
WELL_KNOWN_REGION = 1_000_000
GREAT = 2_000_000
FAMOUS = 8  # times as large as a town in a country that the text names: a great one is meant all the same
NEAR = 6
TOWNS = frozenset({"city", "capital"})


class Evidence:
    """What a text says of where its places lie."""

    def __init__(self, doc: Doc, names: Sequence[Name]) -> None:
        self.tokens = doc.tokens
        self.name_at = {i: name for name in names for i in range(name.first, name.last)}
        self.named = [n for n in names if n.entry is not None and n.entry.kind in NATIONAL and n.entry.country]
        self.counted = Counter(n.entry.country for n in self.named if n.entry is not None)

    # ------------------------------------------------------------ the choice

    def choose(self, spots: tuple[Spot, ...], first: int, last: int, codebook: str | None) -> tuple[Spot, str] | None:
        """The place that is meant, and why; None where nothing tells."""
        if not spots:
            return None
        fitting, told = self._by_noun(spots, first, last)
        beside = self._region_beside(fitting, last)
        if beside is not None:
            return beside
        country = self.beside(first, last)
        if country is not None:
            there = [s for s in fitting if s.country in (country, "")]
            if there:
                return _main(there, told), f"beside it: {country}"
            if not any(s.kind in ("country", "capital") or s.rank >= WELL_KNOWN for s in fitting):
                return None
        return self._by_countries(fitting, told, first, codebook)

    def _by_countries(self, spots: list[Spot], told: bool, first: int, codebook: str | None) -> tuple[Spot, str] | None:
        """By the countries that the text names, other than by the name in question."""
        counted = self._elsewhere(first)
        state = next((s for s in spots if s.kind == "country"), None)
        if state is not None and not (counted[state.country] == 0 and self._in_region_of_us(spots, first)):
            return state, "the state of the name"
        shared = next((s for s in spots if not s.country), None)
        if shared is not None:
            return shared, "the only place of the name" if len(spots) == 1 else "best known of the name"
        lands = dict.fromkeys(s.country for s in spots)
        if state is not None:
            lands.pop(state.country)
        ranked = sorted((c for c in lands if counted[c]), key=lambda c: -counted[c])
        famous = max(spots, key=lambda s: s.rank if s.kind in TOWNS else 0)
        known = max((s.rank for s in spots if ranked and s.country == ranked[0]), default=0)
        if ranked and not (famous.rank >= GREAT and famous.rank >= FAMOUS * known):
            there = [s for s in spots if s.country == ranked[0]]
            why = f"{ranked[0]} is named in the text"
            if len(ranked) > 1 and counted[ranked[0]] == counted[ranked[1]]:
                tied = [s for s in spots if s.country in ranked and counted[s.country] == counted[ranked[0]]]
                return max(tied, key=lambda s: s.rank), "best known of those in countries named"
            return _main(there, told), why
        if codebook in lands:
            return _main([s for s in spots if s.country == codebook], told), "as in the codebook"
        return _well_known(spots, told)

    def _elsewhere(self, first: int) -> Counter[str]:
        """How often each country is named, but by the words in question and what is spelt like them."""
        own = self.name_at.get(first)
        if own is None:
            return self.counted
        return Counter(n.entry.country for n in self.named if n.entry is not None and n.text != own.text)

    def _in_region_of_us(self, spots: list[Spot], first: int) -> bool:
        """Whether a name that a state shares with a part of the United States stands among other such parts."""
        if not any(s.country == "USA" and s.kind == "region" for s in spots):
            return False
        sentence = self.tokens[first].sentence
        for token in self.tokens:
            if (
                abs(token.sentence - sentence) <= 1
                and token.text[0].isupper()
                and token.text != self.tokens[first].text
            ):
                others = atlas.spots(token.text)
                if others and others[0].country == "USA" and others[0].kind in ("region", "city"):
                    return True
        return False

    # ------------------------------------------------------------ the words beside it

    def _by_noun(self, spots: tuple[Spot, ...], first: int, last: int) -> tuple[list[Spot], bool]:
        """The places that the noun beside the name allows: `Kharkiv region`, `the city of Hama`."""
        after = self.tokens[last].lower if last < len(self.tokens) else ""
        before = self.tokens[first - 2].lower if first > 1 and self.tokens[first - 1].lower == "of" else ""
        if first and self.tokens[first - 1].lower in place_words("town") | place_words("region"):
            before = self.tokens[first - 1].lower
        for noun in (after, before):
            if noun in place_words("region"):
                areas = [s for s in spots if s.kind in AREAS]
                return areas or list(spots), bool(areas)
            if noun in place_words("town"):
                towns = [s for s in spots if s.kind not in AREAS]
                return towns or list(spots), bool(towns)
        return list(spots), False

    def _region_beside(self, spots: list[Spot], last: int) -> tuple[Spot, str] | None:
        """The place whose region the text names after it: `Birmingham, Alabama`."""
        after = self._after(last)
        if after is None:
            return None
        words = [" ".join(t.text for t in self.tokens[after.i : after.i + n]) for n in (2, 1)]
        for text in words:
            regions = [r for r in atlas.spots(text) if r.kind == "region"]
            for spot in spots:
                if any(spot.region == r.name and spot.country == r.country for r in regions if spot.region):
                    return spot, f"beside it: {text}"
        return None

    def beside(self, first: int, last: int) -> str | None:
        """The country that the words beside a name put it in: `X, Lebanon`, `Lebanon's X`, `the Syrian town of X`."""
        after = self._after(last)
        if after is not None:
            land = self._country_at(after)
            if land is not None:
                return land
        return self._country_before(first)

    def _after(self, last: int) -> Token | None:
        """The name after a comma or `in`: `X, Y`, `X in northern Y`, `X, in western Y`."""
        at = last
        tokens = self.tokens
        linked = False
        while at < len(tokens) and at < last + NEAR and tokens[at].sentence == tokens[last - 1].sentence:
            token = tokens[at]
            if (token.text == "," and at == last) or (token.lower == "in" and at <= last + 1):
                linked = True
            elif token.text[0].isupper():
                return token if linked else None
            elif not (linked and (token.tag in ("JJ", "DT") or token.pos in ("ADV", "ADJ") or token.text == "-")):
                return None
            at += 1
        return None

    def _country_at(self, token: Token) -> str | None:
        """The country that is named from a word on, or in which all regions of that name lie: `the West Bank`."""
        for size in (3, 2, 1):
            run = self.tokens[token.i : token.i + size]
            areas = [s for s in atlas.spots(" ".join(t.text for t in run)) if s.kind in AREAS]
            if len(areas) == 1 and areas[0].kind == "region" and areas[0].country:
                return areas[0].country
        name = self.name_at.get(token.i)
        if name is None or name.first != token.i or name.entry is None:
            return None
        follower = self.tokens[name.last] if name.last < len(self.tokens) else None
        listed = name.kind in ("capital", "place") or (follower is not None and follower.lower in ("'s", "’s"))
        return name.entry.country if name.kind in ("state", "place") and not listed and name.entry.country else None

    def _country_before(self, first: int) -> str | None:
        """The country of the adjective or owner of the noun that a name belongs to."""
        tokens = self.tokens
        at = first - 1
        seen = False
        while at >= 0 and first - at <= NEAR and tokens[at].sentence == tokens[first].sentence:
            token = tokens[at]
            name = self.name_at.get(at)
            if (
                name is not None
                and name.entry is not None
                and name.kind in ("adjective", "state")
                and name.entry.country
            ):
                owner = name.last < len(tokens) and tokens[name.last].lower in ("'s", "’s", "'")
                if owner or (seen and name.kind == "adjective"):
                    return name.entry.country
                return None
            if token.lower == "of" and at > 0 and self._place_noun(tokens[at - 1]):
                seen = True
            elif not (self._place_noun(token) or token.tag in ("JJ", "POS", "NN") or token.text == "-"):
                return None
            seen = seen or self._place_noun(token)
            at -= 1
        return None

    def _place_noun(self, token: Token) -> bool:
        return place_noun(token.lower)


def _main(spots: Sequence[Spot], told: bool) -> Spot:
    """Of the places of one country: what a conflict is known by, else the town before its region."""
    if told or spots[0].rank >= 10**9:
        return spots[0]
    famous = [s for s in spots if s.rank in (atlas.KNOWN_BY_CONFLICT, atlas.KNOWN_BY_CONFLICT // 2) and not s.region]
    towns = [s for s in spots if s.kind not in AREAS]
    return (famous or towns or list(spots))[0]


def _well_known(spots: list[Spot], told: bool) -> tuple[Spot, str] | None:
    """The best known place of a name, where it is known so well that a text need not say more."""
    capital = next((s for s in spots if s.kind == "capital"), None)
    best = capital or spots[0]
    mine = [s for s in spots if s.country == best.country]
    best = capital or _main(mine, told)
    least = WELL_KNOWN_REGION if best.kind == "region" else WELL_KNOWN
    if capital is None and max(s.rank for s in mine) < least:
        return None
    return best, "the only place of the name" if len(spots) == 1 else f"best known of {len(spots)}"
