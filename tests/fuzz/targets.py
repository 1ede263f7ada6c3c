"""What is fuzzed: every parser of what others wrote, each as a function of bytes that raises where a promise is broken.

The promises: what is wrong with an input is said in the way that the parser has for it and never by another exception
out of our own code; what comes out is well formed; the same input gives the same output.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import re
import tarfile
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from detente import backup, codebook, exchange, keeping
from detente.annotate import times
from detente.codebook import additions
from detente.doc import Doc, Token, link
from detente.readers import _source, not_prose, read_source, suffix_of, suffixes
from detente.readers._dates import iso_day
from detente.readers._furniture import take_off, unwrap
from detente.readers._markup import text_of
from detente.readers._source import RefusedError, Source
from detente.records import Article, Deed, Note, Unread
from detente.watch import contents, lists, robots
from detente.watch.fetch import Fetched
from detente.watch.poll import page_address

Target = Callable[[bytes], None]
PACKAGE = str(Path(codebook.__file__).parent.parent)
PROSE = "The envoy of Norland said that the talks with Sudria would go on in Portsea, and that the truce had held."
PAGE = (
    f'<html><head><title>Talks go on</title><meta property="article:published_time" content="2024-03-05T10:00:00Z">'
    f"</head><body><article><h1>Talks go on</h1><p>{PROSE}</p><p>{PROSE}</p></article></body></html>"
)
ARTICLE = {"id": "a1", "text": PROSE, "title": "Talks", "date": "2024-03-05", "source": "Courier", "url": "https://c/1"}


def ours(error: BaseException) -> bool:
    """Whether an exception was raised by a line of our own, rather than by a library that was given something odd."""
    return traceback.extract_tb(error.__traceback__)[-1].filename.startswith(PACKAGE)


# ---------------------------------------------------------------- readers


def reading(name: str, data: bytes) -> None:
    """Read a file of this name: no error of our own, only articles that are well formed, and the same ones twice."""
    source = Source(name, name, data=data)
    try:
        for item in suffixes()[Path(name).suffix.lower()](source):
            well_formed(item)
    except (RefusedError, OSError):
        pass
    except Exception as error:
        if ours(error):
            raise
    first, second = ([repr(item) for item in read_source(source)] for _ in range(2))
    assert first == second, "another outcome the second time"
    assert first, "nothing was said"


def well_formed(item: object) -> None:
    assert isinstance(item, Article | Unread | Note), item
    said = [value for name in item.__slots__ if isinstance(value := getattr(item, name), str)]
    for value in said:
        value.encode()  # a lone surrogate can be neither stored nor shown
    if isinstance(item, Article):
        assert item.text.strip()
        assert len(item.text) <= _source.MAX_CHARACTERS
        assert item.id == " ".join(item.id.split()) != ""
        assert item.date is None or date.fromisoformat(item.date).isoformat() == item.date
        not_prose(item.text)


# ---------------------------------------------------------------- what reads a piece of text


def said(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def markup(data: bytes) -> None:
    text = text_of(said(data))
    assert "\r" not in text
    assert "\n\n\n" not in text


def furniture(data: bytes) -> None:
    text = said(data).replace("\r", "\n")
    plain = take_off(unwrap(text))
    assert plain.date is None or iso_day(plain.date) == plain.date
    assert len(plain.text) <= len(text)


def dates(data: bytes) -> None:
    words = said(data)
    for value in (words, *(float(word) for word in re.findall(r"-?\d+(?:\.\d+)?(?:e\d{1,3})?", words)[:5])):
        day = iso_day(value)
        assert day is None or date.fromisoformat(day).isoformat() == day


def time_words(data: bytes) -> None:
    """The first eight bytes choose the day of the article, the rest is its text, each word hanging on one verb."""
    text = "met " + said(data[8:])
    words = [(m[0], m.start()) for m in re.finditer(r"\w+|[^\w\s]", text)]
    tokens = [
        Token(i, word, start, word.lower(), "VBD" if not i else "NN", "VERB" if not i else "NOUN", "dep", "")
        for i, (word, start) in enumerate(words)
    ]
    link(tokens, [0] * len(tokens))
    day = date.fromordinal(int.from_bytes(data[:8], "big") % date.max.toordinal() + 1)
    doc = Doc(Article(id="a", text=text, date=day.isoformat()), tokens, [(0, len(tokens))])
    times.annotate(doc)
    for when in doc.whens:
        assert 0 <= when.first < when.last <= len(tokens)
        assert when.start is None or when.end is None or when.start <= when.end, when
    again = Doc(doc.article, tokens, doc.sentences)
    times.annotate(again)
    assert again.whens == doc.whens


# ---------------------------------------------------------------- what a watch fetches


def fetched(data: bytes) -> None:
    for kind in ("", "text/html", "application/rss+xml"):
        try:
            found = contents.contents_of(Fetched("https://courier.example/feed", status=200, data=data, kind=kind))
        except RefusedError:
            continue
        for entry in found.feed.entries:
            page_address(entry, "https://courier.example/feed")
        for link_ in found.sitemaps:
            iso_day(link_.changed)


def listed(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "feeds.opml"
        file.write_bytes(data)
        with suppress(ValueError, RefusedError):
            assert lists.feeds_in(file)


def rules(data: bytes) -> None:
    found = robots.rules_from(data)
    found.allow("https://courier.example/talks?id=1")
    assert found.delay >= 0


# ---------------------------------------------------------------- files of other kinds


def table(suffix: str, data: bytes) -> None:
    """A user's table: entries, and problems with a line; nothing else. ValueError is for a name, not for content."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"mine{suffix}"
        file.write_bytes(data)
        entries, problems = additions.read([file])
        assert entries or problems or suffix != ".csv"
        assert all(problem.line >= 1 for problem in problems)


