"""By which rules a brief of a large coverage leaves out, dates and words what its records hold."""

from __future__ import annotations

import doctest

import pytest

from detente import brief
from detente.brief import ledgers, partings, plain, present
from detente.brief.checked import doubts
from detente.brief.ledgers import act
from detente.brief.standing import own_day
from detente.export.json import sentences_in
from detente.records import Article, Commitment, Event, Inducement, Opinion, Position
from record_db import at, record_db

RULAND = {"actor": "Ruland", "side": "Ruland", "confidence": 0.8}
RUSSIA = {"actor": "Russia", "actor_code": "RUS GOV", "side": "Russia", "confidence": 0.8}
UKRAINE = {"actor": "Ukraine", "actor_code": "UKR GOV", "side": "Ukraine", "confidence": 0.8}
TRUCE = {"issue": "30-day ceasefire", "instrument": "ceasefire"}


def coverage(*told: tuple[str, str], **more):
    """Articles of a day and a text each, filled up with empty ones to a coverage that is not small."""
    filled = [*told, *(("2025-05-01", f"Nothing was heard on day {number}.") for number in range(6))]
    return [Article(id=f"x{n}", date=day, text=text, **more) for n, (day, text) in enumerate(filled)]


def section(articles, records, name):
    page = brief.compose(record_db(articles, records), strict=True)
    return next((part for part in page.sections if part.name == name), None)


def told(articles, records, name):
    part = section(articles, records, name)
    return [one.short or one.text for one in sentences_in(part)] if part else []


def cells(articles, records):
    """The table of proposals: for each proposal and party what its cell shows."""
    part = section(articles, records, "table")
    if part is None:
        return {}
    (grid,) = part.blocks
    shown = {}
    for name, row in grid.rows:
        for party, cell in zip(grid.columns[1:], row, strict=True):
            shown[name, party] = cell.plain or " ".join(one.short or one.text for one in cell.sentences)
    return shown


def test_examples_in_docstrings_hold():
    assert not any(doctest.testmod(module).failed for module in (plain, present, ledgers, partings))


# ---------------------------------------------------------------- of the present, of the matter, and plainly


def stances(*texts, day="2025-05-20"):
    """A coverage in which Ukraine accepts the ceasefire and Russia says what is given, each text one stance."""
    articles = coverage((day, "Ukraine accepts the ceasefire."), *((day, text) for text in texts))
    records = [at(articles[0], "Ukraine accepts the ceasefire", Position, **UKRAINE, **TRUCE, stance="accept")]
    return articles, records


def test_what_was_of_another_year_is_not_where_a_party_stands():
    articles, records = stances("In 1994 Russia refused the ceasefire.", "Russia is open to the ceasefire.")
    records.append(at(articles[1], "Russia refused the ceasefire", Position, **RUSSIA, **TRUCE, stance="reject"))
    records.append(at(articles[2], "Russia is open to the ceasefire", Position, **RUSSIA, **TRUCE, stance="open"))
    records[1:] = records[1:2]
    assert cells(articles, records).get(("30-day ceasefire", "Russia")) != "refuses"
    records[1:] = [at(articles[2], "Russia is open to the ceasefire", Position, **RUSSIA, **TRUCE, stance="open")]
    assert cells(articles, records)["30-day ceasefire", "Russia"] == "open"


def test_what_is_only_supposed_is_not_clear():
    text = "Aid will flow if Russia is open to the ceasefire. Borduria backs the ceasefire."
    articles, records = stances(text)
    records.append(at(articles[1], "Russia is open to the ceasefire", Position, **RUSSIA, **TRUCE, stance="open"))
    records.append(at(articles[1], "Borduria backs the ceasefire", Position, **{**RULAND, "actor": "Germany"}, **TRUCE,
                      stance="propose"))  # fmt: skip
    shown = cells(articles, records)
    assert shown["30-day ceasefire", "Ukraine"] == "accepts"
    assert shown.get(("30-day ceasefire", "Russia"), "not clear") == "not clear"


def test_a_treaty_with_others_is_no_stance_on_this_one():
    peace = {"issue": "peace agreement", "instrument": "treaty", "stance": "accept"}
    articles = coverage(
        ("2025-05-20", "Russia accepts a peace agreement with Ukraine."),
        ("2025-05-20", "Ukraine accepts a peace agreement with Russia."),
        ("2025-05-20", "The United States signed agreements to sell airliners to Vietnam."),
    )
    usa = {"actor": "United States", "actor_code": "USA GOV", "side": "United States", "confidence": 0.8}
    records = [
        at(articles[0], "Russia accepts a peace agreement with Ukraine", Position, **RUSSIA, **peace),
        at(articles[1], "Ukraine accepts a peace agreement with Russia", Position, **UKRAINE, **peace),
        at(articles[2], "The United States signed agreements", Position, **usa, **peace),
    ]
    shown = cells(articles, records)
    assert shown["peace agreement", "Russia"] == "accepts"
    assert shown.get(("peace agreement", "United States"), "not clear") == "not clear"


