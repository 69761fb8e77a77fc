"""The job of `packs`: which rule packs there are, what they say, what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.rules.lint import lint
from perfxl.rules.loader import available, load
from perfxl.rules.schema import Pack


def listed() -> tuple[Pack, ...]:
    """Return all packs that come with perfxl."""
    return tuple(load(name) for name in available())


def shown(name: str) -> Pack:
    """Return a pack with all that it inherits; InputError for an unknown one."""
    return load(name)


def linted(names: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return what is wrong with each pack, with all of them where none is named; InputError for an unknown one."""
    return {name: lint(name) for name in names or available()}
