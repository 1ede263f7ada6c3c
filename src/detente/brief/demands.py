"""What parties ask of others, in their words, as far as it is not on the table."""

from __future__ import annotations

import re
from collections import Counter

from detente.brief.desk import Desk, more
from detente.brief.plain import NEAR, dangling, names, words_of
from detente.brief_parts import Paragraph, Section, Sentence
from detente.findings.matters import is_body, known_issue, named_in, own_word, recalled, specific
from detente.findings.rows import Row, content_key, fetch
from detente.findings.signs import sign
from detente.quoting import balanced, clean
from detente.wording import capitalised, issue_phrase, plural, quoted, with_the

DEMANDS, EACH, OLD, STEM = 5, 2, 0.3, 6


def demands(desk: Desk) -> Section | None:
    """What parties ask of others, in their words, as far as it is not on the table."""
    tabled = {row["proposal"] for row in desk.rows("proposals")}
    rows = fetch(
        desk.db,
        "SELECT * FROM positions WHERE stance = 'demand' AND voice <> 'author' AND confidence >= $c "
        "ORDER BY sort_key DESC, article, start, id",
        {"c": 0.0 if desk.few else 0.5},
    )
    told: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["actor"] and row["issue"] not in tabled and (desk.few or _demanded(row)):
            told.setdefault((row["side"] or row["actor"], row["issue"]), []).append(row)
    desk.learn(row["id"] for group in told.values() for row in group)  # at once: each query reads the files anew
    ranked = sorted(told.items(), key=lambda kv: (-_weight(desk, *kv), kv[0]))
    single = _not_twice([(who, group) for (who, _), group in ranked])
    sentences: list[Sentence] = []
    heard: Counter[str] = Counter()
    for who, group in single:
        if len(sentences) < desk.cap(DEMANDS) and heard[who] < EACH and (one := _told(desk, who, group)):
            sentences.append(one)
            heard[who] += 1
    if not sentences:
        return None
    blocks = tuple(Paragraph(sentences=(sentence,)) for sentence in sentences)
    note = more(len(sentences), len(single), "positions --stance demand")
    return Section(name="demands", heading="Demands", blocks=blocks, note=note)


def _told(desk: Desk, who: str, group: list[Row]) -> Sentence | None:
    """A demand in a sentence, whose it is said once; None where its words do not say what is asked for."""
    first = group[0]
    words = _asked(desk, first)
    if dangling(words) or HALF.fullmatch(words):
        return None
    name = desk.names(first["actor"]) if len({row["actor"] for row in group}) == 1 else with_the(who)
    when = desk.dated([first["id"]])
    known = known_issue(first["issue"]) and not first["issue"].startswith("no ")
    on = f", on {issue_phrase(first['issue'])}" if known and not _said(first["issue"], words) else ""
    if ASKING.match(words.lstrip("“")):
        # `Ruland is “asking Borduria to cede land”`
        full = short = f"{name} {'are' if plural(name) else 'is'} {words}{when}"
    elif VERB.match(words.lstrip("“")):
        full = short = f"{name} {words}{when}"
    else:
        full, short = f"{name}, demanding{on}{when}: {words}", f"{name}{on}{when}: {words}"
        if words[1:2].isupper() and names(words[:NEAR], f"{first['actor']}; {who}"):
            short = f"{words}{when}"  # the sentence says whose demand it is
    return desk.say(full, [row["id"] for row in group], limit=3, short=capitalised(short))


def _said(issue: str, words: str) -> bool:
    """Whether some words name an issue themselves: at least half of its words of content."""
    own, told = ({word[:STEM] for word in content_key(one).split()} for one in (issue, words))
    return 2 * len(own & told) >= len(own)


def _weight(desk: Desk, whose: tuple[str, str], group: list[Row]) -> float:
    late = OLD if not desk.few and desk.old(row["id"] for row in group) else 1.0
    return _attested(desk, group) * desk.prominence(whose[0]) * late