def test_who_is_against_a_thing_is_not_against_its_end():
    row = {"proposal": "halt to testing", "issue_as_told": "testing"}
    assert present._turned(row)
    assert not present._turned({**row, "issue_as_told": "halt to nuclear testing"})


def test_what_the_sentence_leaves_to_a_pronoun_or_the_same_paper_does_not_stand():
    assert plain.dangling("Israel signed the same paper and reads it as two bargains")
    assert plain.dangling("He asked them to punish the United States")
    assert not plain.dangling("Ruland waits for it to hold")


def test_a_refusal_is_shown_without_the_condition_of_what_was_refused():
    articles, records = stances("Russia refuses the ceasefire in exchange for a partial surrender of arms.")
    told_so = "Russia refuses the ceasefire in exchange for a partial surrender of arms"
    records.append(at(articles[1], told_so, Position, **RUSSIA, **TRUCE, stance="reject",
                      condition="in exchange for a partial surrender of arms"))  # fmt: skip
    assert cells(articles, records)["30-day ceasefire", "Russia"] == "refuses"


# ---------------------------------------------------------------- when it was


def test_a_day_that_only_the_article_has_is_the_day_it_was_told():
    own = {"day": "2025-05-19", "article_date": "2025-05-20", "when": None}
    assert own_day(own) == "2025-05-19"
    assert own_day({**own, "day": "2025-05-20"}) is None
    assert own_day({**own, "day": "2025-05-20", "when": "on Tuesday"}) == "2025-05-20"


def test_a_deadline_that_has_passed_is_not_called_broken():
    articles = coverage(("2025-03-01", "Russia promised to withdraw its tanks by 1 April 2025."))
    text = "Russia promised to withdraw its tanks by 1 April 2025"
    fields = {"actor": "Russia", "actor_code": "RUS GOV", "confidence": 0.8, "beneficiary": "Ukraine"}
    promise = at(articles[0], text, Commitment, **fields, what="withdraw its tanks", deadline="2025-04-01",
                 deadline_words="by 1 April 2025")  # fmt: skip
    (said,) = told(articles, [promise], "promises")
    assert "overdue" not in said
    assert "broken" not in said


# ---------------------------------------------------------------- offers, threats, demands


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("just back away", "back away"),
        ("to supply oil", "supply oil"),
        ("grain and", "grain"),
        ("new talks", "new talks"),
    ],
)
def test_what_is_offered_is_told_without_the_words_round_it(what, told):
    assert act(what) == told


def test_a_promise_to_stop_is_no_threat_and_one_quotation_one_threat():
    base = {"actor": "Russia", "actor_code": "RUS GOV", "target": "Ukraine", "confidence": 0.8, "kind": "threat"}
    texts = {
        "Russia pledged to suspend missile tests over Ukraine.": "suspend missile tests",
        "Russia threatened Ukraine to unleash “fire and fury” on it.": "unleash “fire and fury” on it",
        "Russia warned Ukraine that it would rain “fire and fury” from the sky.": "rain “fire and fury” from the sky",
        "Russia threatened Ukraine and warned in an interview that war may come.": "warned in an interview of war",
    }
    articles = coverage(*(("2025-05-20", text) for text in texts))
    records = [
        at(article, text.rstrip("."), Inducement, what=what, **base)
        for article, (text, what) in zip(articles, texts.items(), strict=False)
    ]
    part = section(articles, records, "inducements")
    (grid,) = part.blocks
    assert len(grid.rows) == 1
    assert "fire and fury" in grid.rows[0][1][1].plain


def demands(text, words, **fields):
    articles = coverage(("2025-05-20", text))
    demand = {**UKRAINE, "issue": "withdrawal of troops", "stance": "demand", "basis": "statement", **fields}
    return told(articles, [at(articles[0], words, Position, **demand)], "demands")


def test_a_demand_names_its_party_once():
    assert demands(
        "Ukraine has urged Russia to withdraw its troops.", "Ukraine has urged Russia to withdraw its troops"
    ) == ["“Ukraine has urged Russia to withdraw its troops” (told on 20 May 2025)"]
    assert demands(
        "A ministry that wants Russia to withdraw its troops spoke.", "wants Russia to withdraw its troops"
    ) == ["Ukraine “wants Russia to withdraw its troops” (told on 20 May 2025)"]


