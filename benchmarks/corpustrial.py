"""One workbook made elsewhere through everything: read, mapped, checked, edited, and compared by other readers."""

from __future__ import annotations

import hashlib
import io
import re
import time
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

import openpyxl
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from perfxl.errors import PerfxlError
from perfxl.files.parts.book import open_book
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.jobs.check import check
from perfxl.jobs.map import map_book
from perfxl.package.archive import open_archive
from perfxl.package.relationships import relations
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, cell_address
from perfxl.sheets.changeset import CellWrite, ChangeSet, NoteWrite, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.names import valid_name
from perfxl.sheets.ownership import ownership_of
from perfxl.sheets.snapshot import Sheet, Snapshot, Value

TEXTS: tuple[Value, ...] = ("=1+1", Decimal("12.5"), "写入")
NOTE, OWN, CONTENT = "新批注", "perfxl 检查", "甲"
_QUOTED = re.compile(r"“[^”]*”|部件 \S+|单元格 \S+")
Position = tuple[int, int]
Rows = list[list[object]]


@dataclass(slots=True)
class Trial:
    """What became of one workbook.

    sheet, places, noted, own  where the edit was made, and the name that its new sheet got
    seconds  of the processor, for a machine may have other work too
    refused  the sentence with which it was not read or not edited, "" where it was
    changed, compared  parts that differ afterwards; parts of the source that were compared
    """

    path: Path
    others: tuple[bool, bool] = (False, False)  # whether openpyxl and calamine open it
    was_read: bool = False
    edited: bool = False
    refused: str = ""
    seconds: float = 0.0
    source_kept: bool = False
    sheet: str = ""
    places: tuple[Position, ...] = ()
    noted: Position = (1, 1)
    own: str = ""
    changed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    compared: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        """The sentence of refusal without names, so that equal ones count together."""
        return _QUOTED.sub("…", self.refused)


def tried(path: Path, target: Path) -> Trial:
    """Put a workbook through everything and write the edited one to `target`; only PerfxlError is expected."""
    trial = Trial(path, (_openpyxl_opens(path), _calamine_opens(path)))
    digest, start = _digest(path), time.process_time()
    try:
        snapshot = read(path)
        map_book(snapshot)
        check(snapshot)
        trial.was_read = True
        if snapshot.sheets:
            write(path, _changes(trial, snapshot.sheets[_without_pivot(path)], snapshot), target)
            trial.edited = True
    except PerfxlError as error:
        trial.refused = str(error)
    trial.seconds = time.process_time() - start
    trial.source_kept = _digest(path) == digest
    if trial.edited:
        _compare(trial, target)
        trial.wrong += edits_missing(trial, target)
    return trial


def edits_missing(trial: Trial, target: Path) -> list[str]:
    """Return what another reader does not find of the edit in a file: calamine, or openpyxl where it gives up."""
    sheets = _by_calamine(target) if trial.others[1] else _by_openpyxl(target)
    if trial.own not in sheets:
        return [f"{target.name}: no new sheet"]
    rows = sheets[trial.sheet]()
    found = [_cell(rows, *place) for place in trial.places]
    expected = [float(value) if isinstance(value, Decimal) else value for value in TEXTS]
    own = sheets[trial.own]()
    missing = [] if found == expected else [f"{target.name}: {found}"]
    return missing if own == [[CONTENT]] else [*missing, f"{target.name}: {own}"]


def _by_calamine(target: Path) -> dict[str, Callable[[], Rows]]:
    book = python_calamine.load_workbook(target)
    return {name: partial(book.get_sheet_by_name(name).to_python, skip_empty_area=False) for name in book.sheet_names}


def _by_openpyxl(target: Path) -> dict[str, Callable[[], Rows]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))  # given a path, it may leave the file open
    return {sheet.title: partial(_values, sheet) for sheet in book.worksheets}


def _values(sheet: Worksheet) -> Rows:
    return [list(row) for row in sheet.values]


def _cell(rows: Rows, row: int, column: int) -> object:
    return rows[row - 1][column - 1] if row <= len(rows) else None


