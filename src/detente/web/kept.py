"""Pages that were made, kept for as long as the state of the record that they show."""

from __future__ import annotations

import threading
from collections import OrderedDict


class Kept:
    """What was made last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> bytes | None:
        """What is kept under a key."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: tuple[object, ...], made: bytes) -> None:
        """Keep something, and let go of what was not asked for the longest time. What is too large is not kept."""
        if len(made) > self._limit // 8:
            return
        with self._lock:
            self._size += len(made) - len(self._held.pop(key, b""))
            self._held[key] = made
            while self._size > self._limit:
                self._size -= len(self._held.popitem(last=False)[1])
