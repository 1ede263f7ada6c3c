"""No parser breaks on what it begins with, on that changed a little, or on anything that broke it before."""

from __future__ import annotations

from itertools import islice

import pytest
from run import FOUND, changed
from targets import TARGETS

A_FEW = 40


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_what_is_near_them_and_what_broke_it_before(name: str) -> None:
    target, seeds = TARGETS[name]
    for file in sorted((FOUND / name).glob("*")):
        target(file.read_bytes())
    for data in islice(changed(seeds, name), A_FEW + len(seeds)):
        target(data)


def test_what_is_kept_belongs_to_a_target() -> None:
    assert {folder.name for folder in FOUND.iterdir() if folder.is_dir()} <= set(TARGETS)
