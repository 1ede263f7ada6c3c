"""Feeds, mail, web archives, agency items and data sets give the articles that are in them."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.readers import read, read_source
from detente.readers._source import Source
from detente.records import Article, Note, Unread

GOOD = (
    "The envoy of Norland said that the talks with Sudria would go on in Portsea, and that the truce had held so far."
)
MORE = "Officials from Sudria refused the plan and said that shelling in the border towns had to stop first."


def from_bytes(name: str, data: bytes | str) -> list[Article | Unread | Note]:
    return list(read_source(Source(name, name, data=data.encode() if isinstance(data, str) else data)))


def only(name: str, data: bytes | str) -> Article:
    (article,) = [item for item in from_bytes(name, data) if isinstance(item, Article)]
    return article


def refusal(name: str, data: bytes | str) -> str:
    (item,) = [item for item in from_bytes(name, data) if isinstance(item, Unread)]
    return item.reason


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Portsea Courier</title><item><title>Talks &amp; truce</title><link>https://courier.example/1</link>
<guid>c-1</guid><pubDate>Tue, 05 Mar 2024 23:30:00 -0800</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{GOOD}</p><script>alert(1)</script><p>{MORE}</p>]]></content:encoded>
</item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Portsea Courier</title>
<entry><title>Talks &amp; truce</title>
<id>c-1</id><link href="https://courier.example/1"/><published>2024-03-05T23:30:00-08:00</published>
<updated>2024-03-09T10:00:00Z</updated>
<content type="html">&lt;p&gt;{GOOD}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</content>
</entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Portsea Courier",
        "items": [
            {"id": "c-1", "url": "https://courier.example/1", "title": "Talks & truce",
             "content_html": f"<p>{GOOD}</p><p>{MORE}</p>", "date_published": "2024-03-05T23:30:00-08:00"}
        ],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.rss", RSS), ("a.xml", RSS), ("a.atom", ATOM), ("a.xml", ATOM), ("a.json", JSON_FEED), ("a.jsonl", JSON_FEED)],
    ids=lambda value: value[:6],
)
def test_every_kind_of_feed_gives_the_same_article(name: str, data: str) -> None:
    article = only(name, data)
    assert article.text == f"{GOOD}\n\n{MORE}"
    assert (article.id, article.date, article.title, article.source, article.url) == (
        "c-1", "2024-03-05", "Talks & truce", "Portsea Courier", "https://courier.example/1",
    )  # fmt: skip


def test_a_summary_is_said_to_be_one() -> None:
    item = f"<item><link>https://a.example</link><description>{GOOD}</description></item>"
    data = f"<rss version='2.0'><channel>{item}</channel></rss>"
    assert [item.text for item in from_bytes("a.rss", data) if isinstance(item, Note)] == [
        "a summary: the feed does not carry the article's text"
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<urlset></urlset>", "a sitemap"), ("<sitemapindex/>", "a list of sitemaps"),
        ("<opml></opml>", "a list of feeds"),
        ("<?xml version='1.0'?><!-- <rss> --><nitf></nitf>", "XML of a kind that is not read (nitf)"),
        ("plain words", "not XML"), ("", "empty file"), ("<rss><channel></channel></rss>", "no articles in it"),
    ],
)  # fmt: skip
def test_other_xml_is_named(data: str, reason: str) -> None:
    assert reason in refusal("a.xml", data)


def test_entities_neither_grow_nor_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for doctype in (f'<!ENTITY l0 "lol">{levels}', f'<!ENTITY l11 SYSTEM "file://{secret}">'):
        item = f"<item><description>&l11; {GOOD}</description></item>"
        data = f"<!DOCTYPE a [{doctype}]><rss version='2.0'><channel>{item}</channel></rss>"
        texts = [item.text for item in from_bytes("a.rss", data) if isinstance(item, Article)]
        assert all(len(text) < 1_000 and "hidden" not in text for text in texts)


MAIL = f"""From envoy@norland.example Tue Mar  5 10:00:00 2024
From: Ana Marsh <ana@norland.example>
Subject: =?utf-8?q?Talks_=C3=A0_Portsea?=
Date: Tue, 05 Mar 2024 10:00:00 +0000
Message-ID: <m-1@norland.example>
Content-Type: text/plain; charset=utf-8

{GOOD}

>From the north, nothing new.

On Monday, Leo Quill wrote:
> {MORE}

--\x20
Ana Marsh, Press Office

From leo@sudria.example Wed Mar  6 10:00:00 2024
From: leo@sudria.example
Date: Wed, 06 Mar 2024 10:00:00 +0000
Content-Type: text/html; charset=no-such-charset

<html><body><p>{MORE}</p><style>p {{}}</style></body></html>

From nobody Thu Mar  7 10:00:00 2024
Subject: nothing