def imported(form: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.txt"
        file.write_bytes(data)
        for item in exchange.reader(form)(file):
            assert isinstance(item, Deed | Unread | Note)


def restored(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, record = Path(folder) / "record.tar", Path(folder) / "record"
        file.write_bytes(data)
        try:
            backup.restore(file, record)
        except (ValueError, OSError):
            assert not record.exists(), "half a record"
        assert sorted(path.name for path in Path(folder).iterdir()) in (["record", "record.tar"], ["record.tar"])


def form_of(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / keeping.FILE).write_bytes(data)
        keeping.is_kept(Path(folder))
        try:
            keeping.heed(Path(folder))
            keeping.editions(Path(folder))
        except ValueError:
            pass


def sniffed(data: bytes) -> None:
    assert suffix_of(data) in suffixes()


# ---------------------------------------------------------------- all of them, and what each begins with


def tarred(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def zipped(*files: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def zst(data: bytes) -> bytes:
    import pyarrow as pa

    return bytes(pa.compress(data, codec="zstd", asbytes=True))


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([ARTICLE]), stream)
    return stream.getvalue()


def warc() -> bytes:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://c/1\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


LINE = json.dumps(ARTICLE).encode()
FEED = (
    f'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title><item><title>Talks</title><link>https://c/'
    f"1</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>{PROSE}</description></item></channel></rss>"
).encode()
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><id>1</id><title>Talks</title>'
    f'<updated>2024-03-05T10:00:00Z</updated><content type="html">&lt;p&gt;{PROSE}&lt;/p&gt;</content></entry></feed>'
).encode()
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "C", "items": [{"id": "1", "content_html": PROSE}]}
).encode()
NINJS = json.dumps(
    {"uri": "https://c/1", "standard": {"name": "ninjs"}, "bodies": [{"role": "main", "value": PROSE}],
     "headlines": [{"value": "Talks"}], "versioncreated": "2024-03-05T10:00:00Z"}
).encode()  # fmt: skip
MAIL = (
    b"From a@b Tue Mar  5 10:00:00 2024\nFrom: Ada <a@b>\nSubject: =?utf-8?q?Talks?=\nDate: Tue, 5 Mar 2024 10:00:00 "
    b'+0000\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain; '
    b"charset=utf-8\n\n" + PROSE.encode() + b"\n> old\n-- \nAda\n--x\nContent-Type: text/html\n\n<p>no</p>\n--x--\n"
)
SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://c/1</loc><lastmod>2024-03-05'
    b"</lastmod></url></urlset>"
)
INDEX = b"<sitemapindex><sitemap><loc>https://c/s.xml</loc></sitemap></sitemapindex>"
OPML = b'<opml version="2.0"><body><outline text="C"><outline xmlUrl="https://c/feed"/></outline></body></opml>'
TEXT = b"Title: Talks go on\nDate: 5 March 2024\n\nBy Ada Holm\n\n" + PROSE.encode() + b"\n\nShare this article\n"
MARKDOWN = (
    b"---\ntitle: Talks\ndate: 2024-03-05\n---\n# Talks\n\n*The* **envoy** [said](https://c) `so`.\n\n- one\n> two\n"
)
CSV = b'id,text,date\n1,"' + PROSE.encode() + b'",2024-03-05\n2,"a ""quoted"" cell\nover lines",05/03/2024\n'
MINE = (
    b"kind,name,country,office,from,to,alias\n"
    b"person,Ada Holm,SWE,envoy,2020-01-01,,A. Holm|Holm\nplace,Portsea,SWE,,,,\n"
)
YAML = (
    b"people:\n  - name: Ada Holm\n    country: SWE\n"
    b"    roles:\n      - office: envoy\n        from: 2020\nissues: []\n"
)
TIMES = b"\0\0\0\0\0\x0b\x47\x01 on 3 March, by the end of next week, within 24 hours, since May 2019 and two days ago"

