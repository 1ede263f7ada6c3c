"""Golden cases: each `EXTRACTOR/NAME.case` is a test. See docs/adding.md for the form of a case.

`pytest --freeze` adds the missing parses (it runs the model); `pytest --accept FILE...` also rewrites what is expected.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

import pytest

from detente.annotate import lay_over
from detente.doc import Doc
from detente.extract import extractors
from detente.records import Article, Dropped, Record, Statement
from detente.speech import selves

SHOWN = {
    "Statement": ("speaker", "cue", "kind", "addressee", "speech_act", "modality", "topic"),
    "Event": (
        "actor",
        "recipient",
        "type",
        "mode",
        "modality",
        "date_start",
        "date_end",
        "place",
        "dead",
        "injured",
        "voice",
    ),
    "Position": ("actor", "issue", "stance", "condition", "basis"),
    "Inducement": ("actor", "target", "kind", "what", "condition", "state"),
    "Commitment": ("actor", "what", "beneficiary", "deadline", "condition", "repeated", "state"),
    "Opinion": ("kind",),
    "Passage": ("actor", "side", "voice"),
}
HEADS = ("why", "day", "title", "source", "text", "notyet")
MUTED = {("modality", "happened"), ("repeated", False), ("voice", "reported")}


@dataclass
class Case:
    path: Path
    head: dict[str, str] = field(default_factory=dict)
    expect: list[str] = field(default_factory=list)
    parse: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Case:
        case = cls(path)
        part, key = "head", ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line in ("expect", "parse"):
                part = line
            elif part == "head" and line[:1] in (" ", "\t") and key:
                case.head[key] += "\n" + line.strip()
            elif part == "head" and line.strip():
                key, _, value = line.partition(" ")
                if key not in HEADS:
                    raise ValueError(f"{path}: unknown heading {key!r}")
                case.head[key] = value.strip()
            elif part == "expect" and line.strip():
                case.expect.append(line.rstrip())
            elif part == "parse":
                case.parse.append(line)
        while case.parse and not case.parse[-1]:
            case.parse.pop()
        if "text" not in case.head or "why" not in case.head:
            raise ValueError(f"{path}: a case needs `why` and `text`")
        return case

    def write(self) -> None:
        lines = [f"{key:7s}{value}".replace("\n", "\n       ") for key, value in self.head.items()]
        lines += ["", "expect", *self.expect, "", "parse", *self.parse]
        self.path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @property
    def article(self) -> Article:
        return Article(id="case", text=self.head["text"], date=self.head.get("day"), title=self.head.get("title"),
                       source=self.head.get("source"))  # fmt: skip

    def freeze(self) -> None:
        from detente.annotate.language import parse

        self.parse = next(iter(parse([self.article]))).freeze()
        while self.parse and not self.parse[-1]:
            self.parse.pop()

    def results(self) -> list[str]:
        doc = lay_over(Doc.thaw(self.article, self.parse))
        found = extractors()
        doc.statements = [r for r in found["statements"](doc) if isinstance(r, Statement)]
        selves.annotate(doc)
        doc.readings = []  # what the trained reader adds is measured in eval/; here speak the rules alone
        records = [r for r in found[self.path.parent.name](doc) if not isinstance(r, Dropped)]
        records.sort(key=lambda r: (r.start, r.end, line_of(r, doc.text)))
        return [line_of(r, doc.text) for r in records]


def line_of(record: Record | Dropped, text: str) -> str:
    """A record as one line: its kind, the fields that say something, and the words of its span."""
    kind = type(record).__name__
    known = {f.name: getattr(record, f.name) for f in fields(record)}
    shown = [f"{k}={known[k]}" for k in SHOWN[kind] if known[k] is not None and (k, known[k]) not in MUTED]
    words = text[record.start : record.end]
    if kind == "Statement" and len(known["spans"]) > 1:
        words = " ... ".join(text[a:b] for a, b in known["spans"])
    return f"{kind}  {' | '.join(shown)}  «{' '.join(words.split())}»"


class CaseFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        yield CaseItem.from_parent(self, name=self.path.stem)


class MismatchError(Exception):
    pass


class CaseItem(pytest.Item):
    def runtest(self) -> None:
        case = Case.read(self.path)
        accept, freeze = self.config.getoption("--accept"), self.config.getoption("--freeze")
        if not case.parse and (accept or freeze):
            case.freeze()
            case.write()
        if not case.parse:
            raise MismatchError(f"{self.path.name} has no parse yet: run pytest --freeze on it")
        results = case.results()
        if accept and "notyet" not in case.head:
            case.expect = results
            case.write()
        elif "notyet" in case.head:
            if results == case.expect:
                raise MismatchError("this known gap is closed: take its `notyet` line out")
            pytest.xfail(case.head["notyet"])
        elif results != case.expect:
            diff = difflib.ndiff(case.expect, results)
            changed = "\n".join(line for line in diff if not line.startswith("?"))
            raise MismatchError(f"{case.head['why']}\n{case.head['text']}\n\n{changed}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None) -> str:  # noqa: ARG002
        if isinstance(excinfo.value, MismatchError):
            return f"{self.path}\n{excinfo.value}"
        return str(excinfo.getrepr(style="short"))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.parent.name}/{self.path.stem}"


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    return CaseFile.from_parent(parent, path=file_path) if file_path.suffix == ".case" else None
