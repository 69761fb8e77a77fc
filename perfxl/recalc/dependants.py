"""Which formulas rest on given cells, directly or through others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from perfxl.formulas.calculation import Calculation, Cell, FormulaSheet, children
from perfxl.formulas.plain import plain_boxes
from perfxl.formulas.references import Reference, references
from perfxl.formulas.shapes import GAP, STAND_IN, row_cells, row_shape
from perfxl.recalc.spread import Spread
from perfxl.sheets.address import Box

_NARROW = 64  # columns of a range that are noted one by one


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
    """The formulas of a workbook by what they read.

    beside  by sheet and column: of formulas copied down that read a cell of their own row there, those of each row
    """

    def __init__(self, calculation: Calculation) -> None:
        self._names = {name.name.casefold(): name.formula for name in calculation.names}
        self._tables = {table.name.casefold(): (table.sheet, table.box) for table in calculation.tables}
        self._order = [sheet.name.casefold() for sheet in calculation.sheets]
        self._beside: dict[tuple[str, int], list[dict[int, list[Cell]]]] = defaultdict(list)
        self._single: dict[Cell, list[Cell]] = defaultdict(list)
        self._ranges: dict[str, Spread] = defaultdict(Spread)
        self._named_stand_in = _names_stand_in(calculation)
        self._blocks = {sheet.name: sheet.blocks for sheet in calculation.sheets if sheet.blocks}
        for sheet in calculation.sheets:
            self._read_sheet(sheet)

    def of(self, cell: Cell) -> Iterator[Cell]:
        """Yield the computed cells that read a cell directly, but for those told before, and what its array fills."""
        sheet, row, column = cell
        yield from self._filled(cell)
        name = sheet.casefold()
        for copies in self._beside.get((name, column), ()):
            yield from copies.pop(row, ())
        yield from self._single.pop((name, row, column), ())
        if name in self._ranges:
            yield from self._ranges[name].take(row, column)

    def _filled(self, cell: Cell) -> Iterator[Cell]:
        block = self._blocks[cell[0]].get(cell[1:]) if cell[0] in self._blocks else None
        if block:
            yield from ((cell[0], *child) for child in children(cell[1:], block.box))

    def _read_sheet(self, sheet: FormulaSheet) -> None:
        """Note what each formula of a sheet reads; copies in other rows are known by their shape."""
        copies: dict[str, dict[int, list[Cell]]] = {}
        for (row, column), formula in sheet.formulas.items():
            shape = row_shape(formula, row)
            if shape not in copies:
                copies[shape] = {}
            copies[shape].setdefault(row, []).append((sheet.name, row, column))
        for shape, by_row in copies.items():
            self._index_copies(shape, by_row, sheet)

    def _index_copies(self, shape: str, by_row: dict[int, list[Cell]], sheet: FormulaSheet) -> None:
        readers = list(chain.from_iterable(by_row.values()))
        boxes = self._of_shape(shape, sheet.name) if len(by_row) > 1 else []
        for reader in readers if not boxes else ():
            self._index(reader, self._read(sheet.formulas[reader[1:]], sheet.name))
        for name, box in boxes:
            if box.top == box.bottom == STAND_IN and box.right - box.left < _NARROW:
                for column in range(box.left, box.right + 1):
                    self._beside[name, column].append(by_row)
            else:
                for reader in readers:
                    self._index(reader, [(name, _moved(box, reader[1]))])

    def _of_shape(self, shape: str, home: str) -> list[tuple[str, Box]]:
        """Return what a formula copied down reads in the row of the stand-in, [] where each copy is to be read."""
        if GAP not in shape or self._named_stand_in or row_cells(shape) is None:
            return []
        return list(self._read(shape.replace(GAP, str(STAND_IN)), home))

    def _read(self, formula: str, home: str) -> Iterable[tuple[str, Box]]:
        boxes = None if self._names or self._tables else plain_boxes(formula)  # a word may be a name or a table
        if boxes is not None:
            name = home.casefold()
            return [(name, box) for box in boxes]
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


def _names_stand_in(calculation: Calculation) -> bool:
    """Whether a name or table ends in the row of the stand-in, which then tells nothing."""
    rows = (row for table in calculation.tables for row in (table.box.top, table.box.bottom))
    return STAND_IN in rows or any(str(STAND_IN) in name.formula for name in calculation.names)


def _moved(box: Box, row: int) -> Box:
    """Return what a formula reads in a row, of what it would read in the row of the stand-in."""
    top, left, bottom, right = box
    top, bottom = row if top == STAND_IN else top, row if bottom == STAND_IN else bottom
    return Box(top, left, bottom, right) if top <= bottom else Box(bottom, left, top, right)