READERS: dict[str, tuple[bytes, ...]] = {
    "a.txt": (TEXT, "Ein “Wort”\r\n".encode("utf-16")),
    "a.md": (MARKDOWN,),
    "a.html": (PAGE.encode(),),
    "a.jsonl": (LINE, LINE + b"\n" + JSON_FEED + b"\n" + NINJS),
    "a.json": (b"[" + LINE + b"]", JSON_FEED, NINJS),
    "a.csv": (CSV,),
    "a.tsv": (b"text\tdate\n" + PROSE.encode() + b"\t2024-03-05\n",),
    "a.parquet": (parquet(),),
    "a.warc": (warc(),),
    "a.xml": (FEED, ATOM, SITEMAP),
    "a.mbox": (MAIL,),
    "a.eml": (MAIL.partition(b"\n")[2],),
    "a.tar": (tarred(("a.txt", TEXT), ("b.jsonl", LINE)),),
    "a.zip": (zipped(("a.txt", TEXT), ("b.jsonl", LINE)),),
    "a.txt.gz": (gzip.compress(TEXT, mtime=0),),
    "a.txt.xz": (lzma.compress(TEXT),),
    "a.txt.zst": (zst(TEXT),),
    "a.tgz": (gzip.compress(tarred(("a.txt", TEXT)), mtime=0),),
}
DEED = Deed(
    origin="detente", origin_id="E-1", date_start="2024-03-05", date_end="2024-03-05", type="AGREE", actor="Norland",
    actor_code="NOR GOV", recipient="Sudria", recipient_code="SWE GOV", place="Portsea", place_lat=59.1, place_lon=18.0,
)  # fmt: skip


def rows_in(form: str) -> bytes:
    """A file of a format of the field, as we write it; of those that we only read, a head and a row."""
    if form in exchange.WRITTEN:
        return "\n".join(exchange.writer(form)([DEED])).encode()
    names = {"acled": "event_id_cnty,event_date,event_type,sub_event_type,actor1,country,latitude,fatalities",
             "ucdp": "id,date_start,date_end,type_of_violence,side_a,side_b,country,latitude,best"}  # fmt: skip
    return f"{names[form]}\n1,2024-03-05,2024-03-06,1,Norland,Sudria,Sweden,59.1,4\n".encode()


TARGETS: dict[str, tuple[Target, tuple[bytes, ...]]] = {
    **{f"read-{name[2:].replace('.', '-')}": (partial(reading, name), seeds) for name, seeds in READERS.items()},
    "markup": (markup, (PAGE.encode(), b"<p>a<br>b &amp; c<!-- d --><pre>x\ny</pre>")),
    "furniture": (furniture, (TEXT, b"KYIV, March 5 (Reuters) - The envoy\nBy Ada Holm\nRead more: x\n")),
    "dates": (dates, (b"2024-03-05T10:00:00Z", b"5 March 2024", b"23/04/2025", b"1709632800", b"Tue, 05 Mar 2024")),
    "times": (time_words, (TIMES,)),
    "fetched": (fetched, (FEED, ATOM, JSON_FEED, SITEMAP, INDEX, PAGE.encode(), gzip.compress(SITEMAP, mtime=0))),
    "feeds": (listed, (OPML, b"# mine\nhttps://c/feed\nhttp://d/ # more\n")),
    "robots": (rules, (b"User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 3\n",)),
    "table-csv": (partial(table, ".csv"), (MINE,)),
    "table-yaml": (partial(table, ".yaml"), (YAML,)),
    **{f"import-{form}": (partial(imported, form), (rows_in(form),)) for form in exchange.READ},
    "backup": (restored, (tarred(("record.json", b'{"program": "detente", "form": 1, "editions": []}')),)),
    "form": (form_of, (b'{"program": "detente", "form": 1, "version": "0", "editions": ["0123456789ab"]}',)),
    "suffix": (sniffed, (b"PAR1", b"<html>", b"\xff\xfe{", LINE)),
}


def chosen(names: Iterable[str]) -> dict[str, tuple[Target, tuple[bytes, ...]]]:
    """The targets of these names, or all. Raises ValueError, naming those there are, for one that is none."""
    wanted = list(names) or list(TARGETS)
    if wrong := [name for name in wanted if name not in TARGETS]:
        raise ValueError(f"no such target: {', '.join(wrong)} (there are {', '.join(TARGETS)})")
    return {name: TARGETS[name] for name in wanted}


__all__: list[Any] = ["TARGETS", "chosen"]