def _without_pivot(path: Path) -> int:
    """Return which worksheet to edit: LibreOffice draws pivot tables anew, over whatever stands there."""
    archive = open_archive(path)
    sheets = [entry.part for entry in open_book(archive).sheets if entry.kind == "worksheet"]
    kinds = [{relation.kind for relation in relations(archive, part)} for part in sheets]
    return next((index for index, found in enumerate(kinds) if "pivotTable" not in found), 0)


def _changes(trial: Trial, sheet: Sheet, snapshot: Snapshot) -> ChangeSet:
    trial.sheet, trial.places = sheet.name, _places(sheet)
    trial.noted = next(place for place in ((row, 1) for row in range(1, 10_000)) if place not in sheet.notes)
    trial.own = valid_name(OWN, [each.name for each in snapshot.sheets])
    old = [sheet.cells[place].value if place in sheet.cells else None for place in trial.places]
    writes = tuple(
        CellWrite(sheet.name, cell_address(*place), value, old_value=before)
        for place, value, before in zip(trial.places, TEXTS, old, strict=True)
    )
    spec = SheetSpec("findings", trial.own, {(1, 1): SpecCell(CONTENT)})
    notes = (NoteWrite(sheet.name, cell_address(*trial.noted), NOTE),)
    return ChangeSet(writes, (SheetWrite(spec, ownership_of(spec), trial.own),), notes=notes)


def _places(sheet: Sheet) -> tuple[Position, ...]:
    """Return three cells: a constant to overwrite where there is one, one beside the rows, one below them all."""
    bottom = max((*(row for row, _ in sheet.cells), *(box[2] for box in sheet.merges)), default=1)
    right = max((*(column for _, column in sheet.cells), *(box[3] for box in sheet.merges)), default=1)
    spills = any("#" in (cell.formula or "") or "[" in (cell.formula or "") for cell in sheet.cells.values())
    constants = (
        place
        for place, cell in sheet.cells.items()
        if cell.value is not None and cell.formula is None and not _merged(place, sheet) and not spills
    )
    last, beside = min(bottom + 1, LAST_ROW), min(right + 1, LAST_COLUMN)
    top = min((row for row, _ in sheet.cells), default=1)
    overwritten = None if _formulas(sheet) else next(constants, None)
    return overwritten or (last, 2), (top, beside), (last, 1)


def _formulas(sheet: Sheet) -> bool:
    """Whether constants may be results of an array formula, which may not be changed alone."""
    return any(cell.formula for cell in sheet.cells.values())


def _merged(place: Position, sheet: Sheet) -> bool:
    row, column = place
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in sheet.merges)


def _compare(trial: Trial, target: Path) -> None:
    with zipfile.ZipFile(trial.path) as before, zipfile.ZipFile(target) as after:
        there = set(after.namelist())
        parts = [entry.filename for entry in before.infolist()]
        trial.compared = len(parts)
        trial.changed = frozenset(part for part in parts if part not in there or before.read(part) != after.read(part))
    book = open_book(open_archive(trial.path))
    sheet = next(entry.part for entry in book.sheets if entry.name == trial.sheet)
    folder, name = sheet.rpartition("/")[::2]
    exact = {"[content_types].xml", book.part, f"{folder}/_rels/{name}.rels", sheet}
    exact |= {relation.target for relation in book.relations if relation.kind in {"styles", "calcChain"}}
    trial.allowed = frozenset(part.casefold() for part in exact)
    trial.wrong += [part for part in trial.changed if not _expected(part.replace("\\", "/").casefold(), trial.allowed)]


def _expected(part: str, allowed: frozenset[str]) -> bool:
    notes = re.search(r"comments[^/]*\.xml$|\.vml$", part)
    return part in allowed or bool(notes) or part.endswith("_rels/workbook.xml.rels")


def _openpyxl_opens(path: Path) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            openpyxl.load_workbook(io.BytesIO(path.read_bytes())).close()
        except Exception:  # it gives up in many ways
            return False
    return True


def _calamine_opens(path: Path) -> bool:
    try:
        book = python_calamine.load_workbook(path)
        for index, told in enumerate(book.sheets_metadata):
            if told.typ == python_calamine.SheetTypeEnum.WorkSheet:
                book.get_sheet_by_index(index)
    except Exception:
        return False
    return True


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
