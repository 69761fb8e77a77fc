"""VLOOKUP, HLOOKUP, LOOKUP, MATCH: exact, by wildcards, and in sorted lists as Excel halves them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.lookup import xlookup, xmatch
from perfxl.recalc.functions.numbertext import truth
from perfxl.recalc.functions.order import rank
from perfxl.recalc.functions.patterns import wildcard
from perfxl.recalc.functions.signature import Raw, Signature, takes
from perfxl.sheets.values import Array, ErrorValue, Missing, Scalar

_WILD = re.compile(r"[*?~]")


def exactly(wanted: Scalar, cells: Sequence[Scalar]) -> int:
    """Return the index of the first cell that is the value; Fault #N/A."""
    if isinstance(wanted, str) and _WILD.search(wanted):
        found: Iterator[int] = _fitting(wanted, cells)
    else:
        key = rank(0.0 if wanted is None else wanted)
        found = (at for at, cell in enumerate(cells) if cell is not None and rank(cell) == key)
    at = next(found, None)
    if at is None:
        raise Fault(ErrorValue.NA)
    return at


def _fitting(wanted: str, cells: Sequence[Scalar]) -> Iterator[int]:
    """Yield the indexes of the texts that fit wildcards."""
    pattern = re.compile(wildcard(wanted), re.IGNORECASE | re.DOTALL)
    return (at for at, cell in enumerate(cells) if isinstance(cell, str) and pattern.fullmatch(cell))


def nearest(wanted: Scalar, cells: Sequence[Scalar], *, descending: bool = False) -> int:
    """Return the index that halving a sorted list finds; cells of another kind are passed over; Fault #N/A.

    What is not sorted is halved just so: LOOKUP(2,1/(...),...) finds the last cell that is no error.
    """
    key = rank(0.0 if wanted is None else wanted)
    low, high, best = 0, len(cells) - 1, -1
    while low <= high:
        middle = (low + high) // 2
        at = _of_kind(cells, key[0], middle, high)
        if at is None:
            high = middle - 1
            continue
        held = rank(cells[at])
        if held == key or (held > key if descending else held < key):
            best, low = at, at + 1
            if held == key and descending:
                return at
        else:
            high = middle - 1
    if best < 0:
        raise Fault(ErrorValue.NA)
    return best


def _of_kind(cells: Sequence[Scalar], kind: int, start: int, end: int) -> int | None:
    return next((at for at in range(start, end + 1) if cells[at] is not None and rank(cells[at])[0] == kind), None)


def _match(wanted: Scalar, grid: Array, way: float = 1.0) -> float:
    if len(grid) > 1 and len(grid[0]) > 1:
        raise Fault(ErrorValue.NA)
    cells = grid[0] if len(grid) == 1 else [row[0] for row in grid]
    if not way:
        return float(exactly(wanted, cells) + 1)
    return float(nearest(wanted, cells, descending=way < 0) + 1)


def _vlookup(wanted: Scalar, grid: Array, column: float, sorted_: Raw = True) -> Scalar:
    cells = [row[0] for row in grid]
    row = grid[_found(wanted, cells, sorted_)]
    return row[_index(column, len(row))]


def _hlookup(wanted: Scalar, grid: Array, row: float, sorted_: Raw = True) -> Scalar:
    at = _found(wanted, grid[0], sorted_)
    return grid[_index(row, len(grid))][at]


def _index(given: float, count: int) -> int:
    if given < 1:
        raise Fault(ErrorValue.VALUE)
    if int(given) > count:
        raise Fault(ErrorValue.REF)
    return int(given) - 1


def _found(wanted: Scalar, cells: Sequence[Scalar], sorted_: Raw) -> int:
    approximate = False if isinstance(sorted_, Missing) else truth(sorted_)
    return nearest(wanted, cells) if approximate else exactly(wanted, cells)


def _lookup(wanted: Scalar, grid: Array, results: Raw = None) -> Scalar:
    wide = len(grid[0]) > len(grid)
    cells = grid[0] if wide else [row[0] for row in grid]
    at = nearest(wanted, cells)
    if results is None:
        return grid[-1][at] if wide else grid[at][-1]
    line: Sequence[Scalar] = results[0] if len(results) == 1 else [row[0] for row in results]
    if at >= len(line):
        raise Fault(ErrorValue.NA)
    return line[at]


def _address(row: float, column: float, kind: float = 1.0, plain: Raw = True, sheet: Raw = None) -> str:
    down, across, way = int(row), int(column), int(kind)
    if not (1 <= down <= 1_048_576 and 1 <= across <= 16_384 and 1 <= way <= 4):
        raise Fault(ErrorValue.VALUE)
    in_letters = plain is True or isinstance(plain, Missing) or bool(number(plain))
    made = (_lettered if in_letters else _numbered)(down, across, way in {1, 2}, way in {1, 3})
    return made if sheet is None or isinstance(sheet, Missing) else f"{_quoted(str(sheet))}!{made}"


def _lettered(row: int, column: int, fixed_row: bool, fixed_column: bool) -> str:
    from perfxl.sheets.address import column_letters  # noqa: PLC0415 (only here)

    return f"{'$' * fixed_column}{column_letters(column)}{'$' * fixed_row}{row}"


def _numbered(row: int, column: int, fixed_row: bool, fixed_column: bool) -> str:
    return f"R{row if fixed_row else f'[{row}]'}C{column if fixed_column else f'[{column}]'}"


def _quoted(sheet: str) -> str:
    from perfxl.sheets.address import quoted_sheet  # noqa: PLC0415 (only here)

    return quoted_sheet(sheet) if re.search(r"[^0-9A-Za-z_.一-鿿]|^[0-9]", sheet) else sheet


MATCHING: dict[str, Signature] = {
    "MATCH": takes("ea|n", _match),
    "VLOOKUP": takes("ean|v", _vlookup),
    "HLOOKUP": takes("ean|v", _hlookup),
    "LOOKUP": takes("eA|A", _lookup),
    "XLOOKUP": takes("eaa|vvv", xlookup),
    "XMATCH": takes("ea|vv", xmatch),
    "ADDRESS": takes("nn|nvv", _address),
}
