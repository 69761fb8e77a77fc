"""Workbooks made elsewhere: read as openpyxl reads them, written with every other part kept."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from openpyxl.cell.cell import Cell as TheirCell
from openpyxl.utils.datetime import WINDOWS_EPOCH, to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import DataTableFormula

from perfxl.errors import InputError, RefusedError
from perfxl.files.parts.book import open_book
from perfxl.files.read.reading import read
from perfxl.files.write.writing import write
from perfxl.package.archive import open_archive
from perfxl.sheets.address import cell_address
from perfxl.sheets.changeset import CellWrite, ChangeSet, SheetSpec, SheetWrite, SpecCell
from perfxl.sheets.ownership import content_digest, ownership_of
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
BOOKS = sorted(CORPUS.glob("*/*.xls[xm]")) or [CORPUS / "missing"]

# Damaged, encrypted.
UNREADABLE = {"issue252.xlsx", "pass_protected.xlsx"}
LEAP_DAY = 60  # 1900-02-29, which only Excel's calendar knows
CODED_CHARACTER = re.compile("_x[0-9A-F]{4}_")

Parts = Callable[[Path], dict[str, bytes]]


@pytest.fixture(params=BOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def book(request: pytest.FixtureRequest, corpus: Path) -> Path:
    path: Path = request.param
    return path


def theirs(path: Path, *, values: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with path.open("rb") as file:  # given a path, openpyxl leaves the file open where it gives up
                return openpyxl.load_workbook(file, data_only=values)
        except Exception as error:  # openpyxl gives up on some of these
            pytest.skip(f"openpyxl cannot read it: {error}")


def test_read_as_openpyxl_does(book: Path) -> None:
    if book.name in UNREADABLE:
        with pytest.raises(InputError):
            read(book)
        return
    snapshot = read(book)
    values, formulas = theirs(book, values=True), theirs(book, values=False)
    if not values.worksheets:  # openpyxl sees no sheet in a strict file
        assert values_by_calamine(book) == {sheet.name: stored_values(sheet) for sheet in snapshot.sheets}
        return
    assert [sheet.name for sheet in snapshot.sheets] == [sheet.title for sheet in values.worksheets]
    wrong = list(differences(snapshot, values, formulas))
    assert not wrong, wrong[:5]


def values_by_calamine(path: Path) -> dict[str, dict[tuple[int, int], object]]:
    book = python_calamine.load_workbook(path)
    found: dict[str, dict[tuple[int, int], object]] = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        cells = ((at, value) for at, row in enumerate(rows, 1) for value in enumerate(row, 1))
        found[name] = {(row, column): as_stored(value) for row, (column, value) in cells if value != ""}
    return found


def as_stored(value: object) -> object:
    """Dates as serial numbers, numbers with Excel's 15 digits."""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        value = to_excel(value)
    return float(f"{value:.15g}") if isinstance(value, float) else value


def stored_values(sheet: Sheet) -> dict[tuple[int, int], object]:
    stored = {place: cell.error or cell.value for place, cell in sheet.cells.items()}
    return {
        place: float(value) if isinstance(value, Decimal) else value
        for place, value in stored.items()
        if value not in (None, "")
    }


def differences(snapshot: Snapshot, values: Workbook, formulas: Workbook) -> Iterator[str]:
    for sheet in snapshot.sheets:
        their_merges = sorted(
            (m.min_row, m.min_col, m.max_row, m.max_col)
            for m in values[sheet.name].merged_cells.ranges
            if m.size != {"rows": 1, "columns": 1}  # merges nothing; openpyxl keeps it, Excel and perfxl do not
        )
        if sorted(sheet.merges) != their_merges:
            yield f"{sheet.name} merges"
        for (row, column), cell in values[sheet.name]._cells.items():
            if isinstance(cell, TheirCell) and not invented(cell):
                mine = sheet.cells.get((row, column), Cell())
                formula = formulas[sheet.name].cell(row, column)
                if not (same_value(mine, cell, values) and same_formula(mine, formula)):
                    yield f"{sheet.name}!{cell.coordinate} {mine} {cell.value!r} {formula.value!r}"
                if mine != Cell() and mine.number_format != cell.number_format:
                    yield f"{sheet.name}!{cell.coordinate} {mine.number_format} {cell.number_format}"


def invented(cell: TheirCell) -> bool:
    """Whether openpyxl gives a value that is not stored: the target of a link on an empty cell."""
    return cell.hyperlink is not None and cell.value in (cell.hyperlink.target, cell.hyperlink.location)


