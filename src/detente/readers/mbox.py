"""Reads mail: a mailbox (mbox) message by message, or one message alone (.eml). Attachments are not read.

Of an answer only what is new is taken: lines that quote another message (`> ...`) and the signature are left out, for
what was said is then recorded once, under the one who said it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import BinaryIO

from detente.readers._dates import iso_day
from detente.readers._furniture import unwrap
from detente.readers._markup import text_of
from detente.readers._rows import article_of
from detente.readers._source import MAX_BYTES, RefusedError, Source, decode, head_of
from detente.records import Article, Note, Unread

SUFFIXES = (".mbox", ".mbx", ".eml")
MAX_MESSAGE = 25_000_000  # bytes with attachments; what is longer is named and passed over
_QUOTED = re.compile(r"^[ \t]*>.*\n?", re.M)
_SAID = re.compile(r"^[^\n>]{0,200}\b(?:wrote|writes|schrieb|écrit)\s*:[ \t]*\n(?=\s*>|\s*\Z)", re.M)
_SIGNATURE = re.compile(r"^-- ?\n.*\Z", re.M | re.DOTALL)
_FORWARDED = re.compile(r"^-{2,} ?Original Message ?-{2,}.*\Z", re.M | re.DOTALL | re.I)
_ESCAPED = re.compile(rb"^>(>*From )", re.M)


def read(source: Source) -> Iterator[Article | Unread | Note]:
    """The articles of a mailbox, one a message. Raises RefusedError where it is empty or no mail."""
    with source.open() as stream:
        head = head_of(stream)
        if source.name.lower().endswith(".eml") and not head.startswith(b"From "):
            yield from _article(source.whole(MAX_MESSAGE), source, None)
            return
        if not head.lstrip().startswith(b"From "):
            raise RefusedError("not a mailbox: its first line should begin with `From `")
        for number, data in enumerate(_messages(stream), 1):
            if data is None:
                reason = f"a message longer than {MAX_MESSAGE:,} bytes"
                yield Unread(path=source.label, line=number, reason=reason)
            else:
                yield from _article(_ESCAPED.sub(rb"\1", data), source, number)


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """The messages of a mailbox without the lines that part them; None for one that is too long."""
    held: list[bytes] = []
    size = 0
    begun, after_blank, whole_line = False, True, True
    while line := stream.readline(MAX_BYTES):
        # only at the head of a line after a blank one does `From ` begin a message
        if whole_line and after_blank and line.startswith(b"From "):
            if begun:
                yield b"".join(held) if size <= MAX_MESSAGE else None
            begun, held, size = True, [], 0
        elif begun:
            size += len(line)
            if size <= MAX_MESSAGE:
                held.append(line)
        after_blank = not line.strip()
        whole_line = line.endswith(b"\n")
    if begun:
        yield b"".join(held) if size <= MAX_MESSAGE else None


def _article(data: bytes, source: Source, number: int | None) -> Iterator[Article | Unread | Note]:
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        known = _known(message)
    except (ValueError, LookupError, AttributeError, IndexError, KeyError, TypeError, RecursionError) as error:
        # the standard library's parser stumbles over some headers that spammers write
        yield Unread(path=source.label, line=number, reason=f"a message that is broken: {type(error).__name__}")
        return
    if not known["text"]:
        yield Unread(path=source.label, line=number, reason="a message without text of its own")
        return
    yield from article_of(known, source.label, source.name, number)


def _known(message: EmailMessage) -> dict[str, str | None]:
    name, address = parseaddr(_header(message, "From") or "")
    archived = (_header(message, "Archived-At") or "").strip("<> ")
    return {
        "id": (_header(message, "Message-ID") or "").strip("<> ") or None,
        "text": own_words(_body(message)),
        "title": _header(message, "Subject"),
        "date": iso_day(_header(message, "Date")),
        "source": name or address.partition("@")[2] or None,
        "url": archived if archived.startswith(("http://", "https://")) else None,
    }


def _header(message: EmailMessage, name: str) -> str | None:
    return " ".join(str(message.get(name) or "").split()) or None


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    charset = part.get_content_charset()
    try:
        text = raw.decode(charset) if charset else decode(raw)[0]
    except (LookupError, UnicodeDecodeError):
        text = decode(raw)[0]  # a charset that there is not, or another than the message says
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text_of(text) if part.get_content_subtype() == "html" else unwrap(text)


def own_words(text: str) -> str:
    """What the writer of a message adds: without what is quoted of others, and without the signature."""
    text = _SIGNATURE.sub("", _FORWARDED.sub("", text))
    text = _QUOTED.sub("", _SAID.sub("", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
