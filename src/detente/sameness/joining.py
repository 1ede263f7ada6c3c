"""Things that are joined two by two into groups: by any tie (union and find), or by the mean of all their ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import heapify, heappop, heappush


class Groups:
    """Groups of numbers; the least of a group stands for it."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._above = {number: number for number in numbers}

    def first(self, number: int) -> int:
        """The least number of the group that a number is in."""
        root = number
        while self._above[root] != root:
            root = self._above[root]
        while self._above[number] != root:
            self._above[number], number = root, self._above[number]
        return root

    def join(self, one: int, other: int) -> int:
        """Make one group of the groups of two numbers, and return what stands for it."""
        low, high = sorted((self.first(one), self.first(other)))
        self._above[high] = low
        return low


def joined_by_mean(numbers: Iterable[int], ties: Iterable[tuple[int, int, float]], least: float) -> Groups:
    """Groups by average linkage: the two whose ties are strongest on average go first, until none reach `least`.

    Two numbers without a tie count as 0, so that one chance likeness does not chain two groups together.
    """
    groups = Groups(numbers)
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, strength in ties:
        if one != other:
            sums[one][other] = sums[other][one] = max(strength, sums[one].get(other, 0.0))
    sizes: dict[int, int] = defaultdict(lambda: 1)
    waiting = [(-strength, one, other) for one, own in sums.items() for other, strength in own.items() if one < other]
    heapify(waiting)
    while waiting:
        mean, one, other = heappop(waiting)
        if -mean < least:
            break
        if groups.first(one) != one or groups.first(other) != other:
            continue
        if -mean != sums[one][other] / (sizes[one] * sizes[other]):
            continue  # one of them has grown since
        first = groups.join(one, other)
        gone = other if first == one else one
        sizes[first] += sizes.pop(gone, 1)
        for third, total in sums.pop(gone).items():
            del sums[third][gone]
            if third != first:
                sums[first][third] = sums[third][first] = sums[first].get(third, 0.0) + total
        for third, total in sums[first].items():
            low, high = sorted((first, third))
            heappush(waiting, (-total / (sizes[first] * sizes[third]), low, high))
    return groups
