"""The job of `new --from`: last year's workbook for this year: names, targets and layout stay, figures go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.formcells import Duty, form_cells
from perfxl.model.place import Place
from perfxl.recognition.teaching import YEAR_CHOICE, is_teaching, is_year_choice
from perfxl.sheets.address import Position, cell_address, position_of
from perfxl.sheets.changeset import CellWrite, ChangeSet
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot, Value

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def carry_over(snapshot: Snapshot, year: int | None = None, packs: Sequence[str] = ()) -> ChangeSet:
    """Return the changes that make a workbook blank again; `year` takes the place of last year's in titles.

    Formulas stay, and so does what was taught (识别情况). perfxl's other own sheets go: they are made anew from this
    year's figures.
    """
    evaluated = understand(snapshot, packs)
    own = tuple(sheet.name for sheet in snapshot.sheets if sheet.ownership and not is_teaching(sheet))
    renamed = tuple(_renamed(evaluated, year))
    return ChangeSet(cells=(*_cleared(evaluated), *renamed, *_retaught(snapshot, year, renamed)), removed=own)


def _retaught(snapshot: Snapshot, year: int | None, renamed: Sequence[CellWrite]) -> Iterator[CellWrite]:
    """Yield what changes in the sheet 识别情况: titles as they are called now, and the chosen year."""
    told = {write.old_value: write.value for write in renamed}
    for sheet in filter(is_teaching, snapshot.sheets):
        for spot, cell in sheet.cells.items():
            new = _new_year(sheet, spot, cell, year) or told.get(cell.value)
            if new is not None and new != cell.value:
                yield CellWrite(sheet.name, cell_address(*spot), new, old_value=cell.value, reason="改为本年度")


def _new_year(sheet: Sheet, spot: Position, cell: Cell, year: int | None) -> Value:
    """Return what takes the place of the chosen year, as text or number as before; None for other cells."""
    if year is None or cell.value is None or spot[1] != YEAR_CHOICE or not is_year_choice(sheet, spot[0]):
        return None
    return str(year) if isinstance(cell.value, str) else Decimal(year)


def _cleared(evaluated: Evaluated) -> Iterator[CellWrite]:
    for cell in form_cells(evaluated):
        place = cell.figure.place
        held = _held(evaluated.snapshot, place.sheet or "", place.cell or "A1")
        if cell.duty is not Duty.GIVEN and held.formula is None and held.value not in (None, ""):
            yield CellWrite(place.sheet or "", place.cell or "", None, old_value=held.value, reason="清空上年数")


def _renamed(evaluated: Evaluated, year: int | None) -> Iterator[CellWrite]:
    last = evaluated.evaluation.year
    if year is None or last is None:
        return
    moved = {str(last + each): str(year + each) for each in (-1, 0, 1)}
    for place, text in _titles(evaluated):
        told = _YEAR.sub(lambda match: moved.get(match[0], match[0]), text)
        if told != text:
            yield CellWrite(place.sheet or "", place.cell or "", told, old_value=text, reason="改为本年度")


def _titles(evaluated: Evaluated) -> Iterator[tuple[Place, str]]:
    """Yield the cells that tell whose workbook it is and of which year, with their texts."""
    for place in dict.fromkeys(caption.place for caption in evaluated.evaluation.captions):
        held = _held(evaluated.snapshot, place.sheet or "", place.cell or "A1")
        if isinstance(held.value, str) and held.formula is None:
            yield place, held.value


def _held(snapshot: Snapshot, sheet: str, cell: str) -> Cell:
    found = snapshot.sheet(sheet)
    return found.cells.get(position_of(cell), Cell()) if found else Cell()
