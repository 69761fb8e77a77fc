"""The job of `packs`: which rule packs there are, what they say, what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.rules.kinds import kinds
from perfxl.rules.lint import lint, lint_kind
from perfxl.rules.loader import available, load, load_named
from perfxl.rules.schema import Pack


def all_packs() -> tuple[Pack, ...]:
    """Return all packs that come with perfxl."""
    return tuple(load(name) for name in available())


def pack(name: str) -> Pack:
    """Return a pack with all that it inherits; InputError for an unknown one."""
    return load_named(name)


def lint_packs(names: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return what is wrong with each pack; InputError for an unknown one.

    With all packs where none is named, and with the kinds of tables then.
    """
    problems = {name: lint(name) for name in names or available()}
    if not names:
        problems |= {kind.name: lint_kind(kind) for kind in kinds().values()}
    return problems
