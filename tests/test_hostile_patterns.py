"""No regular expression of the package takes long on any text.

Every pattern is taken off the source, and attacked in the way that it is used: for each repetition in it a string is
made that leads there, repeats what it repeats, and then fails; and runs of what texts have in runs. A page of blanks
must not hold up a run.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import detente
from detente.annotate.times.patterns import compiled as time_patterns

CALLS = {"compile": 1, "match": 2, "search": 2, "fullmatch": 2, "findall": 2, "finditer": 2, "split": 3, "sub": 4}
# what a pattern is put together of when it is needed: names that stand for these
STAND_INS = {
    "last": "Holm", "phrase": "the envoy", "words": ("more", "less"), "text": "soon", "name": "Norland",
    "by": "Norland",
    "asked": {"body": "Senate"}, "issue": "30-day ceasefire", "pattern": "[0-9]{1,4}", "ends": "s?",
    "pieces": re.escape,
    "of": {"pattern": ("share .{0,20}",)},
}  # fmt: skip
PUMPS = (" ", "\n", "\t", " \n", "a", "A", "1", "-", ".", ",", '"', "’", "a ", "A ", "Aa ", "1 ", "1,", "a-", "a.",
         "A.",
         "Aa Aa, ", "a, ", ". ", "<", "(", "[", "*", "_", "> ", "http://", "and ", "the ", "of ")  # fmt: skip
LENGTH = 4_000  # characters of an attack
LIMIT = 0.5  # seconds of computing that an attack may cost; what is linear costs a hundredth of a hundredth
# those that read a title, a heading or a line, whose blanks are joined or whose length is looked at before
OF_A_LINE = frozenset({
    "detente.annotate.authors:_NAMED", "detente.annotate.authors:_ENDS", "detente.speech.issuers:_ON",
    "detente.readers._furniture:_DATED", "detente.readers._furniture:_CLOCK", "detente.sameness.retold:CREDIT",
})  # fmt: skip
AT_THE_START = frozenset({"match", "fullmatch"})


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(detente.__path__, "detente."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Every pattern of the package by where it stands, and whether it is only ever tried at one place of a text."""
    found: dict[str, tuple[re.Pattern[Any], bool]] = {}
    for module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        named = {id(node.value): node.targets[0].id for node in ast.walk(tree)
                 if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}  # fmt: skip
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
        for call in calls:
            of = call.func.value
            if isinstance(of, ast.Name) and of.id == "re" and call.func.attr in CALLS:
                name = named.get(id(call), "")
                uses = {
                    one.func.attr for one in calls if isinstance(one.func.value, ast.Name) and one.func.value.id == name
                }
                how = uses if call.func.attr == "compile" else {call.func.attr}
                known = how and _everywhere(tree, name) == len([one for one in calls if _is_of(one, name)])
                place = f"{module.__name__}:{name or f'{call.lineno}:{call.col_offset}'}"
                found[place] = _pattern(call, vars(module)), bool(how <= AT_THE_START and known)
    found |= {f"detente.annotate.times.patterns:{name}": (pattern, False) for name, _, pattern in time_patterns()}
    return found


def _is_of(call: ast.Call, name: str) -> bool:
    return isinstance(call.func.value, ast.Name) and call.func.value.id == name  # type: ignore[attr-defined]


def _everywhere(tree: ast.AST, name: str) -> int:
    """How often a name is read: where it is handed on, nobody knows what is done with it."""
    return sum(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) for node in ast.walk(tree)
    )


def _pattern(call: Any, names: dict[str, Any]) -> re.Pattern[Any]:
    place = CALLS[call.func.attr]
    flags = [word.value for word in call.keywords if word.arg == "flags"] + call.args[place : place + 1]
    codes = [compile(ast.Expression(one), "", "eval") for one in (call.args[0], *flags)]
    try:
        made, *how = (eval(code, dict(names)) for code in codes)  # noqa: S307  (our own source)
    except NameError:
        made, *how = (eval(code, names | STAND_INS) for code in codes)  # noqa: S307
    return re.compile(made, *how)


# ---------------------------------------------------------------- attacks


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """What to begin with, to repeat, and to end with."""
    for pump in PUMPS:
        yield "", pump, "\0"
        yield "x", pump, ""
    raw = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    for before, body in repetitions(parser.parse(raw, pattern.flags & ~re.DEBUG), ""):
        for pump in samples(body):
            if pump:
                yield before, pump, "\0"
                yield before, pump, "\n\n"


