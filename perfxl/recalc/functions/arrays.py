"""Functions that give and take arrays: sorting, filtering, stacking, matrices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Any

from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.descriptive import numbers_in
from perfxl.recalc.functions.numbertext import truth
from perfxl.recalc.functions.order import rank
from perfxl.recalc.functions.signature import Raw, Signature, takes
from perfxl.sheets.values import Array, ErrorValue, Missing, Scalar

Grid = list[list[Scalar]]
_MOST = 2_000_000


def turned(grid: Array) -> Grid:
    """Return rows as columns."""
    return [list(column) for column in zip(*grid, strict=True)]


def _sequence(rows: float, columns: float = 1.0, start: float = 1.0, step: float = 1.0) -> list[list[float]]:
    height, width = int(rows), int(columns)
    if height < 1 or width < 1 or height * width > _MOST:
        raise Fault(ErrorValue.VALUE)
    return [[start + step * (row * width + column) for column in range(width)] for row in range(height)]


def _filter(grid: Array, wanted: Array, empty: Raw = Missing.MISSING) -> Raw:
    across = len(wanted) == 1 and len(wanted[0]) == len(grid[0]) and len(grid[0]) > 1
    lines, tests = _lines(grid, across), wanted[0] if across else [row[0] for row in wanted]
    if len(lines) != len(tests):
        raise Fault(ErrorValue.VALUE)
    kept = [line for line, test in zip(lines, tests, strict=True) if truth(test)]
    if kept:
        return _back(kept, across)
    if isinstance(empty, Missing):
        raise Fault(ErrorValue.VALUE)
    return empty


def _lines(grid: Array, columns: bool) -> Grid:
    """Return the rows of a grid, or its columns."""
    return turned(grid) if columns else [list(row) for row in grid]


def _back(lines: Grid, columns: bool) -> Grid:
    """Return lines as rows."""
    return turned(lines) if columns else lines


def _is_set(given: Raw) -> bool:
    return not isinstance(given, Missing) and truth(given)


def _flat(grid: Array) -> list[Scalar]:
    return [cell for row in grid for cell in row]


def _compared(one: Scalar, other: Scalar) -> int:
    left, right = rank(one), rank(other)
    return 0 if left == right else -1 if left < right else 1


def _sorted(lines: Sequence[Sequence[Scalar]], keys: Sequence[Sequence[Scalar]], ways: Sequence[int]) -> list[int]:
    """Return the order of lines by keys, one after the other; blanks come last whichever way."""

    def compared(one: int, other: int) -> int:
        for key, way in zip(keys, ways, strict=True):
            if key[one] is None or key[other] is None:
                found = (key[one] is None) - (key[other] is None)
            else:
                found = _compared(key[one], key[other]) * way
            if found:
                return found
        return 0

    return sorted(range(len(lines)), key=cmp_to_key(compared))


def _sort(grid: Array, index: Raw = Missing.MISSING, way: Raw = Missing.MISSING, across: Raw = Missing.MISSING) -> Grid:
    columns = _is_set(across)
    lines = _lines(grid, columns)
    indexes = [1.0] if isinstance(index, Missing) else [number(cell) for cell in _flat(index)]
    ways = [1] if isinstance(way, Missing) else [int(number(cell)) for cell in _flat(way)]
    if set(ways) - {1, -1} or any(not 1 <= each <= len(lines[0]) for each in indexes):
        raise Fault(ErrorValue.VALUE)
    keys = [[line[int(each) - 1] for line in lines] for each in indexes]
    return _back(_arranged(lines, keys, ways), columns)


def _arranged(lines: Grid, keys: Sequence[Sequence[Scalar]], ways: Sequence[int]) -> Grid:
    """Return lines sorted by keys, upwards by those for which no way is told."""
    return [lines[at] for at in _sorted(lines, keys, [*ways, *[1] * len(keys)][: len(keys)])]


def _sortby(grid: Array, *given: Raw) -> Grid:
    keys = [_flat(each) for each in given[::2]]
    ways = [int(number(each)) for each in given[1::2]]
    across = len(keys[0]) != len(grid)
    lines = _lines(grid, across)
    if any(len(key) != len(lines) for key in keys):
        raise Fault(ErrorValue.VALUE)
    return _back(_arranged(lines, keys, ways), across)


def _unique(grid: Array, across: Raw = Missing.MISSING, once: Raw = Missing.MISSING) -> Grid:
    columns = _is_set(across)
    found: dict[tuple[Any, ...], list[Any]] = {}
    for line in _lines(grid, columns):
        found.setdefault(tuple(map(rank, line)), []).append(line)
    alone = _is_set(once)
    kept = [each[0] for each in found.values() if not alone or len(each) == 1]
    if not kept:
        raise Fault(ErrorValue.VALUE)
    return _back(kept, columns)


def _stacked(*grids: Array) -> Grid:
    width = max(len(grid[0]) for grid in grids)
    return [[*row, *[ErrorValue.NA] * (width - len(row))] for grid in grids for row in grid]


def _listed(grid: Array, skip: float = 0.0, by_column: bool = False) -> list[Scalar]:
    cells = [cell for row in (turned(grid) if by_column else grid) for cell in row]
    way = int(skip)
    return [
        cell
        for cell in cells
        if not (way in {1, 3} and cell is None) and not (way in {2, 3} and isinstance(cell, ErrorValue))
    ]


def _taken(grid: Array, rows: Raw = Missing.MISSING, columns: Raw = Missing.MISSING) -> Grid:
    lines = _cut([list(row) for row in grid], rows)
    return turned(_cut(turned(lines), columns))


def _cut(lines: Grid, count: Raw) -> Grid:
    if isinstance(count, Missing):
        return lines
    wanted = int(number(count))
    kept = lines[:wanted] if wanted > 0 else lines[wanted:] if wanted else []
    if not kept:
        raise Fault(ErrorValue.VALUE)
    return kept


def _dropped(grid: Array, rows: Raw = Missing.MISSING, columns: Raw = Missing.MISSING) -> Grid:
    def cut(lines: Grid, count: Raw) -> Grid:
        wanted = 0 if isinstance(count, Missing) else int(number(count))
        kept = lines[wanted:] if wanted >= 0 else lines[:wanted]
        if not kept:
            raise Fault(ErrorValue.VALUE)
        return kept

    return turned(cut(turned(cut([list(row) for row in grid], rows)), columns))


def _chosen(lines: Sequence[Sequence[Scalar]], given: Sequence[Array]) -> Grid:
    wanted = [int(number(cell)) for grid in given for row in grid for cell in row]
    if any(not 1 <= abs(at) <= len(lines) for at in wanted):
        raise Fault(ErrorValue.VALUE)
    return [list(lines[at - 1 if at > 0 else at]) for at in wanted]


def _expanded(grid: Array, rows: float, columns: float = 0.0, fill: Raw = ErrorValue.NA) -> Grid:
    height, width = int(rows) or len(grid), int(columns) or len(grid[0])
    if height < len(grid) or width < len(grid[0]) or height * width > _MOST:
        raise Fault(ErrorValue.VALUE)
    wide = [[*row, *[fill] * (width - len(row))] for row in grid]
    return [*wide, *([fill] * width for _ in range(height - len(wide)))]


def _wrapped(grid: Array, count: float, fill: Raw = ErrorValue.NA) -> Grid:
    cells, width = [cell for row in grid for cell in row], int(count)
    if width < 1:
        raise Fault(ErrorValue.NUM)
    if len(cells) + width > _MOST:
        raise MemoryError
    lines = [cells[at : at + width] for at in range(0, len(cells), width)]
    return [[*line, *[fill] * (width - len(line))] for line in lines]


def _frequency(grid: Array, limits: Array) -> list[list[float]]:
    values, ends = numbers_in(grid), numbers_in(limits)
    ordered = sorted(set(ends))
    counted = dict.fromkeys(ordered, 0)
    above = 0
    for value in values:
        end = next((each for each in ordered if value <= each), None)
        if end is None:
            above += 1
        else:
            counted[end] += 1
    seen: set[float] = set()
    made = []
    for end in ends:
        made.append([0.0 if end in seen else float(counted[end])])
        seen.add(end)
    return [*made, [float(above)]]


ARRAYS: dict[str, Signature] = {
    "TRANSPOSE": takes("A", turned),
    "SEQUENCE": takes("n|nnn", _sequence),
    "FILTER": takes("AA|v", _filter),
    "SORT": takes("A|aav", _sort),
    "SORTBY": takes("AA|v(Av)", _sortby),
    "UNIQUE": takes("A|vv", _unique),
    "VSTACK": takes("A(A)", _stacked),
    "HSTACK": takes("A(A)", lambda *grids: turned(_stacked(*map(turned, grids)))),
    "TOCOL": takes("A|nb", lambda grid, skip=0.0, way=False: [[cell] for cell in _listed(grid, skip, way)]),
    "TOROW": takes("A|nb", lambda grid, skip=0.0, way=False: [_listed(grid, skip, way)]),
    "TAKE": takes("A|vv", _taken),
    "DROP": takes("A|vv", _dropped),
    "CHOOSEROWS": takes("AA(A)", lambda grid, *given: _chosen(grid, given)),
    "CHOOSECOLS": takes("AA(A)", lambda grid, *given: turned(_chosen(turned(grid), given))),
    "EXPAND": takes("An|nv", _expanded),
    "WRAPROWS": takes("An|v", _wrapped),
    "WRAPCOLS": takes("An|v", lambda grid, count, fill=ErrorValue.NA: turned(_wrapped(grid, count, fill))),
    "FREQUENCY": takes("AA", _frequency),
}
