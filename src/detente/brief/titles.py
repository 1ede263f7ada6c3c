"""What stands above a brief: who and on what, and how much coverage it rests on."""

from __future__ import annotations

from detente.brief.desk import Desk
from detente.brief.sections import tabled
from detente.findings.rows import iso
from detente.wording import count, issue_phrase, listing, period, with_the


def title(desk: Desk) -> str:
    """Who, on what: the parties of the proposal that matters most."""
    ranked = tabled(desk)
    if ranked:
        top = ranked[0]
        parties = [with_the(str(row["party"])) for row in top[:3]]
        text = f"{listing(parties)} on {issue_phrase(str(top[0]['proposal']))}: where things stand"
        return text[:1].upper() + text[1:]
    titles = [str(row["title"]) for row in desk.articles if row["title"]]
    return f"{titles[0]}: what is on record" if len(titles) == 1 else "What is on record"


def subtitle(desk: Desk, cited: int) -> str:
    """How much coverage, from when, and how to read it."""
    days = sorted(str(iso(row["date"])) for row in desk.articles if row["date"])
    own = [str(row["id"]) for row in desk.articles if str(row["id"]) not in desk.copied]
    voices = {outlet.independent_of for name in own if (outlet := desk.outlets.get(name))}
    if len(desk.articles) == 1:
        only = desk.articles[0]
        outlet = desk.outlets.get(str(only["id"]))
        parts = ["One article", outlet.told if outlet else "", period(days[0], days[0]) if days else ""]
        text = ", ".join(filter(None, parts)) + (
            "" if days else ", without a date: days are relative to it, and no timeline is drawn"
        )
    else:
        text = count(len(own), "article").capitalize()
        if len(voices) > 1:
            text += f" from {count(len(voices), 'independent source')}"
        if days:
            text += f", {period(days[0], days[-1])}"
        if desk.copied:
            text += f"; {count(len(desk.copied), 'copy', 'copies')} of them {'is' if len(desk.copied) == 1 else 'are'}"
            text += " not counted"
        undated = sum(1 for row in desk.articles if not row["date"])
        if undated:
            text += f"; {undated} without a date, read by the order of the text"
    if cited < len(desk.articles) and len(desk.articles) > 1:
        text += f"; {count(cited, 'article')} {'is' if cited == 1 else 'are'} cited below"
    return f"{text}. What is said is given in the words of the source; a number leads to them."