def test_a_relative_clause_without_its_matter_is_no_demand():
    text = "Russia would not say what will be of the border, the commitment that Ukraine had asked for."
    assert demands(text, "the commitment that Ukraine had asked for") == []


# ---------------------------------------------------------------- the author, and what to watch


def test_the_author_is_heard_in_a_small_coverage_only():
    text = "A memorandum is no peace deal, and the Kremlin refuses the ceasefire."
    article = Article(id="x", text=text)
    records = [
        at(article, text, Opinion, kind="view", voice="author"),
        at(article, "the Kremlin refuses the ceasefire", Position, **RUSSIA, **TRUCE, stance="reject"),
    ]
    assert told([article], records, "views") == ["“A memorandum is no peace deal …”"]
    many = coverage(("2025-05-20", text))
    records = [at(many[0], text, Opinion, kind="view", voice="author")]
    assert told(many, records, "views") == []


def test_a_threat_on_a_condition_is_told_as_a_sentence():
    text = "Russia might “back away” from Ukraine if talks stall. If talks fail, Russia holds back new sanctions."
    article = Article(id="x", text=text)
    base = {"actor": "Russia", "actor_code": "RUS GOV", "target": "Ukraine", "kind": "threat", "confidence": 0.8}
    records = [
        at(article, "Russia might “back away” from Ukraine if talks stall", Inducement, **base, what="back away",
           condition="if talks stall"),
        at(article, "If talks fail, Russia holds back new sanctions", Inducement, **base, what="new sanctions",
           condition="if talks fail", state="withheld"),
    ]  # fmt: skip
    watched = told([article], records, "watch")
    assert "If talks stall, Russia threatens to “back away”." in watched
    assert "If talks fail: “new sanctions”, so far held back by Russia." in watched


def test_a_proposal_that_one_party_names_waits_for_others():
    article = Article(id="x", text="Russia is open to a memorandum.")
    record = at(article, "Russia is open to a memorandum", Position, **RUSSIA, issue="memorandum",
                instrument="memorandum", stance="open")  # fmt: skip
    assert told([article], [record], "watch") == ["Whether anyone joins Russia, which is open to a memorandum."]


def test_held_back_is_no_backing():
    row = {"record": "inducements", "actor": "Russia", "text": "holds back new sanctions", "sentence": ""}
    assert doubts("New sanctions, so far held back by Russia.", [row]) == []


def test_a_deed_in_short_words_is_quoted_and_another_put_in_ours():
    article = Article(id="x", text="Russia launched the biggest drone attack of the war on Ukraine.")
    deed = at(article, "Russia launched the biggest drone attack of the war on Ukraine", Event, actor="Russia",
              actor_code="RUS MIL", recipient="Ukraine", recipient_code="UKR", type="ASSAULT", mode="drone", quad=4,
              score=-9.0)  # fmt: skip
    assert told([article], [deed], "headline") == ["“Russia launched the biggest drone attack of the war on Ukraine”."]


def test_a_deed_that_a_noun_tells_is_quoted_as_a_sentence():
    article = Article(id="x", text="After Russia’s demolition of a bridge in Ukraine, tensions have risen.")
    deed = at(article, "Russia’s demolition of a bridge in Ukraine", Event, actor="Russia", actor_code="RUS MIL",
              recipient="Ukraine", recipient_code="UKR", type="ASSAULT", mode="destroy", quad=4, score=-9.0,
              rule="noun demolition")  # fmt: skip
    assert told([article], [deed], "headline") == [
        "“After Russia’s demolition of a bridge in Ukraine, tensions have risen”."
    ]


def test_a_condition_in_the_past_keeps_its_tense_in_quotation_marks():
    text = "Russia would halt power exports to Ukraine if oil flows did not resume."
    article = Article(id="x", text=text)
    threat = at(article, text.rstrip("."), Inducement, actor="Russia", actor_code="RUS GOV", target="Ukraine",
                kind="threat", confidence=0.8, what="halt power exports", condition="if oil flows did not resume",
                )  # fmt: skip
    assert told([article], [threat], "watch") == [
        "Russia threatens to “halt power exports”, “if oil flows did not resume”."
    ]


