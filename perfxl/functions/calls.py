r"""The forms in which files store a call of our functions, and the one canonical form (函数名).

Excel's own VBA add-in          PX_EXECRATE(
the add-in of another path      'C:\path\perfxl.xlam'!PX_EXECRATE(   perfxl.xlam!PX_EXECRATE(   [1]!PX_EXECRATE(
XLL, Office.js, dotted          _xll.PX_EXECRATE(   _xldudf_PX_EXECRATE(   PX.EXECRATE(
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from perfxl.formulas.tokens import Token, scan
from perfxl.functions.registry import REGISTRY

_OURS = re.compile(r"PX[_.]", re.IGNORECASE)
_HOST = re.compile(r"\A(?:_xll\.|_xldudf_|_xludf\.)", re.IGNORECASE)
_EDGE = Token("edge", "", -1)


class _Callee(NamedTuple):
    """What stands before the bracket of a call of ours: where it begins and ends, its name, whether a file is named."""

    start: int
    end: int
    name: str
    linked: bool


def canonical(formula: str) -> str:
    """Return a formula with every call of a registered function written PX_NAME(; texts and sheet names stay."""
    return _renamed(formula, _callees(formula))


def unlinked(formula: str) -> str:
    """Return a formula whose calls of our functions no longer name a workbook or path; other forms stay."""
    return _renamed(formula, (callee for callee in _callees(formula) if callee.linked))


def calls(formula: str) -> tuple[str, ...]:
    """Return the registered functions that a formula calls, in whatever form, each once, in order."""
    return tuple(dict.fromkeys(callee.name for callee in _callees(formula)))


def _callees(formula: str) -> Iterator[_Callee]:
    if not _OURS.search(formula):
        return
    words = [word for word in scan(formula) if word.kind != "space"]
    for before, word, after in zip([_EDGE, *words], words, [*words[1:], _EDGE], strict=False):
        name = _HOST.sub("", word.text, count=1).upper().replace(".", "_")
        if word.kind == "word" and after.text == "(" and name in REGISTRY:
            linked = before.kind == "prefix"
            yield _Callee(before.start if linked else word.start, word.start + len(word.text), name, linked)


def _renamed(formula: str, callees: Iterable[_Callee]) -> str:
    pieces: list[str] = []
    at = 0
    for callee in callees:
        pieces += (formula[at : callee.start], callee.name)
        at = callee.end
    return "".join((*pieces, formula[at:]))
