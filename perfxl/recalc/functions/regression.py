"""Functions of two series: correlation, lines through points, weighted chances."""

from __future__ import annotations

import math
from collections.abc import Callable

from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.descriptive import mean, variance
from perfxl.recalc.functions.matrices import pairs_of, solved
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import Array, ErrorValue

Pairs = tuple[list[float], list[float]]


def _pairs(one: Array, other: Array) -> Pairs:
    """Return the numbers of both series that stand in pairs."""
    kept = pairs_of(one, other)
    return [a for a, _ in kept], [b for _, b in kept]


def _covariance(pairs: Pairs, less: int) -> float:
    one, other = pairs
    if len(one) <= less:
        raise Fault(ErrorValue.DIV0)
    first, second = mean(one), mean(other)
    return math.fsum((a - first) * (b - second) for a, b in zip(one, other, strict=True)) / (len(one) - less)


def _correlation(pairs: Pairs) -> float:
    return _covariance(pairs, 0) / math.sqrt(variance(pairs[0], 0) * variance(pairs[1], 0))


def _slope(pairs: Pairs) -> float:
    """Return the slope of the line through points, the heights first."""
    return _covariance(pairs, 0) / variance(pairs[1], 0)


def _intercept(pairs: Pairs) -> float:
    return mean(pairs[0]) - _slope(pairs) * mean(pairs[1])


def _standard_error(pairs: Pairs) -> float:
    count = len(pairs[0])
    if count < 3:
        raise Fault(ErrorValue.DIV0)
    rest = variance(pairs[0], 0) * count - _covariance(pairs, 0) ** 2 * count / variance(pairs[1], 0)
    return math.sqrt(rest / (count - 2))


def _forecast(at: float, heights: Array, places: Array) -> float:
    pairs = _pairs(heights, places)
    return _intercept(pairs) + _slope(pairs) * at


def _of(function: Callable[[Pairs], float]) -> Signature:
    return takes("AA", lambda one, other: function(_pairs(one, other)))


def fitted(heights: list[float], rows: list[list[float]], constant: bool) -> list[float]:
    """Return the factors of a line or plane through points by least squares, the constant last."""
    terms = [[*row, 1.0] if constant else row for row in rows]
    size = len(terms[0])
    matrix = [[math.fsum(row[a] * row[b] for row in terms) for b in range(size)] for a in range(size)]
    right = [[math.fsum(row[a] * y for row, y in zip(terms, heights, strict=True))] for a in range(size)]
    found = [row[0] for row in solved(matrix, right)]
    return found if constant else [*found, 0.0]


def _numbers(grid: Array) -> list[list[float]]:
    if any(not isinstance(cell, float) for row in grid for cell in row):
        raise Fault(ErrorValue.VALUE)
    return [[float(cell) for cell in row] for row in grid]  # type: ignore[arg-type]


def _line(heights: Array, places: Array | None = None, constant: bool = True) -> list[list[float]]:
    """LINEST without statistics: the factors, the last variable's first."""
    values = [cell for row in _numbers(heights) for cell in row]
    grid = _numbers(places) if places else [[float(at)] for at in range(1, len(values) + 1)]
    rows = grid if len(grid) == len(values) else [list(column) for column in zip(*grid, strict=True)]
    *factors, last = fitted(values, rows, constant)
    return [[*reversed(factors), last]]


REGRESSION: dict[str, Signature] = {
    "CORREL": _of(_correlation),
    "PEARSON": _of(_correlation),
    "RSQ": _of(lambda pairs: _correlation(pairs) ** 2),
    "COVAR": _of(lambda pairs: _covariance(pairs, 0)),
    "COVARIANCE.P": _of(lambda pairs: _covariance(pairs, 0)),
    "COVARIANCE.S": _of(lambda pairs: _covariance(pairs, 1)),
    "SLOPE": _of(_slope),
    "INTERCEPT": _of(_intercept),
    "STEYX": _of(_standard_error),
    "FORECAST": takes("nAA", _forecast),
    "FORECAST.LINEAR": takes("nAA", _forecast),
    "LINEST": takes("A|Ab", _line),
}
