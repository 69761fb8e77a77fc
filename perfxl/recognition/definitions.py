"""What a heading prints of its own columns (执行率(B/A); 栏次 6=4/3): the operands of a computed column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfxl.numerals.definitions import Definition, column_numbers, definition, own_name
from perfxl.recognition.grid import Grid
from perfxl.rules.kind import Computation, Kind

_VERBS = {"ratio": (1, True), "difference": (1, -1, False)}  # signs of the names, whether one divides
Span = tuple[int, int, int]  # lower row of the heading, first and last column


def numbering_row(grid: Grid, span: Span) -> int:
    """Return the row right below a heading that only numbers its columns, 0 where there is none."""
    bottom, left, right = span
    spots = dict.fromkeys(grid.anchor(bottom + 1, column) for column in range(left, right + 1))
    texts = [grid.text(*spot) for spot in spots if spot[0] == bottom + 1 and grid.speaks(*spot)]
    return bottom + 1 if texts and column_numbers(texts) else 0


def as_defined(grid: Grid, kind: Kind, found: Mapping[str, int], span: Span) -> dict[str, int]:
    """Return the columns by field key, the operands of a computed column where its printed definition says."""
    moved: dict[str, int] = {}
    for one in kind.relations:
        texts = _texts(grid, span, found[one.target]) if one.verb in _VERBS and one.target in found else ()
        for printed in filter(None, map(definition, texts)):
            moved |= _operands(one, printed, _names(grid, span))
    return _with(found, {key: column for key, column in moved.items() if found.get(key) != column})


def _with(found: Mapping[str, int], moved: Mapping[str, int]) -> dict[str, int]:
    """Return the columns with those moved, no column twice."""
    return {**{key: column for key, column in found.items() if column not in moved.values()}, **moved}


def _operands(one: Computation, printed: Definition, names: Mapping[str, int]) -> dict[str, int]:
    keys = [key for key in one.of if isinstance(key, str)]
    calls = [name for name, _ in printed.above] + [printed.below] * bool(printed.below)
    if _VERBS[one.verb] != (*(sign for _, sign in printed.above), printed.below != "") or len(keys) != len(calls):
        return {}
    return {key: names[call] for key, call in zip(keys, calls, strict=True)} if names.keys() >= set(calls) else {}


def _names(grid: Grid, span: Span) -> dict[str, int]:
    """Return the columns by the letters or numbers that call them."""
    _, left, right = span
    return {
        name: column
        for column in range(right, left - 1, -1)
        for text in _texts(grid, span, column)
        if (name := own_name(text))
    }


def _texts(grid: Grid, span: Span, column: int) -> Iterator[str]:
    """Yield what stands over a column: its number in the row of numbers, then its heading."""
    numbering = numbering_row(grid, span)
    for row in (numbering, span[0]):
        if row:
            yield grid.text(row, column)
