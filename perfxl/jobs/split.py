"""The job of `split`: which forms of a workbook go to which file, what may be filled in there (下发表样)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.formcells import Duty, FormCell, form_cells
from perfxl.sheets.address import position_of
from perfxl.sheets.snapshot import Cell, Snapshot

_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')  # what Windows has in no file's name
_LONGEST = 60
_YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class EntryForm:
    """One file to hand out: a sheet with its forms.

    name      of the file, without extension
    unlocked  the cells to fill in; choices the words to choose from, by cell
    """

    name: str
    sheet: str
    unlocked: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def split(snapshot: Snapshot, packs: Sequence[str] = ()) -> tuple[EntryForm, ...]:
    """Return the files that a workbook is handed out as, one for each sheet with forms; InputError for a pack."""
    evaluated = understand(snapshot, packs)
    sheets: dict[str, list[FormCell]] = defaultdict(list)
    for cell in form_cells(evaluated):
        sheets[cell.figure.place.sheet or ""].append(cell)
    named = {sheet: _name(cells) for sheet, cells in sheets.items()}
    digits = len(str(len(sheets)))
    return tuple(
        EntryForm(
            f"{number:0{digits}}-{named[sheet]}",
            sheet,
            tuple(cell.figure.place.cell or "" for cell in cells if _to_fill(cell, snapshot)),
            dict(_choices(cells, evaluated)),
        )
        for number, (sheet, cells) in enumerate(sheets.items(), 1)
    )


def _name(cells: Sequence[FormCell]) -> str:
    tables = list({id(cell.table): cell.table for cell in cells}.values())
    project = tables[0].text("project_name") if len(tables) == 1 else ""
    return _UNSAFE.sub("", project or cells[0].figure.place.sheet or "表")[:_LONGEST].strip(".") or "表"


def _to_fill(cell: FormCell, snapshot: Snapshot) -> bool:
    """Whether a cell is to be filled in: what is given only where it is blank, never what a formula computes."""
    sheet = snapshot.sheet(cell.figure.place.sheet or "")
    held = sheet.cells.get(position_of(cell.figure.place.cell or "A1"), Cell()) if sheet else Cell()
    if held.formula is not None:
        return False
    return cell.duty is Duty.FILLED or (cell.duty is Duty.GIVEN and cell.figure.blank)


def _choices(cells: Sequence[FormCell], evaluated: Evaluated) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the cells whose words are fixed: grades and natures of indicators by the rules, yes or no."""
    rules = evaluated.rules.project
    words: dict[str, tuple[str, ...]] = {"core": _YES_NO}
    if rules:
        words["grade"] = tuple(step.word for step in rules.grades.steps)
        words["nature"] = (*rules.natures.signs, *rules.natures.qualitative)
    for cell in cells:
        if cell.field in words:
            yield cell.figure.place.cell or "", words[cell.field]
