"""The precedents of a formula cell (引用单元格) as a tree: what it reads, with values, down to what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfxl.formulas.references import Reference, references
from perfxl.model.place import Place
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, Position, cell_address, column_letters, position_of
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

DEPTH = 4
WIDTH = 8  # cells of a range that are shown one by one; of a longer one the filled ones are counted
_BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that a formula reads.

    text      the place ("表!E12"), the range, or a name as the formula says it
    cell      what stands there; None for a range, a name, another workbook
    filled    of a range: how many of its cells hold something
    children  what the cell or range reads in turn
    cycle     the cell is being explained further up: the formulas run in a circle
    cut       it reads more, which the depth of the tree leaves out
    """

    text: str
    cell: Cell | None = None
    filled: int | None = None
    children: tuple[Node, ...] = ()
    cycle: bool = False
    cut: bool = False


def precedents(snapshot: Snapshot, sheet: str, cell: str, depth: int = DEPTH) -> Node:
    """Return the tree of a cell; ValueError for a bad address, KeyError for a sheet that is not there."""
    found = snapshot.sheet(sheet)
    if found is None:
        raise KeyError(sheet)
    return _Walk(snapshot).cell(found, position_of(cell), depth, ())


class _Walk:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def cell(self, sheet: Sheet, position: Position, depth: int, above: tuple[str, ...]) -> Node:
        text = str(Place(sheet.name, cell_address(*position)))
        held = sheet.cells.get(position, _BLANK)
        if text in above:
            return Node(text, held, cycle=True)
        if held.formula is None:
            return Node(text, held)
        found = references(held.formula, sheet.name)
        if depth == 0:
            return Node(text, held, cut=bool(found))
        children = tuple(self._reference(each, depth - 1, (*above, text)) for each in found)
        return Node(text, held, children=children)

    def _reference(self, reference: Reference, depth: int, above: tuple[str, ...]) -> Node:
        sheets = [self._snapshot.sheet(name) for name in reference.sheets]
        if reference.box is None or len(sheets) != 1 or sheets[0] is None:
            return Node(reference.text)
        sheet = sheets[0]
        if reference.box.is_cell:
            return self.cell(sheet, reference.box.anchor, depth, above)
        filled = list(_filled(sheet, reference.box))
        computed = [position for position in filled if sheet.cells[position].formula is not None]
        shown = filled if len(filled) <= WIDTH else computed[:WIDTH]
        children = tuple(self.cell(sheet, position, depth, above) for position in shown)
        text = f"{sheet.name}!{_span(reference.box)}"
        return Node(text, filled=len(filled), children=children, cut=len(shown) < len(filled))


def _filled(sheet: Sheet, box: Box) -> Iterator[Position]:
    if box.area <= len(sheet.cells):
        inside = [position for position in box.positions() if position in sheet.cells]
    else:
        inside = sorted(filter(box.contains, sheet.cells))
    return (position for position in inside if _speaks(sheet.cells[position]))


def _speaks(cell: Cell) -> bool:
    return cell.value is not None or cell.formula is not None or bool(cell.error)


def _span(box: Box) -> str:
    top, left, bottom, right = box
    if (top, bottom) == (1, LAST_ROW):
        return f"{column_letters(left)}:{column_letters(right)}"
    if (left, right) == (1, LAST_COLUMN):
        return f"{top}:{bottom}"
    return box.reference
