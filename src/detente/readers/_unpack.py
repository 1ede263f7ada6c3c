"""What is packed, unpacked as it is read: forwards, from its beginning again where asked, and no more than allowed.

A few hundred bytes can unpack to as many gigabytes. So nothing is unpacked whole, what comes out is counted, and it is
refused once it is out of all proportion to what went in; prose packs to a third or a tenth, never to a thousandth.
"""

from __future__ import annotations

import io
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

FREE = 64 * 1024**2  # bytes that anything may unpack to, however small it was
RATIO = 250
TOTAL = 64 * 1024**3  # of one file that was named, all that is packed in it together
DEEPEST = 3  # files packed within one another
BUFFER = 1 << 16


class RefusedError(Exception):
    """An input, or one article of it, is not to be read; the message says why."""


class SpentError(RefusedError):
    """A file holds more than may be unpacked of any one: the rest of it is not read either."""


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked of a file that was named, with all that is packed in it."""

    left: int = TOTAL

    def take(self, number: int) -> None:
        """Count bytes. Raises SpentError where there are none left."""
        self.left -= number
        if self.left < 0:
            raise SpentError(f"more than {TOTAL:,} bytes when unpacked: the rest is not read")


class Meter:
    """Counts what comes out of one packed stream of `packed` bytes. What is read again is not counted again."""

    def __init__(self, packed: int, budget: Budget) -> None:
        self.packed, self.budget, self.seen = packed, budget, 0

    def reach(self, position: int) -> None:
        """Note that the stream was read up to here. Raises RefusedError where that is too far."""
        if position > self.seen:
            self.budget.take(position - self.seen)
            self.seen = position
        if position > max(FREE, RATIO * self.packed):
            raise RefusedError(f"unpacks to more than {RATIO} times its size: not read on")


class Unpacked(io.RawIOBase):
    """The bytes that come out of a packed stream. Going back opens it again.

    Raises RefusedError where it is broken, cut short, or larger than the meter allows.
    """

    def __init__(self, opened: Callable[[], Any], meter: Meter) -> None:
        super().__init__()
        self._opened, self._meter = opened, meter
        self._inner: Any = None
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        data = self._some(len(view))
        view[: len(data)] = data
        return len(data)

    def _some(self, size: int) -> bytes:
        try:
            if self._inner is None:
                self._inner = self._opened()
            data: bytes = self._inner.read(size)
        except EOFError:
            raise RefusedError("cut short: its end is missing") from None
        except (OSError, zlib.error, lzma.LZMAError, ValueError, RuntimeError, NotImplementedError) as error:
            # zipfile says RuntimeError of a password and NotImplementedError of a method that it does not know
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise RefusedError(f"could not be unpacked: {reason}") from None
        self._at += len(data)
        self._meter.reach(self._at)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        target = offset if whence == io.SEEK_SET else self._at + offset
        if whence == io.SEEK_END:
            raise io.UnsupportedOperation("the end of what is packed is not known")
        if target < self._at:
            self._shut()
            self._at = 0
        while self._at < target and self._some(min(BUFFER, target - self._at)):
            pass
        return self._at

    def _shut(self) -> None:
        if self._inner is not None:
            self._inner.close()
        self._inner = None

    def close(self) -> None:
        if not self.closed:
            self._shut()
        super().close()


def stream_of(opened: Callable[[], Any], packed: int, budget: Budget) -> Callable[[], BinaryIO]:
    """What opens a packed stream, as often as asked, as one that is counted."""
    meter = Meter(packed, budget)
    return lambda: io.BufferedReader(Unpacked(opened, meter), BUFFER)
