"""Which formulas rest on given cells, directly or through others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from perfxl.formulas.calculation import Calculation, Cell, children
from perfxl.formulas.references import Reference, references
from perfxl.sheets.address import Box

_Spread = tuple[Box, Cell]  # a range and the formula that reads it


def dependants(calculation: Calculation, cells: Iterable[Cell]) -> set[Cell]:
    """Return the computed cells that rest on `cells`, without these; INDIRECT and OFFSET are not followed."""
    readers = _Readers(calculation)
    start = set(cells)
    found: set[Cell] = set()
    queue = list(start)
    while queue:
        new = set(readers.of(queue.pop())) - found - start
        found |= new
        queue.extend(new)
    return found


class _Readers:
    """The formulas of a workbook by what they read."""

    def __init__(self, calculation: Calculation) -> None:
        self._calculation = calculation
        self._names = {name.name.casefold(): name.formula for name in calculation.names}
        self._tables = {table.name.casefold(): (table.sheet, table.box) for table in calculation.tables}
        self._order = [sheet.name.casefold() for sheet in calculation.sheets]
        self._single: dict[Cell, list[Cell]] = defaultdict(list)
        self._ranges: dict[str, list[_Spread]] = defaultdict(list)
        for sheet in calculation.sheets:
            for position, formula in sheet.formulas.items():
                self._index((sheet.name, *position), formula)

    def of(self, cell: Cell) -> Iterator[Cell]:
        """Yield the computed cells that read a cell directly, and those that its array fills."""
        sheet, row, column = cell
        yield from self._filled(cell)
        reading = list(self._single.get((sheet.casefold(), row, column), ()))
        for (top, left, bottom, right), reader in self._ranges.get(sheet.casefold(), ()):
            if top <= row <= bottom and left <= column <= right:
                reading.append(reader)
        yield from reading

    def _filled(self, cell: Cell) -> Iterator[Cell]:
        sheet = self._calculation.sheet(cell[0])
        block = sheet.blocks.get(cell[1:]) if sheet else None
        if block:
            yield from ((cell[0], *child) for child in children(cell[1:], block.box))

    def _index(self, reader: Cell, formula: str) -> None:
        for sheet, box in self._boxes(references(formula, reader[0]), frozenset()):
            top, left, bottom, right = box
            if (top, left) == (bottom, right):
                self._single[sheet, top, left].append(reader)
            else:
                self._ranges[sheet].append((box, reader))

    def _boxes(self, found: Iterable[Reference], seen: frozenset[str]) -> Iterator[tuple[str, Box]]:
        for reference in found:
            name = reference.text.rpartition("!")[2].partition("[")[0].casefold()
            if reference.box:
                yield from ((sheet, reference.box) for sheet in self._between(reference.sheets))
            elif name in self._tables:
                sheet, box = self._tables[name]
                yield sheet.casefold(), box
            elif name in self._names and name not in seen:
                yield from self._boxes(references(self._names[name], ""), seen | {name})

    def _between(self, sheets: tuple[str, ...]) -> list[str]:
        """Return the sheets of a 3-D reference, of which the first and the last are given."""
        first, last = sheets[0].casefold(), sheets[-1].casefold()
        if first == last or first not in self._order or last not in self._order:
            return [first]
        return self._order[self._order.index(first) : self._order.index(last) + 1]
