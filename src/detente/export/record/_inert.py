"""Text that does nothing where it ends up: in a script, a page, a cell; and JSON made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

# control characters, and those that turn or hide what stands beside them (Unicode's Cc, Cf, Zl, Zp)
HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
UNSEEN = re.compile(f"[{HIDDEN}]")
JOINERS = "\u200c\u200d"  # part of how some scripts and emoji are written
# what could end a script that JSON stands in, or cannot be seen in a file
RISKY = re.compile(f"[<>&{HIDDEN}]")


def plain(value: object) -> str:
    """A value on one line, without characters that cannot be seen.

    >>> plain("a\\u202e b\\n c")
    'a b c'
    """
    text = UNSEEN.sub(lambda match: match[0] if match[0] in JOINERS else "", str(value))
    return " ".join(text.split())


def dumped(value: Any) -> str:
    """A value as JSON on one line, in which nothing can end a script or hide, and which reads back as the same value.

    >>> dumped({"a": "</script>"})
    '{"a": "\\\\u003c/script\\\\u003e"}'
    """
    return RISKY.sub(_escaped, json.dumps(value, ensure_ascii=False, allow_nan=False))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if ord(match[0]) > 127 else f"\\u{ord(match[0]):04x}"


def array(head: dict[str, Any], name: str, items: Iterable[Any], deep: int = 1) -> Iterator[str]:
    """The pieces of a JSON object that ends in an array, one item a line.

    With `deep` 2 the array ends the object that is the last value of `head`.
    """
    opening = dumped(head)[:-deep]
    yield f"{opening}{'' if opening.endswith('{') else ', '}{json.dumps(name)}: ["
    before = "\n"
    for item in items:
        yield before + dumped(item)
        before = ",\n"
    yield "\n]" + "}" * deep + "\n"


def fields(head: dict[str, Any], parts: Iterable[tuple[str, Iterable[tuple[str, Any]]]]) -> Iterator[str]:
    """The pieces of a JSON object that ends in objects, with a key a line in each; an empty one is left out."""
    yield dumped(head)[:-1]
    for name, pairs in parts:
        opening = f",\n{json.dumps(name)}: {{\n"
        for key, value in pairs:
            yield f"{opening}{dumped(key)}: {dumped(value)}"
            opening = ",\n"
        if opening == ",\n":
            yield "\n}"
    yield "\n}\n"
