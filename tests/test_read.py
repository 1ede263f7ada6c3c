"""Each format gives the same article; dates, ids, encodings and furniture are handled as the docstrings promise."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.readers import read, read_source, suffixes
from detente.readers._dates import iso_day
from detente.readers._furniture import is_furniture, take_off, unwrap
from detente.readers._language import foreign
from detente.readers._source import Source
from detente.records import Article, Note, Unread

BODY = (
    "The foreign minister of Norland said on Monday that the two delegations would meet again in Portsea.\n\n"
    "“We are ready to sign,” she told reporters after the talks, but gave no date for the next round.\n\n"
    "Officials from Sudria refused the plan and said that shelling in the border towns had to stop first."
)
KNOWN = {
    "id": "n-1",
    "text": BODY,
    "date": "2024-03-05",
    "title": "Norland and Sudria to meet again",
    "source": "Portsea Courier",
    "url": "https://courier.example/talks",
}
PAGE = f"""<!doctype html><html><head><title>Norland and Sudria to meet again | Portsea Courier</title>
<meta property="og:title" content="Norland and Sudria to meet again">
<meta property="og:site_name" content="Portsea Courier">
<meta property="og:url" content="https://courier.example/talks">
<meta property="article:published_time" content="2024-03-05T18:20:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Norland and Sudria to meet again</h1>
{"".join(f"<p>{part}</p>" for part in BODY.split(chr(10) + chr(10)))}
<p>Read More:</p></article><footer>All rights reserved</footer></body></html>"""


def articles(*places: Path, date: str | None = None) -> list[Article]:
    return [item for item in read(places, date) if isinstance(item, Article)]


def only(place: Path, date: str | None = None) -> Article:
    (article,) = articles(place, date=date)
    return article


def from_bytes(name: str, data: bytes) -> list[Article | Unread | Note]:
    return list(read_source(Source(name, name, data=data)))


def written(folder: Path, name: str) -> Path:
    place = folder / name
    if place.suffix == ".jsonl":
        place.write_text(json.dumps(KNOWN) + "\n")
    elif place.suffix == ".csv":
        with place.open("w", newline="") as stream:
            table = csv.DictWriter(stream, fieldnames=list(KNOWN))
            table.writeheader()
            table.writerow(KNOWN)
    elif place.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist([KNOWN]), place)
    elif place.suffix == ".html":
        place.write_text(PAGE)
    else:
        head = "".join(f"{name}: {json.dumps(value)}\n" for name, value in KNOWN.items() if name != "text")
        place.write_text(f"---\n{head}---\n\n{BODY}\n")
    return place


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.parquet"])
def test_every_format_gives_the_same_article(tmp_path: Path, name: str) -> None:
    article = only(written(tmp_path, name))
    assert article.text.split() == BODY.split()
    assert (article.date, article.title, article.source) == ("2024-03-05", KNOWN["title"], KNOWN["source"])
    assert article.url == KNOWN["url"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_text_in_a_table_is_taken_as_it_stands(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    text = "  Also Read:\r\n\r\nShe said “no”.  \n\nPost a Comment\n\n0 Comments "
    row = {"text": text, "id": "x"}
    if name.endswith(".jsonl"):
        place.write_text(json.dumps(row))
    elif name.endswith(".csv"):
        stream = io.StringIO()
        table = csv.DictWriter(stream, fieldnames=list(row))
        table.writeheader()
        table.writerow(row)
        place.write_bytes(stream.getvalue().encode())
    else:
        pq.write_table(pa.Table.from_pylist([row]), place)
    assert only(place).text == text


def test_usual_names_of_columns_are_known(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.write_text(
        "Headline;Pub Date;Outlet;Link;Body\nTalks resume;5 March 2024;Courier;http://x.example;They met.\n"
    )
    article = only(place)
    assert (article.title, article.date, article.source, article.url, article.text) == (
        "Talks resume", "2024-03-05", "Courier", "http://x.example", "They met.",
    )  # fmt: skip


def test_furniture_and_a_repeated_title_are_not_part_of_the_text(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    title = "Ministers Meet in Portsea as Truce Holds"
    place.write_text(
        f"{title}\n\n{title}\n\n{BODY}\n\nAlso Read:\n\nhttps://a.example/b\n\nPost a Comment\n\n0 Comments"
    )
    article = only(place)
    assert (article.title, article.text) == (title, BODY)


def test_a_text_without_a_title_keeps_its_first_sentence(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text(BODY)
    article = only(place)
    assert (article.title, article.text) == (None, BODY)


def test_a_date_line_and_a_byline_at_the_top_are_read(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text(
        f"Ministers Meet in Portsea\n\nBy Ana Marsh and Leo Quill\n\nPublished: March 5, 2024 18:20 GMT\n\n{BODY}"
    )
    article = only(place)
    assert (article.title, article.date, article.text) == ("Ministers Meet in Portsea", "2024-03-05", BODY)


@pytest.mark.parametrize(
    ("head", "title", "day"),
    [
        ("Ministers meet in Portsea\n", "Ministers meet in Portsea", None),  # no blank line under the title
        ("STATEMENT BY THE MINISTER\nPortsea, 5 March 2024\n\n", "STATEMENT BY THE MINISTER", "2024-03-05"),
        ("PORTSEA, 5 March 2024\n\n", None, "2024-03-05"),
        ("Q&A: What is in the deal?\n\n", "Q&A: What is in the deal?", None),
        ("Tuesday, March 5, 2024\n\n", None, "2024-03-05"),
        ("The minister left.\n\n", None, None),
        ("Dear colleagues,\n\n", None, None),
    ],
)
def test_heads_of_texts(head: str, title: str | None, day: str | None) -> None:
    plain = take_off(unwrap(head + BODY))
    assert (plain.title, plain.date) == (title, day)
    kept = [] if title or day else [head.strip()]
    assert plain.text.split() == [word for part in (*kept, BODY) for word in part.split()]


def test_header_lines_are_read(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text(f"Title: Talks resume\nDate: 2024-03-05\nSource: Courier\n\n{BODY}")
    article = only(place)
    assert (article.title, article.date, article.source, article.text) == (
        "Talks resume",
        "2024-03-05",
        "Courier",
        BODY,
    )


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    place = tmp_path / "a.md"
    place.write_text(
        "# Talks resume\n\nThe **minister** said [she would sign](https://x.example) on *Monday*.\n\n"
        "> No one else did.\n"
    )
    article = only(place)
    assert article.title == "Talks resume"
    assert article.text == "The minister said she would sign on Monday.\n\nNo one else did."


def test_a_text_broken_to_a_width_is_put_together() -> None:
    lines = [
        "The two sides agreed on Monday to meet again in the port of",
        "Portsea, where the first round of the talks was held in the",
        "spring, and to keep the truce until then, officials said on",
        "their way home.",
    ]
    assert unwrap("\n".join(lines) + "\n\nShort.") == " ".join(lines) + "\n\nShort."
    assert unwrap(BODY) == BODY


@pytest.mark.parametrize(
    "line", ["Also Read:", "READ MORE", "0 Comments", "12 comments", "Share this article", "https://x.example/a?b=c",
             "Advertisement", "* * *", "We use cookies to improve your visit.",
             "(Reporting by A. Marsh; Editing by L. Quill)",
             "© 2024 Portsea Courier", "5 min read"],
)  # fmt: skip
def test_whole_lines_of_furniture_are_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line", ["Related parties must sign as well.", "Comments by the minister angered Sudria.",
             "Share the burden, she said.",
             "Reporting by the commission showed violations.", "By signing the treaty, Norland gave up its claim.",
             "Print media were banned.", "Video of the attack was released by Sudria.", "No."],
)  # fmt: skip
def test_sentences_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2024-03-05", "2024-03-05"), ("2024-03-05T23:59:00-08:00", "2024-03-05"), ("20240305", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"), ("5 Mar 2024", "2024-03-05"), ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05"),
        ("2024/3/5", "2024-03-05"), ("23/04/2024", "2024-04-23"), ("04/23/2024", "2024-04-23"),
        (1709596800, "2024-03-05"),
        ("03/04/2024", None), ("March 2024", None), ("Tuesday", None), ("2024", None),
        ("soon", None), ("2024-13-40", None),
        ("", None), (None, None), (True, None), (float("nan"), None),
    ],
)  # fmt: skip
def test_dates(given: object, day: str | None) -> None:
    assert iso_day(given) == day


def test_ids_do_not_hang_on_where_the_folder_lies(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "talks").mkdir(parents=True)
        (tmp_path / name / "talks" / "a.txt").write_text(BODY)
    first, second = only(tmp_path / "one"), only(tmp_path / "two")
    assert first.id == second.id
    assert first.id.startswith("a-")


def test_a_second_article_of_the_same_id_is_kept_under_another(tmp_path: Path) -> None:
    place = tmp_path / "a.jsonl"
    place.write_text("".join(json.dumps({"id": "x", "text": text}) + "\n" for text in ("One.", "Two.", "Three.")))
    items = list(read([place], "2024-03-05"))
    assert [item.id for item in items if isinstance(item, Article)] == ["x", "x-2", "x-3"]
    assert sum("is taken" in item.text for item in items if isinstance(item, Note)) == 2


def test_folders_are_read_in_order_and_hidden_files_are_not(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", ".git/no.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{BODY}\n\nThis is {name}.")
    assert [Path(article.path or "").name for article in articles(tmp_path)] == ["c.txt", "one.txt", "two.txt"]


def test_a_given_date_is_for_articles_without_one(tmp_path: Path) -> None:
    place = tmp_path / "a.jsonl"
    place.write_text('{"id": "x", "text": "One."}\n{"id": "y", "text": "Two.", "date": "2024-03-05"}\n')
    assert [article.date for article in articles(place, date="2020-01-02")] == ["2020-01-02", "2024-03-05"]
    with pytest.raises(ValueError, match="not a date"):
        read([place], "soon")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, None),
        ("Le ministre des affaires étrangères a déclaré lundi que les deux délégations se retrouveraient bientôt à "
         "Genève pour reprendre les négociations sur le cessez-le-feu.", "fr"),
        ("Министр иностранных дел заявил в понедельник, что обе делегации встретятся снова, чтобы "
         "продолжить переговоры.", "ru"),
        ("外交部长星期一表示，两国代表团将再次会面，继续就停火问题进行谈判。" * 4, "zh"),
        ("Non.", None),
    ],
)  # fmt: skip
def test_what_is_surely_not_english_is_named(text: str, language: str | None) -> None:
    assert foreign(text) == language


# ---------------------------------------------------------------- what holds for any input


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=400), st.sampled_from([".txt", ".md", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".html"])
)
def test_no_bytes_make_reading_raise(data: bytes, suffix: str) -> None:
    for item in from_bytes(f"x{suffix}", data):
        assert isinstance(item, Article | Unread | Note)
        if isinstance(item, Article):
            item.text.encode()
            assert item.text.strip()


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_any_text_in_json_comes_out_as_it_went_in(text: str) -> None:
    (item,) = from_bytes("x.jsonl", json.dumps({"id": "x", "text": text}).encode())
    if isinstance(item, Article):
        assert len(item.text) == len(text)
        assert all(a == b for a, b in zip(item.text, text, strict=True) if not 0xD800 <= ord(b) < 0xE000)
    else:
        assert not text.strip()


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .\n:#*-©T"), max_size=200))
def test_taking_furniture_off_only_takes_lines_away(text: str) -> None:
    kept = [line for line in take_off(text).text.split("\n") if line]
    given_lines = iter(line.strip() for line in text.split("\n"))
    assert all(line in given_lines for line in kept)


def test_every_suffix_has_one_reader() -> None:
    assert {".txt", ".md", ".html", ".jsonl", ".csv", ".parquet"} <= set(suffixes())
