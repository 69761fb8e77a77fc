"""Which formulas rest on given cells, directly or through others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from perfxl.formulas.calculation import Calculation, Cell, children
from perfxl.formulas.plain import plain_boxes
from perfxl.formulas.references import Reference, references
from perfxl.recalc.spread import Spread
from perfxl.sheets.address import Box


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
        self._ranges: dict[str, Spread] = defaultdict(Spread)
        plain = not (self._names or self._tables)  # else a word may be one of them
        for sheet in calculation.sheets:
            name = sheet.name.casefold()
            for position, formula in sheet.formulas.items():
                boxes = plain_boxes(formula) if plain else None
                found = ((name, box) for box in boxes) if boxes is not None else self._read(formula, sheet.name)
                self._index((sheet.name, *position), found)

    def of(self, cell: Cell) -> Iterator[Cell]:
        """Yield the computed cells that read a cell directly, but for those told before, and what its array fills."""
        sheet, row, column = cell
        yield from self._filled(cell)
        name = sheet.casefold()
        yield from self._single.pop((name, row, column), ())
        if name in self._ranges:
            yield from self._ranges[name].take(row, column)

    def _filled(self, cell: Cell) -> Iterator[Cell]:
        sheet = self._calculation.sheet(cell[0])
        block = sheet.blocks.get(cell[1:]) if sheet else None
        if block:
            yield from ((cell[0], *child) for child in children(cell[1:], block.box))

    def _read(self, formula: str, home: str) -> Iterator[tuple[str, Box]]:
        return self._boxes(references(formula, home), frozenset())

    def _index(self, reader: Cell, boxes: Iterable[tuple[str, Box]]) -> None:
        for sheet, box in boxes:
            if box.is_cell:
                self._single[sheet, box.top, box.left].append(reader)
            else:
                self._ranges[sheet].add(box, reader)

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