def test_a_table_calls_a_person_in_full_once_and_tells_a_clause_after_that():
    text = "Carter promised that the crew would be returned to Iran."
    articles = coverage(("2025-05-20", text), ("2025-05-21", "Carter promised to sell wheat to Iran."))
    base = {"actor": "Jimmy Carter", "actor_code": "USA GOV", "beneficiary": "Iran",
            "confidence": 0.8}  # fmt: skip
    records = [
        at(articles[0], text.rstrip("."), Commitment, **base, what="the crew would be returned to Iran"),
        at(articles[1], "Carter promised to sell wheat to Iran", Commitment, **base, what="to sell wheat to Iran"),
    ]
    (grid,) = section(articles, records, "promises").blocks
    assert sorted((who, row[0].plain) for who, row in grid.rows) == [
        ("Carter", "that the crew would be returned to Iran"),
        ("Jimmy Carter", "sell wheat to Iran"),
    ]


def test_an_offer_that_is_prepared_is_not_told_as_made():
    articles = coverage(("2025-05-20", "Russia is preparing to offer Ukraine cheap gas."))
    offer = at(articles[0], "to offer Ukraine cheap gas", Inducement, actor="Russia", actor_code="RUS GOV",
               target="Ukraine", kind="offer", what="cheap gas", confidence=0.8)  # fmt: skip
    part = section(articles, [offer], "inducements")
    (said,) = sentences_in(part)
    assert (said.text, said.short) == (
        "Russia prepares an offer to Ukraine: cheap gas (told on 20 May 2025).",
        "in preparation (told on 20 May 2025)",
    )


def test_what_one_sentence_tells_of_all_is_no_row_of_the_table():
    both = "Russia and Ukraine are to take up relations"
    articles = coverage(
        ("2025-05-20", f"{both}. Ukraine accepts the ceasefire."), ("2025-05-20", "Russia refuses a ceasefire.")
    )
    relations = {"issue": "normalization of relations", "stance": "accept"}
    records = [
        at(articles[0], both, Position, **RUSSIA, **relations),
        at(articles[0], both, Position, **UKRAINE, **relations),
        at(articles[0], "Ukraine accepts the ceasefire", Position, **UKRAINE, **TRUCE, stance="accept"),
        at(articles[1], "Russia refuses a ceasefire", Position, **RUSSIA, **TRUCE, stance="reject"),
    ]
    assert cells(articles, records)
    assert not any(name == "normalization of relations" for name, _ in cells(articles, records))


def test_relations_with_others_stand_in_no_row_with_relations_between_two():
    texts = (
        ("Israel", "ISR GOV", "demand", "Israel called for diplomatic relations with Egypt."),
        ("Egypt", "EGY GOV", "reject", "Egypt broke off diplomatic relations with Syria and Libya."),
        ("Syria", "SYR GOV", "reject", "Syria decided to sever diplomatic relations with Egypt."),
        ("Jordan", "JOR GOV", "accept", "Jordan accepts diplomatic relations."),
    )
    articles = coverage(*(("2025-05-20", text) for *_, text in texts))
    records = [
        at(article, text.rstrip("."), Position, actor=who, actor_code=code, side=who, confidence=0.8, stance=stance,
           issue="normalization of relations")
        for article, (who, code, stance, text) in zip(articles, texts, strict=False)
    ]  # fmt: skip
    shown = {party: cell for (_, party), cell in cells(articles, records).items()}
    assert (shown["Egypt"], shown["Syria"]) == ("refuses", "refuses")
    assert shown.get("Israel", "not clear") == "not clear"


def test_the_title_names_what_the_table_begins_with():
    articles, records = stances("Russia refuses the ceasefire.")
    records.append(at(articles[1], "Russia refuses the ceasefire", Position, **RUSSIA, **TRUCE, stance="reject"))
    page = brief.compose(record_db(articles, records), strict=True)
    assert page.title == "Russia and Ukraine on a 30-day ceasefire: where things stand"


def test_a_verb_in_the_past_is_no_thing_that_is_offered():
    texts = {
        "Russia and its allies placed sanctions on Ukraine.": "placed sanctions on Ukraine",
        "Russia is offering carrots to Ukraine: reduced tariffs.": "reduced tariffs",
    }
    articles = coverage(*(("2025-05-20", text) for text in texts))
    records = [
        at(article, text.rstrip("."), Inducement, what=what, actor="Russia", actor_code="RUS GOV", target="Ukraine",
           kind="offer", confidence=0.8)
        for article, (text, what) in zip(articles, texts.items(), strict=False)
    ]  # fmt: skip
    (grid,) = section(articles, records, "inducements").blocks
    assert [cells[1].plain for _, cells in grid.rows] == ["reduced tariffs"]


def test_what_a_party_must_do_itself_is_nobody_s_demand_but_another_s():
    text = "Ukraine must keep pressing Russia to withdraw its troops."
    assert demands(text, text.rstrip(".")) == []
