"""Later passages beside earlier ones of the same party: what moved, clashes, was kept or broken, by the trained judge.

Of each article the passages are put beside those of earlier articles, and of the same one before them, that are most
like them in words and party; each pair is judged once. The pairs of an article hang on it and what came before alone,
so that adding articles asks only for theirs. What was judged is kept beside the shards of the record.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import log, sqrt
from os import cpu_count
from pathlib import Path
from typing import NamedTuple

import duckdb

from detente import durable
from detente.digests import digest
from detente.findings.rows import STOP, Row, fetch, several
from detente.judge import LABELS, judge, told, weights

Report = Callable[[int, int], None]

PAIRS_AN_ARTICLE, WHILE_FEW = 24, 100  # pairs judged of an article, and of one with few passages before it
LOOK_BACK = 400  # earlier articles that an article is compared with
COMMON = 300  # passages that hold a word or are of a party: of more only the youngest count
OWN_PARTY = 0.3  # what one party in both passages counts beside likeness in words
WORD = re.compile(r"[^\W\d_]{3,}|\d+")

PASSAGES = "SELECT * FROM passages ORDER BY article_nr, start"


class Compared(NamedTuple):
    """Two passages, the earlier first, and how likely each of the judge's labels is."""

    before: Row
    after: Row
    shares: dict[str, float]


def compared(db: duckdb.DuckDBPyConnection, report: Report | None = None) -> list[Compared]:
    """The pairs of passages of a record with what the judge says of each; the database keeps them as `comparisons`."""
    passages = {row["id"]: row for row in fetch(db, PASSAGES)}
    if not db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'comparisons'").fetchall():
        _judge(db, list(candidates(list(passages.values()))), report)
    rows = db.execute('SELECT "before", "after", shares FROM comparisons ORDER BY nr').fetchall()
    return [
        Compared(passages[one], passages[other], dict(zip(LABELS, shares, strict=True))) for one, other, shares in rows
    ]


def _judge(db: duckdb.DuckDBPyConnection, pairs: list[tuple[Row, Row]], report: Report | None) -> None:
    """Judge the pairs that are not known yet, and lay all of them into the database."""
    import pyarrow as pa

    asked = [(told(a["actor"], a["text"]), told(b["actor"], b["text"])) for a, b in pairs]
    names = [digest(*words) for words in asked]
    known = _known(db)
    missing = {name: words for name, words in zip(names, asked, strict=True) if name not in known}
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        # one pair a thread: what is said of it must not hang on how many processors there are
        answers = threads.map(lambda words: judge()(*words), missing.values())
        try:
            for number, (name, shares) in enumerate(zip(missing, answers, strict=True), 1):
                known[name] = [shares[label] for label in LABELS]
                if report:
                    report(number, len(missing))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)  # who is told to stop does not wait for the rest
            raise
    if missing:
        _keep(db, known)
    listed = pa.table(
        {
            "nr": list(range(len(pairs))),
            "before": [a["id"] for a, _ in pairs],
            "after": [b["id"] for _, b in pairs],
            "shares": [known[name] for name in names],
        },
        schema=pa.schema(
            [("nr", pa.int64()), ("before", pa.string()), ("after", pa.string()), ("shares", pa.list_(pa.float64()))]
        ),
    )
    db.register("incoming", listed)
    db.execute("CREATE TABLE comparisons AS SELECT * FROM incoming")
    db.unregister("incoming")


# ---------------------------------------------------------------- which pairs


def candidates(passages: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """The pairs worth judging: of each article those nearest in party and words, in the order of the record.

    Likeness in words is the sum of how rare each shared word is in what came before, over the root of both lengths.
    """
    by_article: dict[str, list[Row]] = defaultdict(list)
    for row in passages:
        by_article[row["article"]].append(row)
    order = sorted(by_article.values(), key=lambda rows: (str(rows[0]["article_date"] or ""), rows[0]["article_nr"]))
    seen = _Seen()
    for own in order:
        yield from seen.nearest(own)


class _Seen:
    """The passages so far, and where each word and each party stands in them."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.lengths: list[int] = []
        self.starts: list[int] = []
        self.holding: dict[str, list[int]] = defaultdict(list)
        self.of_side: dict[str, list[int]] = defaultdict(list)

    def nearest(self, own: list[Row]) -> list[tuple[Row, Row]]:
        """Take in an article's passages, and return those pairs with earlier ones that are most alike."""
        self.starts.append(len(self.rows))
        first = self.starts[max(0, len(self.starts) - 1 - LOOK_BACK)]
        ranked: list[tuple[float, int, int]] = []
        for row in own:
            here, words = len(self.rows), _words(str(row["text"]))
            few = here - first <= COMMON
            # of a few passages any may have to do with this one, whatever their words
            score = defaultdict(
                float, dict.fromkeys((i for i in range(first, here) if few and self.rows[i]["actor"]), 0.0)
            )
            for side in several(row["side"]):
                for i in self._among(self.of_side[side], first):
                    score[i] += OWN_PARTY
            for word in sorted(words):  # sums hang on their order
                among = self._among(self.holding[word], first)
                rare = log(1 + (here - first) / max(1, len(among)))
                for i in among:
                    score[i] += rare / sqrt(len(words) * self.lengths[i])
            ranked += [(-value, i, here) for i, value in score.items()]
            self._take(row, here, words)
        limit = WHILE_FEW if len(self.rows) - first <= COMMON else PAIRS_AN_ARTICLE
        kept = sorted((here, i) for _, i, here in sorted(ranked)[:limit])
        return [(self.rows[i], self.rows[here]) for here, i in kept]

    def _take(self, row: Row, here: int, words: set[str]) -> None:
        self.rows.append(row)
        self.lengths.append(max(1, len(words)))
        if row["actor"]:  # whose word the earlier passage is must be known
            for word in words:
                self.holding[word].append(here)
            for side in several(row["side"]):
                self.of_side[side].append(here)

    def _among(self, places: list[int], first: int) -> list[int]:
        """The places in the window, the youngest where there are too many to tell one from another."""
        return places[max(bisect_left(places, first), len(places) - COMMON) :]


def _words(text: str) -> set[str]:
    """The words of content, cut to their first letters so that `withdraw` and `withdrawal` are one."""
    return {word[:6] for word in WORD.findall(text.casefold()) if word not in STOP}


# ---------------------------------------------------------------- what was judged before


def _place(db: duckdb.DuckDBPyConnection) -> Path | None:
    found = db.execute("SELECT path FROM home").fetchall()
    return Path(found[0][0], f"judged-{weights()[:12]}.parquet") if found and found[0][0] else None


def _known(db: duckdb.DuckDBPyConnection) -> dict[str, list[float]]:
    place = _place(db)
    if place is None or not place.exists():
        return {}
    import pyarrow.parquet as pq

    held = pq.read_table(place)
    return dict(zip(held["name"].to_pylist(), held["shares"].to_pylist(), strict=True))


def _keep(db: duckdb.DuckDBPyConnection, judged: dict[str, list[float]]) -> None:
    """Write what was judged; a folder that cannot be written costs only the time of judging again."""
    place = _place(db)
    if place is None:
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"name": list(judged), "shares": list(judged.values())})
    with suppress(OSError), durable.writing(place) as stream:
        pq.write_table(table, stream, compression="zstd")
