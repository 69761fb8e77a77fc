"""A worksheet, its names and its protection."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from fake.calculation import Calculator
from fake.com import Com
from fake.pywin32 import refused
from fake.ranges import Range, box_of
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet as Sheet

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
_STATES = {"visible": VISIBLE, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}
ROWS, COLUMNS = 1_048_576, 16_384


class Chart(Com):
    """A chart sheet: it has a place among the sheets and nothing else that matters here."""

    def get_Name(self) -> str:
        return self._sheet.title


class Worksheet(Com):
    @classmethod
    def of(cls, parent: Com, sheet: Sheet, results: Sheet) -> Worksheet:
        cached = {
            (cell.row, cell.column): results.cell(cell.row, cell.column).value
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        return cls(parent._app, parent=parent, sheet=sheet, results=cached, cursor=(1, 1, 1, 1), former={})

    def _result(self, row: int, column: int) -> object:
        """Return the result of a formula; one that was just written is computed now, a function's stays."""
        if (row, column) not in self._results:
            self._results[row, column] = None  # a circle ends here
            found = Calculator(self).result(self._sheet.cell(row, column).value)
            self._results[row, column] = self._former.get((row, column)) if found is None else found
        return self._results[row, column]

    def _front(self) -> None:
        if self._sheet.sheet_state != "visible":
            raise refused("隐藏的工作表不能激活")
        self._parent._show(self)

    def _copy_to(self, book: Com, position: int) -> None:
        if self._sheet.sheet_state == "veryHidden":
            raise refused("深度隐藏的工作表不能复制")
        new = book._book.create_sheet(self._sheet.title, position)  # a name that is taken gets a number, as in Excel
        made = Worksheet(self._app, parent=book, sheet=new, results={}, cursor=(1, 1, 1, 1), former={})
        book._sheets.insert(position, made)
        made._take(self)
        for name, defined in self._sheet.defined_names.items():
            new.defined_names[name] = DefinedName(name, attr_text=defined.attr_text, hidden=defined.hidden)
        if self._sheet.print_area:
            new.print_area = self._sheet.print_area.rpartition("!")[2]
        new.print_title_rows = self._sheet.print_title_rows
        new.page_setup, new.page_margins = copy(self._sheet.page_setup), copy(self._sheet.page_margins)
        new.freeze_panes = self._sheet.freeze_panes
        new.HeaderFooter = copy(self._sheet.HeaderFooter)

    def _take(self, other: Worksheet) -> None:
        """Take all cells of another sheet with their looks, merges, widths and heights."""
        for cell in (cell for row in other._sheet.iter_rows() for cell in row):
            if not isinstance(cell, MergedCell):
                self._take_cell(other, cell)
        for merged in other._sheet.merged_cells.ranges:
            self._sheet.merge_cells(str(merged))
        known: dict = {}  # by the other workbook's number of a style
        for spot, cell in other._sheet._cells.items():  # those inside merges too
            self._take_looks(cell, spot, known)
        for letter, width in other._sheet.column_dimensions.items():
            self._sheet.column_dimensions[letter].width = width.width
        for row, height in other._sheet.row_dimensions.items():
            self._sheet.row_dimensions[row].height = height.height

    def _take_cell(self, other: Worksheet, cell: object) -> None:
        new = self._sheet.cell(cell.row, cell.column)
        new._value, new.data_type = cell._value, cell.data_type
        if cell.data_type == "f":
            if other._parent is not self._parent and "!" in str(cell.value):
                raise refused("复制会产生外部链接")
            self._results[cell.row, cell.column] = other._result(cell.row, cell.column)
        if cell.hyperlink:
            new._hyperlink = copy(cell.hyperlink)

    def _take_looks(self, cell: object, spot: tuple[int, int], known: dict) -> None:
        new = self._sheet._cells.get(spot) or self._sheet.cell(*spot)
        if not cell.has_style:  # the workbook's own Normal
            return
        style = known.get(cell.style_id)
        if style is None:
            for look in ("font", "fill", "border", "alignment", "number_format", "protection"):
                setattr(new, look, copy(getattr(cell, look)))
            style = known[cell.style_id] = new._style
        new._style = copy(style)

    def get_Name(self) -> str:
        return self._sheet.title

    def set_Name(self, name: str) -> None:
        self._sheet.title = name

    def get_Application(self) -> Com:
        return self._app

    def get_Parent(self) -> Com:
        return self._parent

    def get_Index(self) -> int:
        return self._parent._sheets.index(self) + 1

    def get_Visible(self) -> int:
        return _STATES[self._sheet.sheet_state]

    def set_Visible(self, state: int) -> None:
        self._sheet.sheet_state = next(name for name, number in _STATES.items() if number == state)

    def get_ProtectContents(self) -> bool:
        return bool(self._sheet.protection.sheet)

    def get_ProtectDrawingObjects(self) -> bool:
        return bool(self._sheet.protection.sheet and self._sheet.protection.objects)

    def get_Protection(self) -> Protection:
        return Protection(self._app, sheet=self._sheet)

    def get_Cells(self) -> Range:
        return Range(self._app, sheet=self, boxes=[(1, 1, ROWS, COLUMNS)])

    def get_UsedRange(self) -> Range:
        box = box_of(self._sheet.calculate_dimension())
        return Range(self._app, sheet=self, boxes=[box])

    def get_PageSetup(self) -> PageSetup:
        return PageSetup(self._app, sheet=self._sheet)

    def get_Names(self) -> Names:
        return Names(self._app, sheets=[self])

    def call_Range(self, address: str) -> Range:
        if len(address) > 255:
            raise refused("Range 的地址过长")
        return Range(self._app, sheet=self, boxes=[box_of(part) for part in address.split(",")])

    def call_Activate(self) -> None:
        self._front()

    def call_Delete(self) -> None:
        if self._app._switches["DisplayAlerts"]:
            raise refused("删除工作表前在等用户确认")
        if self._parent.get_ProtectStructure():
            raise refused("工作簿已受保护，不能改动结构。")
        self._parent._sheets.remove(self)
        self._parent._book.remove(self._sheet)
        if self._parent._front is self:
            object.__setattr__(self._parent, "_front", self._parent._worksheets[0])


class Protection(Com):
    def get_AllowFormattingCells(self) -> bool:
        return not (self._sheet.protection.sheet and self._sheet.protection.formatCells)


class PageSetup(Com):
    def set_PrintArea(self, address: str) -> None:
        self._sheet.print_area = address

    def set_PrintTitleRows(self, rows: str) -> None:
        self._sheet.print_title_rows = rows.replace("$", "")


class Names(Com):
    """The names of sheets' own scope."""

    def of_book(self, book: Com) -> Names:
        return Names(self._app, sheets=book._worksheets)

    def each(self) -> Iterator[Name]:
        for sheet in self._sheets:
            for name, defined in sheet._sheet.defined_names.items():
                quoted = sheet._sheet.title.replace("'", "''")
                yield Name(self._app, name=f"'{quoted}'!{name}", refers=f"={defined.attr_text}")

    def call_Add(self, Name: str, RefersTo: str, Visible: bool = True) -> None:
        if len(RefersTo) > 257 + 2 or not RefersTo.startswith("="):
            raise refused("名称的内容无效")
        (sheet,) = self._sheets
        sheet._sheet.defined_names[Name] = DefinedName(Name, attr_text=RefersTo[1:], hidden=None if Visible else True)


class Name(Com):
    def get_Name(self) -> str:
        return self._name

    def get_RefersTo(self) -> str:
        return self._refers
