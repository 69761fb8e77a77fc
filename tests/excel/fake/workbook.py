"""A workbook in Excel, held by openpyxl: one reading with the formulas, one with their results."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from fake.com import Com
from fake.pywin32 import refused
from fake.saving import save_with_results
from fake.worksheet import Chart, Names, Worksheet
from openpyxl.worksheet.worksheet import Worksheet as Sheet


class Workbook(Com):
    @classmethod
    def load(cls, app: Com, path: Path, name: str | None = None) -> Workbook:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path)
            computed = any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())
            results = openpyxl.load_workbook(path, data_only=True) if computed else book
        self = cls(
            app,
            name=name or Path(path).name,
            book=book,
            sheets=[],
            unreadable=False,
            computed=[],
            habits={},
            folder=str(Path(path).parent),
        )
        for sheet in book._sheets:
            whole = isinstance(sheet, Sheet)
            chart = None if whole else Chart(app, sheet=sheet, parent=self)
            self._sheets.append(chart or Worksheet.of(self, sheet, results[sheet.title]))
        front = book.active if isinstance(book.active, Sheet) else book.worksheets[0]
        object.__setattr__(self, "_front", next(each for each in self._sheets if each._sheet is front))
        return self

    @classmethod
    def blank(cls, app: Com) -> Workbook:
        book = openpyxl.Workbook()
        book.remove(book.active)
        self = cls(
            app,
            name=f"工作簿{len(app._books) + 1}",
            book=book,
            sheets=[],
            unreadable=False,
            computed=[],
            habits={},
            folder="",
        )
        app._books.append(self)
        object.__setattr__(app, "_active", self)
        return self

    @property
    def _worksheets(self) -> list[Worksheet]:
        return [sheet for sheet in self._sheets if isinstance(sheet, Worksheet)]

    def _recalculate(self) -> None:
        """Forget the results that were computed here: what they refer to may have changed."""
        for sheet, spot in self._computed:
            sheet._results.pop(spot, None)
        self._computed.clear()

    @property
    def _rows(self) -> int:
        """How many rows a sheet has: few in a workbook of the format of 97-2003."""
        return 65_536 if self._name.endswith(".xls") else 1_048_576

    def _show(self, sheet: Worksheet) -> None:
        object.__setattr__(self, "_front", sheet)
        object.__setattr__(self._app, "_active", self)

    def get_Name(self) -> str:
        return self._name

    def get_FullName(self) -> str:
        return f"{self._folder}\\{self._name}" if self._folder else self._name

    def get_MultiUserEditing(self) -> bool:
        return self._habits.get("shared", False)

    def get_ReadOnly(self) -> bool:
        return self._habits.get("read_only", False)

    def get_PrecisionAsDisplayed(self) -> bool:
        return self._habits.get("rounded", False)

    def get_Path(self) -> str:
        return self._folder

    def get_Excel8CompatibilityMode(self) -> bool:
        return self._rows < 1_048_576

    def get_Application(self) -> Com:
        return self._app

    def get_Worksheets(self) -> Sheets:
        return Sheets(self._app, book=self, sheets=self._worksheets)

    def get_Sheets(self) -> Sheets:
        return Sheets(self._app, book=self, sheets=self._sheets)

    def get_ActiveSheet(self) -> Worksheet:
        return self._front

    def get_ProtectStructure(self) -> bool:
        return bool(self._book.security and self._book.security.lockStructure)

    def get_Names(self) -> Names:
        return Names(self._app, sheets=self._worksheets, book=self._book)

    def call_Activate(self) -> None:
        object.__setattr__(self._app, "_active", self)

    def call_Close(self, SaveChanges: bool = True) -> None:
        self._app._books.remove(self)
        object.__setattr__(self._app, "_active", self._app._books[-1] if self._app._books else None)

    def call_SaveCopyAs(self, Filename: str) -> None:
        if self._unreadable:  # as a driver does that encrypts what Excel writes
            Path(Filename).write_bytes(b"\x62\x14\x23\x65" * 512)
        else:
            save_with_results(self, Path(Filename))


class Sheets(Com):
    def get_Count(self) -> int:
        return len(self._sheets)

    def each(self) -> Iterator[Com]:
        return iter(list(self._sheets))

    def item(self, which: int | str | list[str]) -> Com:
        if isinstance(which, list | tuple):
            return Group(self._app, book=self._book, sheets=[self.item(each) for each in which])
        if isinstance(which, int):
            return self._sheets[which - 1]
        found = [sheet for sheet in self._sheets if sheet._sheet.title.casefold() == which.casefold()]
        if not found:
            raise refused("下标越界")
        return found[0]


class Group(Com):
    """Several sheets taken together."""

    def call_Copy(self, Before: Com | None = None, After: Com | None = None) -> None:
        copy_sheets(self._sheets, Before, After)

    def call_Delete(self) -> None:
        for sheet in self._sheets:
            sheet.call_Delete()

    def call_PrintOut(
        self, From: int | None = None, To: int | None = None, Copies: int | None = None, Preview: bool = False
    ) -> None:
        (self._app._previewed if Preview else self._app._printed).append([sheet._sheet.title for sheet in self._sheets])

    def call_PrintPreview(self, EnableChanges: bool = True) -> None:
        self._app._previewed.append([sheet._sheet.title for sheet in self._sheets])


def copy_sheets(sheets: list[Worksheet], before: Com | None, after: Com | None) -> None:
    """Copy sheets beside another, or into a new workbook where none is named."""
    beside = before or after
    book = beside._parent if beside else Workbook.blank(sheets[0]._app)
    if book.get_ProtectStructure():
        raise refused("工作簿已受保护，不能改动结构。")
    if book.get_MultiUserEditing():
        raise refused("共享工作簿不支持此操作。")
    if book._rows < sheets[0]._parent._rows:
        raise refused("无法将工作表插入目标工作簿中，因为目标工作簿的行数和列数比源工作簿少。")
    position = book._sheets.index(beside) + (after is not None) if beside else 0
    for offset, sheet in enumerate(sheets):
        sheet._copy_to(book, position + offset)
    book._show(book._sheets[position])