"""


def test_a_mailbox_gives_each_message_without_what_it_quotes() -> None:
    first, second = [item for item in from_bytes("a.mbox", MAIL) if isinstance(item, Article)]
    assert first.text == f"{GOOD}\n\nFrom the north, nothing new."
    assert (first.id, first.title, first.date, first.source) == (
        "m-1@norland.example", "Talks à Portsea", "2024-03-05", "Ana Marsh",
    )  # fmt: skip
    assert (second.text, second.source, second.path) == (MORE, "sudria.example", "a.mbox:2")
    assert refusal("a.mbox", MAIL) == "a message without text of its own"


def test_one_message_alone() -> None:
    assert only("a.eml", MAIL.partition("\n")[2].partition("From leo@")[0]).id == "m-1@norland.example"
    assert "not a mailbox" in refusal("a.mbox", GOOD)


def record(kind: str, url: str, data: bytes, content: str) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {content}\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{len(data)}>\r\nWARC-Date: 2024-03-06T00:00:00Z\r\n"
    head += f"Content-Length: {len(data)}\r\n\r\n"
    return head.encode() + data + b"\r\n\r\n"


def answer(data: bytes, status: str = "200 OK", kind: str = "text/html", **more: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{lines}\r\n".encode() + data


PAGE = f"<html><body><article><h1>Talks</h1><p>{GOOD}</p><p>{MORE}</p></article></body></html>".encode()
HTTP = "application/http; msgtype=response"
ARCHIVE = b"".join(
    [
        record("warcinfo", "x", b"software: test", "application/warc-fields"),
        record("response", "https://courier.example/1", answer(PAGE), HTTP),
        record("response", "https://courier.example/2", answer(gzip.compress(PAGE), Content_Encoding="gzip"), HTTP),
        record("response", "https://courier.example/3", answer(b"", "404 Not Found"), HTTP),
        record("response", "https://courier.example/4", answer(b"\x89PNG", kind="image/png"), HTTP),
        record("response", "https://courier.example/5", answer(b"<html></html>"), HTTP),
        record("conversion", "https://courier.example/6", GOOD.encode(), "text/plain"),
    ]
)


def test_a_web_archive_gives_its_pages() -> None:
    for name, data in (("a.warc", ARCHIVE), ("a.warc.gz", gzip.compress(ARCHIVE))):
        items = from_bytes(name, data)
        articles = [item for item in items if isinstance(item, Article)]
        assert [article.url for article in articles] == [f"https://courier.example/{n}" for n in (1, 2, 6)]
        assert all(GOOD in article.text for article in articles)
        assert all(article.date is None for article in articles)  # the day of the crawl is not that of the article
        assert [item.text for item in items if isinstance(item, Note)] == [
            "records without a page: 1 answered 404, 1 of kind image/png"
        ]
        assert len([item for item in items if isinstance(item, Unread)]) == 1
    assert "not a web archive" in refusal("a.warc", GOOD)


def test_a_web_archive_cut_short_gives_what_is_whole() -> None:
    items = from_bytes("a.warc.gz", gzip.compress(ARCHIVE)[:-30])
    assert isinstance(items[-1], Unread)


NINJS = {
    "uri": "https://agency.example/item/1", "type": "text", "versioncreated": "2024-03-05T10:00:00Z",
    "pubstatus": "usable",
    "headline": "Talks go on", "copyrightholder": "Portsea Agency", "body_xhtml": f"<p>{GOOD}</p><p>{MORE}</p>",
}  # fmt: skip
NINJS_2 = {
    "standard": {"name": "ninjs", "version": "2.1"}, "uri": "https://agency.example/item/1",
    "infosources": [{"name": "Portsea Agency"}], "contentcreated": "2024-03-05T10:00:00Z",
    "headlines": [{"role": "short", "value": "Talks"}, {"role": "main", "value": "Talks go on"}],
    "bodies": [{"role": "caption", "value": "A long caption " * 30},
               {"role": "main", "contenttype": "text/html", "value": f"<p>{GOOD}</p><p>{MORE}</p>"}],
}  # fmt: skip


@pytest.mark.parametrize("item", [NINJS, NINJS_2], ids=["1", "2"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_an_item_of_an_agency(item: dict[str, object], name: str) -> None:
    article = only(name, json.dumps(item))
    assert (article.text, article.title, article.date, article.source, article.url) == (
        f"{GOOD}\n\n{MORE}", "Talks go on", "2024-03-05", "Portsea Agency", "https://agency.example/item/1",
    )  # fmt: skip


def test_what_an_agency_took_back_and_pictures_are_not_read() -> None:
    assert refusal("a.json", json.dumps(NINJS | {"pubstatus": "canceled"})) == "canceled by its publisher"
    picture = {"uri": "x", "type": "picture", "headlines": [], "standard": {"name": "ninjs"}}
    assert "without text (picture)" in refusal("a.json", json.dumps(picture))


def test_a_data_set_is_a_folder_of_parts(tmp_path: Path) -> None:
    for outlet, text in (("Portsea%20Courier", GOOD), ("__HIVE_DEFAULT_PARTITION__", MORE)):
        (tmp_path / f"source={outlet}" / "date=2024-03-05").mkdir(parents=True)
        place = tmp_path / f"source={outlet}" / "date=2024-03-05" / "part-0.parquet"
        pq.write_table(pa.Table.from_pylist([{"text": text}]), place)
    for name in ("_SUCCESS", "_metadata", "_committed_17", ".part-0.parquet.crc"):
        (tmp_path / name).write_bytes(b"")
    items = list(read([tmp_path]))
    assert not [item for item in items if isinstance(item, Unread)]
    told = [(item.source, item.date, item.text) for item in items if isinstance(item, Article)]
    assert sorted(told, key=str) == sorted(
        [("Portsea Courier", "2024-03-05", GOOD), (None, "2024-03-05", MORE)], key=str
    )


def test_parquet_within_an_archive() -> None:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([{"id": "x", "text": GOOD}]), stream)
    assert only("a.parquet.gz", gzip.compress(stream.getvalue())).text == GOOD