def repetitions(parts: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Each repetition of many with a string that leads up to it."""
    for kind, value in parts:
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = value
            if most > 20:
                yield before, body
            yield from repetitions(body, before)
        elif kind is sre.SUBPATTERN:
            yield from repetitions(value[-1], before)
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from repetitions(branch, before)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from repetitions(value[1], before)
        before += next(iter(samples([(kind, value)])), "")


def samples(parts: Any) -> list[str]:
    """A few strings that a part of a pattern matches, or nearly."""
    made = [""]
    for kind, value in parts:
        pieces = _pieces(kind, value)[:4]
        made = [one + piece for one in made for piece in pieces][:6] or made
    return made


def _pieces(kind: Any, value: Any) -> Sequence[str]:
    if kind is sre.LITERAL:
        return [chr(value)]
    if kind is sre.NOT_LITERAL:
        return ["a" if value != ord("a") else "b"]
    if kind is sre.ANY:
        return ["a", " "]
    if kind is sre.IN:
        return [char for char in 'aA1 .-,’"\n_/é' + _own(value) if _within(char, value)][:4]
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, _, body = value
        return [one * max(1, least) for one in samples(body)] + ([""] if not least else [])
    if kind is sre.SUBPATTERN:
        return samples(value[-1])
    if kind is sre.BRANCH:
        return [one for branch in value[1] for one in samples(branch)]
    return [""]


def _own(choices: Any) -> str:
    return "".join(chr(what if kind is sre.LITERAL else what[0]) for kind, what in choices
                   if kind in (sre.LITERAL, sre.RANGE))  # fmt: skip


def _within(char: str, choices: Any) -> bool:
    negated = choices[0][0] is sre.NEGATE
    named = {sre.CATEGORY_SPACE: str.isspace, sre.CATEGORY_DIGIT: str.isdigit}
    for kind, what in choices:
        if (
            (kind is sre.LITERAL and chr(what) == char)
            or (kind is sre.RANGE and what[0] <= ord(char) <= what[1])
            or (kind is sre.CATEGORY and what in named and named[what](char))
            or (kind is sre.CATEGORY and what is sre.CATEGORY_WORD and (char.isalnum() or char == "_"))
            or (kind is sre.CATEGORY and what is sre.CATEGORY_NOT_SPACE and not char.isspace())
            or (kind is sre.CATEGORY and what is sre.CATEGORY_NOT_WORD and not (char.isalnum() or char == "_"))
        ):
            return not negated
    return negated


def seconds(pattern: re.Pattern[Any], attack: tuple[str, str, str], length: int, once: bool) -> float:
    before, pump, after = attack
    text = before + pump * (length // len(pump)) + after
    subject = text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    for _ in (pattern.match(subject),) if once else pattern.finditer(subject):
        pass
    return time.process_time() - began


def worst(pattern: re.Pattern[Any], once: bool) -> str | None:
    """An attack that costs too much, if there is one. The short comes first: some never end at full length."""
    for attack in dict.fromkeys(attacks(pattern)):
        for length in (20, 24, 28, 32, 40, 60, 150, 400, 1_000, 2_000, LENGTH):
            cost = seconds(pattern, attack, length, once)
            if cost > LIMIT:
                return f"{cost:.2f} s for {length:,} of {attack!r}"
    return None


def test_no_pattern_takes_time_out_of_proportion() -> None:
    found = {place: how for place, (pattern, once) in patterns().items()
             if place not in OF_A_LINE and (how := worst(pattern, once))}  # fmt: skip
    assert not found, "\n".join(f"{place}  {how}" for place, how in found.items())


@pytest.mark.parametrize("bad", [r"(a+)+b", r"(?:\w+\s*)+;", r"\s*,?\s*(?:,\s*)?;", r"(?:a|a)*b"])
def test_patterns_that_are_known_to_be_slow_are_found(bad: str) -> None:
    assert worst(re.compile(bad), once=False) is not None


def test_a_pattern_that_is_quick_is_let_be() -> None:
    assert worst(re.compile(r"\bthe (\w+) of\b"), once=False) is None
