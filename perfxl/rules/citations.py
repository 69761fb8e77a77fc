"""A citation stands on the formula that it was written for: what a pack restates of a rule it inherits, it cites anew.

Without this a pack that changes a formula would keep the source of the other one, and a pack that confirms a source
would confirm a formula that the source does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perfxl.rules.located import dotted

_SOURCE = frozenset({"citation", "status"})
_NAMES = frozenset({"name", "places"})  # say nothing of the formula


def misplaced(own: Mapping[str, Any], inherited: Mapping[str, Any], path: Sequence[str] = ()) -> Iterator[str]:
    """Yield what is wrong, one Chinese sentence each, in what a pack states differently from the one it extends."""
    for key, value in own.items():
        below = inherited.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            if "citation" in below:
                yield from _judged(value, below, (*path, key))
            yield from misplaced(value, below, (*path, key))


def _judged(own: Mapping[str, Any], inherited: Mapping[str, Any], path: Sequence[str]) -> Iterator[str]:
    formula = own.keys() - _SOURCE - _NAMES
    if formula and "citation" not in own:
        yield f"{dotted(path)} 改了规则（{'、'.join(sorted(formula))}），出处仍是沿用的，请另写 citation 和 status。"
    elif formula and "status" not in own:
        yield f"{dotted(path)} 改了规则和出处，没有写 status，请写明是否核实过。"
    elif own.keys() & _SOURCE and not formula:
        kept = "、".join(sorted(inherited.keys() - _SOURCE - _NAMES - {"law"}) or ["law"])
        yield f"{dotted(path)} 只改了出处，规则（{kept}）仍是沿用的，请把出处所写的规则（law 或算法）一并写明。"
