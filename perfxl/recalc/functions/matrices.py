"""Matrices, and sums of products."""

from __future__ import annotations

import math
from collections.abc import Callable

from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import Array, ErrorValue, Scalar

_MOST = 2_000_000


def _numbers(grid: Array) -> list[list[float]]:
    """Return a matrix; Fault #VALUE! where a cell is no number."""
    for row in grid:
        for cell in row:
            if isinstance(cell, ErrorValue):
                raise Fault(cell)
            if not isinstance(cell, float) or isinstance(cell, bool):
                raise Fault(ErrorValue.VALUE)
    return [[float(cell) for cell in row] for row in grid]  # type: ignore[arg-type]


def _multiplied(one: Array, other: Array) -> list[list[float]]:
    left, right = _numbers(one), _numbers(other)
    if len(left[0]) != len(right):
        raise Fault(ErrorValue.VALUE)
    columns = list(zip(*right, strict=True))
    return [[math.fsum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def _eliminated(matrix: list[list[float]]) -> float:
    """Bring a matrix into triangular form in place; return its determinant."""
    size, found = len(matrix), 1.0
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(matrix[row][at]))
        if not matrix[pivot][at]:
            return 0.0
        if pivot != at:
            matrix[at], matrix[pivot], found = matrix[pivot], matrix[at], -found
        found *= matrix[at][at]
        for row in range(at + 1, size):
            factor = matrix[row][at] / matrix[at][at]
            matrix[row] = [one - factor * two for one, two in zip(matrix[row], matrix[at], strict=True)]
    return found


def _square(grid: Array) -> list[list[float]]:
    matrix = _numbers(grid)
    if len(matrix) != len(matrix[0]):
        raise Fault(ErrorValue.VALUE)
    return matrix


def solved(matrix: list[list[float]], right: list[list[float]]) -> list[list[float]]:
    """Return what solves a system of equations for each column of the right side; Fault #NUM! where nothing does."""
    size = len(matrix)
    joined = [[*row, *more] for row, more in zip(matrix, right, strict=True)]
    if not _eliminated(joined):
        raise Fault(ErrorValue.NUM)
    for at in range(size - 1, -1, -1):
        joined[at] = [value / joined[at][at] for value in joined[at]]
        for row in range(at):
            factor = joined[row][at]
            joined[row] = [one - factor * two for one, two in zip(joined[row], joined[at], strict=True)]
    return [row[size:] for row in joined]


def _inverse(grid: Array) -> list[list[float]]:
    matrix = _square(grid)
    size = len(matrix)
    return solved(matrix, [[float(row == column) for column in range(size)] for row in range(size)])


def _unit(size: float) -> list[list[float]]:
    count = int(size)
    if not 1 <= count * count <= _MOST:
        raise Fault(ErrorValue.VALUE)
    return [[float(row == column) for column in range(count)] for row in range(count)]


def _sumproduct(*grids: Array) -> float:
    shapes = {(len(grid), len(grid[0])) for grid in grids}
    if len(shapes) != 1:
        raise Fault(ErrorValue.VALUE)
    products = [1.0] * (len(grids[0]) * len(grids[0][0]))
    for grid in grids:
        for at, cell in enumerate(cell for row in grid for cell in row):
            if isinstance(cell, ErrorValue):
                raise Fault(cell)
            products[at] *= cell if isinstance(cell, float) else 0.0
    return float(sum(products))


def pairs_of(one: Array, other: Array) -> list[tuple[float, float]]:
    """Return the pairs of numbers of two series; Fault #N/A where they differ in length, #DIV/0! of none."""
    left, right = _flat(one), _flat(other)
    if len(left) != len(right):
        raise Fault(ErrorValue.NA)
    error = next((cell for cell in (*left, *right) if isinstance(cell, ErrorValue)), None)
    if error is not None:
        raise Fault(error)
    kept = [(a, b) for a, b in zip(left, right, strict=True) if isinstance(a, float) and isinstance(b, float)]
    if not kept:
        raise Fault(ErrorValue.DIV0)
    return kept


def _flat(grid: Array) -> list[Scalar]:
    return [cell for row in grid for cell in row]


def _summed(function: Callable[[float, float], float]) -> Signature:
    return takes("AA", lambda one, other: math.fsum(function(a, b) for a, b in pairs_of(one, other)))


MATRICES: dict[str, Signature] = {
    "SUMPRODUCT": takes("A(A)", _sumproduct),
    "SUMX2MY2": _summed(lambda a, b: a * a - b * b),
    "SUMX2PY2": _summed(lambda a, b: a * a + b * b),
    "SUMXMY2": _summed(lambda a, b: (a - b) ** 2),
    "MMULT": takes("AA", _multiplied),
    "MDETERM": takes("A", lambda grid: _eliminated(_square(grid))),
    "MINVERSE": takes("A", _inverse),
    "MUNIT": takes("n", _unit),
}
