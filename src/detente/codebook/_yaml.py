"""Reads a user's table in YAML by its nodes: every entry knows its line, every cell stays as it is written."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from detente.codebook.entries import ABOUT, SECTIONS, Entry, Problem, entry_of, meant


def entries(text: str, path: str, problems: list[Problem]) -> Iterator[Entry]:
    """The entries of a YAML file; what is wrong with its form goes to `problems`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        problems.append(Problem(path, mark.line + 1 if mark else 1, f"not YAML: {reason}"))
        return
    if root is None:
        return
    for name, line, node in _pairs(root, path, problems):
        if name in ABOUT:
            continue
        if name not in SECTIONS:
            problems.append(Problem(path, line, f"no section {name!r}{meant(name, (*SECTIONS, *ABOUT))}"))
        elif not isinstance(node, SequenceNode):
            problems.append(Problem(path, line, f"{name} must be a list: begin each entry with a dash"))
        else:
            for item in node.value:
                yield from _item(item, SECTIONS[name], path, problems)


def _pairs(node: Node, path: str, problems: list[Problem]) -> list[tuple[str, int, Node]]:
    """The keys of a mapping with their lines and values."""
    if not isinstance(node, MappingNode):
        problems.append(Problem(path, node.start_mark.line + 1, "expected `key: value` lines"))
        return []
    return [(str(key.value).strip().lower(), key.start_mark.line + 1, value) for key, value in node.value]


def _item(node: Node, kind: str | None, path: str, problems: list[Problem]) -> Iterator[Entry]:
    line = node.start_mark.line + 1
    if isinstance(node, ScalarNode) and kind == "remove":
        yield from entry_of("remove", {"name": str(node.value)}, path, line, problems)
        return
    if not isinstance(node, MappingNode):
        problems.append(Problem(path, line, "an entry begins with `name:`"))
        return
    cells: dict[str, str] = {}
    periods: list[tuple[int, dict[str, str]]] = []
    for name, at, value in _pairs(node, path, problems):
        if name in ("roles", "periods"):
            if not isinstance(value, SequenceNode):
                problems.append(Problem(path, at, f"{name} must be a list: begin each with a dash"))
                return
            for period in value.value:
                pairs = _pairs(period, path, problems)
                periods.append((period.start_mark.line + 1, {key: _cell(one) for key, _, one in pairs}))
        else:
            if isinstance(value, MappingNode):
                problems.append(Problem(path, at, f"{name} is a word or a list of words"))
                return
            cells[name] = _cell(value)
    kind = kind or cells.pop("kind", "person" if periods and "office" in periods[0][1] else "")
    for at, period in periods or [(line, {})]:
        yield from entry_of(kind, {**cells, **period}, path, at, problems)


def _cell(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "|".join(str(one.value).strip() for one in node.value)
    return "" if node.tag.endswith(":null") else str(node.value).strip()
