"""Phrases resolve and mentions are linked (`mentions/*.case`).

`pytest --freeze` adds a missing parse to a case (it runs the model), `--accept` rewrites what it expects.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.actors import gazetteer
from detente.actors.lookup import nearest, readings_of
from detente.actors.resolve import resolve
from detente.annotate import lay_over
from detente.annotate.authors import author_of
from detente.doc import Doc
from detente.extract import extractors
from detente.records import Article, Statement
from detente.speech import selves

CASES = sorted((Path(__file__).parent / "mentions").glob("*.case"))


# ---------------------------------------------------------------- sides


@pytest.mark.parametrize(
    ("name", "date", "side"),
    [
        ("Vladimir Putin", "2025-05-20", "Russia"),
        ("Kremlin", None, "Russia"),
        ("the White House", None, "United States"),
        ("Volodymyr Zelenskyy", None, "Ukraine"),
        ("Hamas", None, "Hamas"),
        ("Yahya Sinwar", "2024-05-01", "Hamas"),
        ("Antonio Guterres", "2020-01-01", "United Nations"),
        ("Russia; Vladimir Putin", "2025-05-20", "Russia"),
        ("France; Vladimir Putin", "2025-05-20", "France; Russia"),
        ("somebody else", None, "somebody else"),
    ],
)
def test_an_actor_speaks_for_a_side(name: str, date: str | None, side: str) -> None:
    assert gazetteer.side_of(name, date) == side


def test_the_sector_of_a_group_changes_with_the_date() -> None:
    assert gazetteer.codes_of("Taliban", "2010-01-01") == "AFG REB"
    assert gazetteer.codes_of("Taliban", "2023-01-01") == "AFG GOV"
    assert gazetteer.codes_of("nobody we know") is None


# ---------------------------------------------------------------- phrases


@pytest.mark.parametrize(
    ("phrase", "date", "country", "sector"),
    [
        ("Kenyan soldiers", None, "KEN", "MIL"),
        ("a group of fishermen", None, "", "AGR"),
        ("police in Nairobi", None, "KEN", "COP"),
        ("Ghana", None, "GHA", ""),
        ("Egypt's foreign ministry", None, "EGY", "GOV"),
        ("Thai lawmakers", None, "THA", "LEG"),
        ("the Supreme Court of India", None, "IND", "JUD"),
        ("members of Hezbollah", None, "LBN", "REB"),
        ("FARC guerrillas", "2010-03-01", "COL", "REB"),
        ("FARC", "2019-03-01", "COL", "PTY"),
        ("Tokyo", None, "JPN", "GOV"),
        ("two women", None, "", "CVL"),
        ("she", None, "", "UNK"),
        ("President Jimmy Carter", "1979-06-01", "USA", "GOV"),
        ("former president Jimmy Carter", "1994-06-01", "USA", "ELI"),
        ("a spokesman for the Polish army", None, "POL", "GOV"),
        ("European Union diplomats", None, "EUR", "GOV"),
        ("UN peacekeepers in Lebanon", None, "UNO", "MIL"),
        ("the Karlsruhe judges", None, "DEU", "JUD"),
        ("Muslim traders", None, "", "BUS"),
        ("Niger's generals", None, "NER", "GOV"),
        ("Turkey's chief of staff", None, "TUR", "MIL"),
        ("Officers in Seoul", None, "KOR", "COP"),
        ("Kachin commanders", None, "MMR", "REB"),
        ("the wife of Cameroon's deputy premier", None, "CMR", "ELI"),
        ("the pilot's widow", None, "", "CVL"),
        ("the opposition's lawyers", None, "", "OPP"),
        ("the opposition-run parliament", None, "", "LEG"),
        ("leaders of the coca growers", None, "", "AGR"),
        ("Savimbi's battalions", "1999-01-10", "AGO", "REB"),
        ("Kenyan traders unpaid since April", None, "KEN", "BUS"),
        ("the Danish service", None, "DNK", "SPY"),
        ("Eritrean positions", None, "ERI", "MIL"),
        ("six million Tigrayans", None, "ETH", "CVL"),
        ("Haryana", None, "IND", "GOV"),
        ("Codelco", None, "CHL", "BUS"),
        ("the Ngarrindjeri", None, "AUS", "CVL"),
    ],
)
def test_a_phrase_resolves(phrase: str, date: str | None, country: str, sector: str) -> None:
    found = resolve(phrase, None, date)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize(
    ("phrase", "context", "date", "name", "country", "sector"),
    [
        # the date decides
        ("Taliban", None, "2021-08-01", "Taliban", "AFG", "REB"),
        ("Taliban", None, "2021-09-01", "Taliban", "AFG", "GOV"),
        ("President Bush", None, "1990-05-01", "George H. W. Bush", "USA", "GOV"),
        ("President Bush", None, "2006-05-01", "George W. Bush", "USA", "GOV"),
        ("the Russian president", None, "2010-05-01", "Dmitry Medvedev", "RUS", "GOV"),
        ("Foreign Minister Lavrov", None, "2022-03-01", "Sergei Lavrov", "RUS", "GOV"),
        ("the U.N. Secretary-General", None, "2010-05-01", "Ban Ki-moon", "UNO", "GOV"),
        # heads and modifiers
        ("a senior Hamas official", None, "2015-05-01", "Hamas", "PSE", "REB"),
        ("a spokesman for the Houthis", None, "2019-05-01", "Houthis", "YEM", "REB"),
        ("the Hamas-run health ministry", None, "2015-05-01", "Hamas", "PSE", "GOV"),
        ("pro-Russian rebels", None, None, "pro-Russian rebels", "", "REB"),
        ("Iran-backed militias in Iraq", None, None, "Iran-backed militias", "IRQ", "PRM"),
        ("Paraguay's Senate", None, None, "Paraguay's Senate", "PRY", "LEG"),
        ("the Vatican's secretary of state", None, "2021-07-01", "Holy See", "VAT", "GOV"),
        ("the world body", None, None, "United Nations", "UNO", ""),
        ("MEPs", None, None, "MEPs", "EUR", "LEG"),
        ("Cuban-American lawmakers", None, None, "Cuban-American lawmakers", "USA", "LEG"),
        ("Iraq-based Iranian exiles", None, None, "Iraq-based Iranian exiles", "IRN", "OPP"),
        ("the Algerian plant's Thai cooks", None, None, "Algerian plant's Thai cooks", "THA", "LAB"),
        ("pro-Gbagbo youths", None, "2010-12-20", "pro-Gbagbo youths", "CIV", "CVL"),
        ("2,000 Kenyan troops", None, None, "Kenya", "KEN", "MIL"),
        ("former president", None, None, "former president", "", "ELI"),
        ("former Chadian rebels", None, None, "former Chadian rebels", "TCD", "CVL"),
        ("the ousted Thai premier", None, "2009-05-01", "ousted Thai premier", "THA", "ELI"),
        ("a tribal leader in Yemen", None, None, "tribal leader", "YEM", "CVL"),
        ("rebel officers", None, None, "rebel officers", "", "REB"),
        ("the breakaway republic", None, None, "breakaway republic", "", "PRE"),
        ("an American director of UNICEF", None, None, "American director", "UNO", "UNK"),
        ("Frelimo", None, None, "FRELIMO", "MOZ", "PTY"),
        ("demonstraters in Nairobi", None, None, "demonstraters", "KEN", "CVL"),
        ("Laohre police", None, None, "Pakistan", "PAK", "COP"),
        # whose they are
        ("the Malian prosecutor's office", None, None, "Mali", "MLI", "JUD"),
        ("the airline's board", None, None, "airline's board", "", "BUS"),
        ("the Druze leader", None, None, "Druze leader", "", "ELI"),
        ("Lufthansa pilots", None, None, "Lufthansa", "DEU", "LAB"),
        ("the Canadian miner", None, None, "Canadian miner", "CAN", "BUS"),
        ("a Chilean miner", None, None, "Chilean miner", "CHL", "LAB"),
        ("a European delegation", None, None, "European delegation", "EUR", "GOV"),
        ("European leaders", None, None, "European leaders", "", "GOV"),
        ("opposition deputies in Togo", None, None, "opposition deputies", "TGO", "OPP"),
        ("the Ugandan bar association", None, None, "Ugandan bar association", "UGA", "SOC"),
        ("chiefs in northern Ghana", None, None, "chiefs", "GHA", "ELI"),
        ("army chiefs in Ghana", None, None, "Ghana", "GHA", "MIL"),
        # several actors
        ("US and Ukrainian officials", None, None, "United States; Ukraine", "USA; UKR", "GOV; GOV"),
        ("the foreign ministers of Chad and Niger", None, None, "Chad; Niger", "TCD; NER", "GOV; GOV"),
        ("Hamas and Fatah", None, "2015-05-01", "Hamas; Fatah", "PSE; PSE", "REB; PTY"),
        ("Trinidad and Tobago", None, None, "Trinidad and Tobago", "TTO", ""),
        ("the two Koreas", None, None, "North Korea; South Korea", "PRK; KOR", ""),
        ("both Yemens", None, "1985-05-01", "North Yemen; South Yemen", "YAR; YMD", ""),
        # the words around
        ("Georgia", "Georgia said Russian jets had crossed its border.", None, "Georgia", "GEO", ""),
        ("Georgia", "Lawmakers in Georgia met in Atlanta to redraw the map.", None, "Georgia", "USA", ""),
        ("Congo", "Congo's president addressed the crowd in Brazzaville.", None, "Republic of the Congo", "COG", ""),
        ("Washington", "Washington called the vote a step back.", None, "United States", "USA", "GOV"),
        ("Washington", "The two men met in Washington for an hour.", None, "Washington", "USA", ""),
        ("Washington state", None, None, "Washington", "USA", ""),
        ("Washington", "Denzel Washington was there. Washington waved.", None, "Denzel Washington", "", ""),
        ("Ann Roe", "Ann Roe, the Kenyan trade minister, flew home.", None, "Ann Roe", "KEN", "GOV"),
        ("Roe", "Kenya's former trade minister Ann Roe flew home. Roe was tired.", None, "Ann Roe", "KEN", "ELI"),
        ("the army", "JUBA (Agency) -- The army said on Monday it had moved.", None, "South Sudan", "SSD", "MIL"),
        ("the rebels", "The M23 took a town, and the rebels moved on.", "2023-05-01", "M23", "COD", "REB"),
        ("fishermen", "In Mombasa fishermen waited for the boats.", None, "fishermen", "KEN", "AGR"),
        ("Lebanon", "In Lebanon, Pennsylvania, a barn burned.", None, "Lebanon", "USA", ""),
        ("students", "Students in Tbilisi sang; students wept.", "1989-04-12", "students", "SUN", "EDU"),
        ("the rebels", "The government and the rebels in Peru met in Cuba.", None, "rebels", "PER", "REB"),
        ("the junta", "The junta in Niamey expelled a French envoy.", None, "Niger", "NER", "GOV"),
        ("the Congress", "In Tegucigalpa, the Congress met behind soldiers.", None, "Congress", "HND", "LEG"),
        ("the Congress", "In Delhi, the Congress lost.", "2014-05-20", "Indian National Congress", "IND", "PTY"),
        ("Sergeant Ann Roe", "Sergeant Ann Roe was shot in Mopti.", None, "Ann Roe", "MLI", "MIL"),
        ("Niger's rulers", "Leaders in Accra warned Niger's rulers.", None, "Niger", "NER", "GOV"),
        ("farmers", "Peru's lawmakers asked Chile to pay farmers.", None, "farmers", "PER", "AGR"),
        ("its troops", "Norway asked Sweden to wait for its troops.", None, "Norway", "NOR", "MIL"),
        ("a mining firm", "Kiribati wrote to a mining firm.", None, "mining firm", "", "BUS"),
        ("refugees", "Hungary shut its gates to refugees.", None, "refugees", "", "REF"),
        ("Western diplomats", "Western diplomats in Tripoli kept silent.", None, "Western diplomats", "", "GOV"),
    ],
)
def test_a_phrase_resolves_to_a_name(
    phrase: str, context: str | None, date: str | None, name: str, country: str, sector: str
) -> None:
    found = resolve(phrase, context, date)
    assert (found.name, found.country, found.sector) == (name, country, sector)


def test_the_readings_of_an_ambiguous_name_are_kept() -> None:
    found = resolve("Georgia", "Voters in Georgia live round Atlanta; Georgia is no part of Russia.", None)
    assert {one.country for one in found.candidates} == {"GEO", "USA"}
    assert found.candidates[0].country == found.country
    assert all(0 < one.score <= 1 and one.why == one.why.lower() for one in found.candidates)


def test_every_answer_says_why() -> None:
    for phrase in ("Taliban", "two men", "Zorblax", "police in Nairobi", "US and Chinese envoys", "she", "Ann Roe"):
        found = resolve(phrase)
        assert found.why
        assert found.why[0].islower()
        assert found.candidates or phrase == "she"


# ---------------------------------------------------------------- look-up


def test_the_codebook_tells_what_it_knows_under_a_name() -> None:
    periods = readings_of("taliban")
    assert [one.sector for one in periods] == ["REB", "GOV", "REB", "GOV"]
    assert [one.sector for one in readings_of("Taliban", "2005")] == ["REB"]
    offices = [one for one in readings_of("Medvedev") if one.name == "Dmitry Medvedev"]
    assert [one.start for one in offices] == sorted(one.start for one in offices)
    assert {one.name for one in readings_of("the Kremlin")} == {"Russia", "Soviet Union"}
    assert readings_of("nobody we know") == readings_of("") == []


def test_a_misspelt_name_is_guessed() -> None:
    assert nearest("Kyrgizstan")[0] == "Kyrgyzstan"
    assert "Sergei Lavrov" in nearest("Serguei Lavrow")
    assert nearest("qqqqqqqq") == nearest("") == []


@pytest.mark.parametrize("phrase", ["", " ", "'s", "the", ",", "of", "-", "\u200b", "()", "A" * 5000, "of of of the"])
def test_any_phrase_resolves_to_something(phrase: str) -> None:
    assert 0 <= resolve(phrase, phrase, phrase).confidence <= 1


# ---------------------------------------------------------------- mentions


def _read(path: Path) -> tuple[dict[str, str], list[str], list[str]]:
    head: dict[str, str] = {}
    expect: list[str] = []
    parse: list[str] = []
    part = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line in ("expect", "parse"):
            part = line
        elif part == "parse":
            parse.append(line)
        elif part == "expect":
            expect.extend([line] if line.strip() else [])
        elif line.strip():
            key, _, value = line.partition(" ")
            head[key] = value.strip()
    return head, expect, parse


def _mentions(doc: Doc) -> list[str]:
    lines = [f"author = {doc.author} ({doc.author_codes})"] if doc.author else []
    for m in doc.mentions:
        words = doc.text[doc.tokens[m.first].start : doc.tokens[m.last - 1].end]
        if m.why != "adjective":
            lines.append(f"{words} = {'; '.join(m.actors)} ({'; '.join(m.codes)}) {m.form}")
    return lines


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_mentions_are_linked(path: Path, request: pytest.FixtureRequest) -> None:
    head, expect, parse = _read(path)
    article = Article(
        id="case", text=head["text"], date=head.get("day"), title=head.get("title"), source=head.get("source")
    )
    accept = request.config.getoption("--accept")
    if not parse and (accept or request.config.getoption("--freeze")):
        from detente.annotate import language

        parse = next(iter(language.parse([article]))).freeze()
    doc = lay_over(Doc.thaw(article, parse))
    doc.statements = [r for r in extractors()["statements"](doc) if isinstance(r, Statement)]
    selves.annotate(doc)
    found = _mentions(doc)
    if accept:
        lines = [f"{key:7s}{value}" for key, value in head.items()]
        path.write_text(
            "\n".join([*lines, "", "expect", *found, "", "parse", *parse]).rstrip() + "\n", encoding="utf-8"
        )
    assert accept or found == expect, head["why"]
    assert all(m.first <= m.head < m.last for m in doc.mentions)
    assert all(len(m.actors) == len(m.codes) for m in doc.mentions)


@pytest.mark.parametrize(
    ("title", "date", "author"),
    [
        ("Statement by President Joe Biden on Sudan", "2023-05-04", "Joe Biden"),
        ("Statement by the President on Sudan", "1995-05-04", "Bill Clinton"),
        ("Remarks by Vice President Harris After a Meeting", "2023-03-10", "Kamala Harris"),
        ("Joint Statement by the Governments of France and Germany", "2019-01-01", "France; Germany"),
        ("Statement by Press Officer Ann Example's office", "2019-01-01", None),
        ("Statement from NSC Spokesperson Ann Example on Chad", "2023-05-04", "Ann Example"),
        ("Readout of President Biden's call with President Ruto", "2023-05-04", None),
        ("President says that a statement will follow", "2023-05-04", None),
        ("Statement by", None, None),
    ],
)
def test_a_statement_is_its_authors(title: str, date: str | None, author: str | None) -> None:
    article = Article(id="case", text="The truce holds.", date=date, title=title)
    assert author_of(Doc(article, [], [])) == author


def test_places_know_their_country() -> None:
    path = next(path for path in CASES if path.stem == "capital_as_place")
    head, _, parse = _read(path)
    doc = lay_over(Doc.thaw(Article(id="case", text=head["text"]), parse))
    assert [(place.name, place.country) for place in doc.places] == [
        ("Moscow", "RUS"),
        ("Moscow", "RUS"),
        ("Kyiv", "UKR"),
    ]
