"""The functions of databases: a list with headings, a field, and criteria that lie in cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from perfxl.recalc.functions.arguments import Fault, text
from perfxl.recalc.functions.criteria import condition
from perfxl.recalc.functions.descriptive import mean, variance
from perfxl.recalc.functions.signature import Raw, Signature, flat, takes
from perfxl.sheets.values import Array, ErrorValue, Missing, Scalar


def _column(heads: Sequence[Scalar], field: Raw) -> int:
    if isinstance(field, str):
        at = next((at for at, head in enumerate(heads) if _named(head) == field.casefold()), None)
        if at is None:
            raise Fault(ErrorValue.VALUE)
        return at
    if not isinstance(field, float) or not 1 <= field <= len(heads):
        raise Fault(ErrorValue.VALUE)
    return int(field) - 1


def _named(head: Scalar) -> str:
    return "" if isinstance(head, ErrorValue) else text(head).casefold()


def _selected(grid: Array, criteria: Array) -> list[Sequence[Scalar]]:
    """Return the rows that meet all criteria of a line, of any line."""
    heads, *records = grid
    asked, *lines = criteria
    tests = []
    for line in lines:
        found = []
        for head, cell in zip(asked, line, strict=True):
            if cell is not None and _named(head):
                found.append((_column(heads, text(head)), condition(_begins(cell))))
        tests.append(found)
    return [record for record in records if any(all(test(record[at]) for at, test in line) for line in tests)]


def _begins(cell: Scalar) -> Scalar:
    """Return a criterion: a bare text stands for all that begin with it."""
    bare = isinstance(cell, str) and cell[:1] not in {"<", ">", "="}
    if not isinstance(cell, str) or not bare:
        return cell
    try:
        float(cell)
    except ValueError:
        return f"{cell}*"
    return cell


def _over(function: Callable[[list[float]], Any]) -> Signature:
    def run(grid: Array, field: Raw, criteria: Array) -> Raw:
        at = _column(grid[0], field)
        return function(flat((True, [record[at] for record in _selected(grid, criteria)])))

    return takes("aea", run)


def _counted(*, numbers: bool) -> Signature:
    def run(grid: Array, field: Raw, criteria: Array) -> float:
        chosen = _selected(grid, criteria)
        if field is None or isinstance(field, Missing):
            return float(len(chosen))
        at = _column(grid[0], field)
        return float(sum(isinstance(r[at], float) if numbers else r[at] is not None for r in chosen))

    return takes("aea", run)


def _get(grid: Array, field: Raw, criteria: Array) -> Scalar:
    at = _column(grid[0], field)
    chosen = _selected(grid, criteria)
    if len(chosen) != 1:
        raise Fault(ErrorValue.NUM if chosen else ErrorValue.VALUE)
    return chosen[0][at]


DATABASES: dict[str, Signature] = {
    "DSUM": _over(lambda values: float(sum(values))),
    "DAVERAGE": _over(mean),
    "DMAX": _over(lambda values: max(values, default=0.0)),
    "DMIN": _over(lambda values: min(values, default=0.0)),
    "DPRODUCT": _over(lambda values: math.prod(values) if values else 0.0),
    "DSTDEV": _over(lambda values: math.sqrt(variance(values, 1))),
    "DSTDEVP": _over(lambda values: math.sqrt(variance(values, 0))),
    "DVAR": _over(lambda values: variance(values, 1)),
    "DVARP": _over(lambda values: variance(values, 0)),
    "DCOUNT": _counted(numbers=True),
    "DCOUNTA": _counted(numbers=False),
    "DGET": takes("aea", _get),
}
