"""Entering what is to stand in cells, and reading back whether it does: Excel may do otherwise and not say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from perfxl.excel.cells import SheetCells, same_value
from perfxl.excel.com import Com
from perfxl.excel.ranges import SheetRanges
from perfxl.excel.spreads import Spread
from perfxl.excel.standing import stands
from perfxl.excel.values import entry, exact, formula_of, same_formula, value_of
from perfxl.sheets.address import Position
from perfxl.sheets.changeset import CellWrite
from perfxl.sheets.snapshot import Value

GENERAL, TEXT = "General", "@"
_ByFormat = Mapping[str, list[Position]]


def put(looked: SheetCells) -> tuple[Position, ...]:
    """Make the writes, read them back and mend what differs, cell by cell; return the cells that differ still."""
    before, after = _phases(looked)
    _format(looked.grid, before)
    _clear(looked)
    write_blocks(looked.grid, dict(_entries(looked)))
    alone = {each.box.anchor for each in looked.made if each.dynamic and each.box.is_cell}
    write_blocks(looked.grid, {spot: entry(None, looked.writes[spot].formula) for spot in alone}, "Formula2")
    for spread in looked.made:
        if spread.box.anchor not in alone:
            _spread(looked, spread)
    _format(looked.grid, after)
    wrong = tuple(_wrong(looked))
    for spot in wrong:
        _mend(looked, spot)
    return tuple(_wrong(looked, mended=True)) if wrong else ()


def write_blocks(grid: SheetRanges, entries: Mapping[Position, object], member: str = "Formula") -> None:
    """Write what goes into each cell, a rectangle at a time."""
    for box in grid.blocks(entries):
        top, left, bottom, right = box
        rows = tuple(tuple(entries[row, column] for column in range(left, right + 1)) for row in range(top, bottom + 1))
        setattr(grid.range(box.reference), member, rows[0][0] if box.is_cell else rows)


@contextmanager
def plain_lists(app: Com) -> Iterator[None]:
    """Have tables (Ctrl+T) neither fill a column with a formula written into it nor grow over what is below."""
    aids = app.AutoCorrect
    names = ("AutoFillFormulasInLists", "AutoExpandListRange")
    before = {name: getattr(aids, name) for name in names}
    try:
        for name in names:
            setattr(aids, name, False)
        yield
    finally:
        for name, value in before.items():
            setattr(aids, name, value)


def _phases(looked: SheetCells) -> tuple[_ByFormat, _ByFormat]:
    """Return the cells by the format to give before and after their values are written.

    Into a text cell a number or a formula would go as text; to a formula in a plain cell Excel gives the format of
    what it refers to.
    """
    before: dict[str, list[Position]] = {}
    after: dict[str, list[Position]] = {}
    for spot, write in looked.writes.items() if looked.styling else ():
        stood = looked.formats[spot]
        wanted = write.number_format or stood
        if wanted == TEXT and not isinstance(write.value, str):
            before.setdefault(GENERAL, []).append(spot)
            after.setdefault(TEXT, []).append(spot)
        elif wanted != stood:
            before.setdefault(wanted, []).append(spot)
        if wanted == GENERAL and write.formula is not None:
            after.setdefault(GENERAL, []).append(spot)
    return before, after


def _format(grid: SheetRanges, by_format: _ByFormat) -> None:
    for code, cells in by_format.items():
        for part in grid.parts(cells):
            part.NumberFormat = code


def _clear(looked: SheetCells) -> None:
    """Clear where formulas filling several cells go, and where one is to spread again."""
    stood, made = ({each.box for each in spreads if not each.box.is_cell} for spreads in (looked.spreads, looked.made))
    for box in sorted(stood ^ made):
        looked.grid.range(box.reference).ClearContents()


def _entries(looked: SheetCells) -> Iterator[tuple[Position, object]]:
    """Yield what goes into the cells that no formula fills from another."""
    spread = {spot for each in looked.made for spot in each.box.positions()}
    for spot, write in looked.writes.items():
        if spot not in spread:
            yield spot, entry(write.value, write.formula)


def _spread(looked: SheetCells, spread: Spread) -> None:
    text = entry(None, looked.writes[spread.box.anchor].formula)
    if spread.dynamic:
        looked.grid.cell(spread.box.anchor).Formula2 = text
    else:
        looked.grid.range(spread.box.reference).FormulaArray = text


def _wrong(looked: SheetCells, mended: bool = False) -> Iterator[Position]:
    """Yield the cells that do not hold what was written, or that were not written and hold something else."""
    spread = {spot for each in looked.made for spot in each.box.positions() if each.box.hides(spot)}
    now = stands(
        looked.grid, looked.before.box, values=mended or any(w.formula is None for w in looked.writes.values())
    )
    for (spot, given, text), (_, _, before) in zip(now.cells(), looked.before.cells(), strict=True):
        write = looked.writes.get(spot)
        if spot in spread:
            continue
        if not (_holds(write, given, text, mended) if write else text == before):
            yield spot


def _holds(write: CellWrite, given: object, text: object, mended: bool) -> bool:
    """Whether a cell holds what was written; a formula written alone may have other words to the same result."""
    formula, value = formula_of(text, given), value_of(given)[0]
    if write.formula is None or formula is None:
        return formula is None and write.formula is None and same_value(value, _carried(write.value))
    same = same_formula(formula, write.formula)
    return same or (mended and value is not None and same_value(value, _carried(write.value)))


def _carried(value: Value) -> Value:
    """Return a value as it comes back from Excel."""
    if isinstance(value, bool) or value is None:
        return value
    return value.replace("\r\n", "\n") if isinstance(value, str) else exact(float(value))


def _mend(looked: SheetCells, spot: Position) -> None:
    """Write one cell again, or put back what stood in one that was not to be written."""
    write = looked.writes.get(spot)
    spread = next((each for each in looked.made if each.box.anchor == spot), None)
    if spread:
        _spread(looked, spread)
    elif write:
        looked.grid.cell(spot).Formula = entry(write.value, write.formula)
    else:
        stood = next((given, text) for place, given, text in looked.before.cells() if place == spot)
        looked.grid.cell(spot).Formula = entry(value_of(stood[0])[0], formula_of(stood[1], stood[0]))
