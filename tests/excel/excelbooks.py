"""Workbooks for the live host: the worked example, the same laid out otherwise, and books made elsewhere."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable
from pathlib import Path

import openpyxl
import xlwings
from fake.addin import Addin
from fake.application import Application, ServerGoneError
from fake.windows import opened

from perfxl.files.read.reading import read
from perfxl.ribbon import commands
from perfxl.ribbon.callback import encoded
from perfxl.sheets.snapshot import Sheet

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "workbooks" / "pingshan-2020.xlsx"
ELSEWHERE = ("calamine/date.xlsx", "calamine/merged_range.xlsx", "ironcalc/CHOOSE.xlsx")
GUESTS = ("预算执行", "三公经费", "整体评分", "指标库")  # sheets of the example put into books made elsewhere
SHIFTS = {"shifted-2-1": (2, 1), "shifted-7-3": (7, 3)}  # the second with the guests alone


class Agreeing:
    """A user who says yes, or no, and whom we can ask what they were shown."""

    def __init__(self, answer: bool = True) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.opened: list[Path] = []

    def confirm(self, text: str) -> bool:
        self.asked.append(text)
        return self.answer

    def open(self, path: Path) -> None:
        self.opened.append(path)


class Excel:
    """A workbook open in the stand-in, and the buttons of the ribbon."""

    def __init__(self, path: Path, folder: Path, name: str | None = None) -> None:
        self.book: xlwings.Book
        self.app: Application
        self.book, self.app = opened(path, name)
        self.fake = self.app._books[0]
        self.folder, self.ui = folder, Agreeing()

        self.addin = Addin(self.app, self._ask, self.ui.confirm, self.restart, (ServerGoneError,))

    def press(self, tag: str) -> str:
        """Press a button and return the message that is shown; text in the status bar is left there."""
        return self.addin.run(tag, "")

    def findings(self) -> object:
        """Return what the last check found in the workbook."""
        return list(commands.memory_of(self.folder).findings.values())[-1]

    def restart(self) -> None:
        """Have another function server: what the former one knew is gone."""
        object.__setattr__(self.app, "_gone", False)
        commands.memory_of(self.folder).drop_pending()
        commands._memories.clear()

    def _ask(self, function: str, *given: object) -> str:
        """Answer as perfxl.ribbon.callback does, for the one workbook that is open here."""
        if function == "act":
            return f"T{commands.finish(given[0], self.book, self.ui.open, self.folder)}"
        return encoded(commands.perform(given[0], self.book, self.ui.open, self.folder), self.folder)


def shifted(path: Path, down: int, right: int, names: Collection[str] = ()) -> Path:
    """Write the worked example, or some of its sheets, with every table moved down and to the right."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = [sheet for sheet in read(EXAMPLE).sheets if not names or sheet.name in names]
    put_sheets(book, sheets, down, right)
    book.save(path)
    return path


def among(elsewhere: Path, path: Path) -> Path:
    """Write a workbook made elsewhere with some of the example's sheets after its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(elsewhere)
        put_sheets(book, [sheet for sheet in read(EXAMPLE).sheets if sheet.name in GUESTS], 0, 0)
        book.save(path)
    return path


def put_sheets(book: openpyxl.Workbook, sheets: Iterable[Sheet], down: int, right: int) -> None:
    """Add sheets as a snapshot has them, every table moved."""
    for sheet in sheets:
        new = book.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            made = new.cell(row + down, column + right)
            made.number_format = cell.number_format
            made.value = f"={cell.formula}" if cell.formula else _plain(cell.value)
        for top, left, bottom, last in sheet.merges:
            new.merge_cells(None, top + down, left + right, bottom + down, last + right)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | bool) else float(value)