def same_value(mine: Cell, cell: TheirCell, book: Workbook) -> bool:
    value = cell.value
    if isinstance(value, datetime.timedelta):
        value = value / datetime.timedelta(days=1)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        value = to_excel(value, book.epoch)
        if isinstance(mine.value, Decimal) and int(mine.value) == LEAP_DAY and book.epoch == WINDOWS_EPOCH:
            value += 1  # openpyxl gives the day before
    if isinstance(value, bool):
        return mine.value is value
    if isinstance(value, int | float):
        return isinstance(mine.value, Decimal) and float(mine.value) == pytest.approx(value, rel=1e-12, abs=1e-7)
    if isinstance(value, str):  # openpyxl keeps _xHHHH_ as it stands; Excel and perfxl show the character
        value = CODED_CHARACTER.sub(lambda match: chr(int(match[0][2:6], 16)), value)
    if cell.data_type == "inlineStr" and value is None:  # stored in <v> all the same, where openpyxl does not look
        return isinstance(mine.value, str)
    return (mine.error or mine.value or None) == (value or None)


def same_formula(mine: Cell, formula: TheirCell) -> bool:
    if formula.data_type != "f" or formula.value == "=":  # an inner cell of an array formula
        return mine.formula is None
    if isinstance(formula.value, DataTableFormula):
        return mine.formula == table_of(formula.value)
    text = getattr(formula.value, "text", formula.value)
    if mine.formula is None:
        return False
    # openpyxl moves the line breaks of a shared formula
    return f"={mine.formula}" in (text, f"={text}") or "".join(f"={mine.formula}".split()) == "".join(text.split())


def table_of(stored: DataTableFormula) -> str:
    """How Excel shows a data table: TABLE(row input, column input), a deleted one as #REF!."""
    first, second = ("#REF!" if deleted == "1" else cell for cell, deleted in inputs(stored))
    if stored.dt2D == "1":
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if stored.dtr == "1" else f"TABLE(,{first})"


def inputs(stored: DataTableFormula) -> tuple[tuple[str, object], tuple[str, object]]:
    return (stored.r1, stored.del1), (stored.r2, stored.del2)


def test_written_with_the_rest_kept(book: Path, tmp_path: Path, parts: Parts) -> None:
    if book.name in UNREADABLE:
        return
    sheet = read(book).sheets[0]
    row = min(
        1_048_576, 1 + max((row for row, _ in sheet.cells), default=0) + max((m[2] for m in sheet.merges), default=0)
    )
    spec = SheetSpec("findings", "检查", {(1, 1): SpecCell("甲")})
    changes = ChangeSet(
        (CellWrite(sheet.name, f"B{row}", "写"),), (SheetWrite(spec, ownership_of(spec), "perfxl 检查"),)
    )
    target = tmp_path / book.name
    if read(book).structure_locked:
        with pytest.raises(RefusedError, match="结构受保护"):
            write(book, changes, target)
        return
    write(book, changes, target)
    before, after = parts(book), parts(target)
    changed = {part for part in before if before[part] != after.get(part)}
    assert {re.split(r"[/\\]", part)[-1].lower() for part in changed} <= ALLOWED | {Path(first_part(book)).name.lower()}
    again = read(target)
    assert filled(again.sheets[0]) == filled(sheet) | {(row, 2): "写"}
    own = again.sheet("perfxl 检查")
    assert own is not None
    assert own.ownership is not None
    assert content_digest(own) == own.ownership.digest


ALLOWED = {"[content_types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml"}


def first_part(book: Path) -> str:
    return next(entry.part for entry in open_book(open_archive(book)).sheets if entry.kind == "worksheet")


def filled(sheet: Sheet) -> dict[tuple[int, int], object]:
    return {
        position: cell.error or cell.value
        for position, cell in sheet.cells.items()
        if cell != Cell(None, None, cell.number_format)
    }


def test_any_cell_may_be_written_back(book: Path, tmp_path: Path) -> None:
    """Constants are written over with themselves: the file is then read as before."""
    if book.name in UNREADABLE:
        return
    snapshot = read(book)
    for sheet in snapshot.sheets[:1]:
        writes = tuple(
            CellWrite(sheet.name, cell_address(*position), cell.value, old_value=cell.value)
            for position, cell in sheet.cells.items()
            if cell.formula is None and not cell.error
        )[:200]
        try:
            write(book, ChangeSet(writes), tmp_path / book.name)
        except RefusedError as error:
            assert any(cause in str(error) for cause in ("数组公式", "模拟运算表", "合并单元格"))  # noqa: PT017
            return
        assert read(tmp_path / book.name).sheets == snapshot.sheets