def _asked(desk: Desk, row: Row) -> str:
    """The words of a demand; of a sentence in which an author judges it only those that tell it."""
    query = "SELECT 1 FROM opinions WHERE article = $article AND sentence_start = $start"
    judged = desk.db.execute(query, {"article": row["article"], "start": row["sentence_start"]}).fetchone()
    asking = ASKING.search(str(row["text"])) if judged else None
    if (
        re.match(f"{SUBJECT.pattern}|{VERB.pattern}", str(row["text"]), re.I)
        and len(clean(str(row["text"]))) <= desk.length
    ):
        return quoted(balanced(clean(str(row["text"]))).rstrip("."), desk.length + 4)  # the name stands before it
    if asking:
        return words_of({**row, "text": str(row["text"])[asking.start() :], "sentence": ""}, desk.length)
    return desk.quote(row["id"])


HALF = re.compile(r"“[^,“”]+, (?:which|who) [^,]*”")  # a subject and its relative clause, without a verb of its own
VERB = re.compile(
    r"(?:wants|seeks|demands|asks|urges|calls|insists|requires|needs|has (?:asked|urged|demanded|called))\b"
)
SUBJECT = re.compile(r"(?:he|she|they|it)\b")
LEFT_OPEN = re.compile(r"\b(?:wants?|wanted|asks?(?: for)?|asked(?: for)?|demands?|demanded|seeks?|sought)$", re.I)
ASKING = re.compile(r"\b(?:asking|demanding|calling|urging|insisting|requiring|pressing)\b")


def _demanded(row: Row) -> bool:
    """Whether one party asks something of another: in its own voice, in words that ask, of the present."""
    text = str(row["text"])
    # `He demanded that Israel withdraw`, laid at Israel's own door
    told = str(row["sentence"])
    to_itself = re.match(r"(?:he|she|they)\b", told, re.I) and row["side"] and f"that {row['side']} " in told
    if (
        to_itself
        or not str(row["side"] or row["actor"])[:1].isupper()
        or (dangling(text) and not names(told[:NEAR], f"{row['actor']}; {row['side'] or ''}"))
        # what a party must do itself is asked by somebody else
        or (
            ((duty := OWN_DUTY.search(text)) is not None)
            and names(text[: duty.start()], f"{row['side'] or row['actor']}")
        )
        or LEFT_OPEN.search(text.rstrip(" .,;"))  # `the commitment that it had asked for`
        or own_word(row) <= 0.5
        or recalled(row)
        or not ASKS.search(text)
        or THANKS.search(text)
        or text.startswith("should ")
        or len(text.split()) < 5
    ):
        return False
    own = {name for name in (row["side"], row["actor"]) if name}
    return any(is_body(name) for name in named_in(str(row["sentence"]), *own))


OWN_DUTY = re.compile(r"\b(?:must|should|ha(?:s|ve) to|needs? to)\b")
ASKS = sign("asking", r"\w*")
THANKS = sign("thanking")


def _not_twice(ranked: list[tuple[str, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """Of a party's demands that rest on the same words only the one with most of them."""
    kept: list[tuple[str, list[Row]]] = []
    for who, group in ranked:
        twin = next((i for i, (other, held) in enumerate(kept) if other == who and _overlap(held[0], group[0])), None)
        if twin is None:
            kept.append((who, group))
        elif len(group[0]["text"]) > len(kept[twin][1][0]["text"]):
            kept[twin] = (who, group)
    return kept


def _overlap(one: Row, other: Row) -> bool:
    return bool(one["article"] == other["article"] and one["sentence_start"] == other["sentence_start"])


def _attested(desk: Desk, group: list[Row]) -> float:
    first = group[0]
    sources = len({row["source"] or row["article"] for row in group})
    named = specific(first["issue"]) * (1.0 if known_issue(first["issue"]) else 0.6)
    return named * desk.weight({**first, "sources": sources}, str(first["day"])[:10] if first["day"] else None)
