"""A worksheet, its names and its protection."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from fake.calculation import Calculator
from fake.com import Com
from fake.pywin32 import refused
from fake.ranges import Range, box_of
from openpyxl.cell.cell import MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet as Sheet

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
_STATES = {"visible": VISIBLE, "hidden": HIDDEN, "veryHidden": VERY_HIDDEN}
ROWS, COLUMNS = 1_048_576, 16_384


class Chart(Com):
    """A chart sheet: it has a place among the sheets and nothing else that matters here."""

    def get_Name(self) -> str:
        return self._sheet.title

    def call_Activate(self) -> None:
        self._parent._show(self)


class Worksheet(Com):
    @classmethod
    def of(cls, parent: Com, sheet: Sheet, results: Sheet) -> Worksheet:
        cached = {
            (cell.row, cell.column): results.cell(cell.row, cell.column).value
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        return cls(parent._app, parent=parent, sheet=sheet, results=cached, cursor=(1, 1, 1, 1), former={}, spills={})

    def _result(self, row: int, column: int) -> object:
        """Return the result of a formula; one that was just written is computed now, a function's stays."""
        if (row, column) not in self._results:
            self._results[row, column] = None  # a circle ends here
            found = Calculator(self).result(self._sheet.cell(row, column).value)
            self._results[row, column] = self._former.get((row, column)) if found is None else found
            self._parent._computed.append((self, (row, column)))
        return self._results[row, column]

    def _filtered(self) -> set[int]:
        """Return the rows that a filter hides, the sheet's or a table's; rows hidden by hand are no such."""
        filters = [self._sheet.auto_filter, *(t.autoFilter for t in self._sheet.tables.values() if t.autoFilter)]
        boxes = [box_of(each.ref) for each in filters if each.ref]
        hidden = {row for row, dimension in self._sheet.row_dimensions.items() if dimension.hidden}
        return {row for row in hidden if any(box[0] < row <= box[2] for box in boxes)}

    def _arrays(self) -> list[tuple[int, int, int, int]]:
        cells = self._sheet._cells.values()
        return [box_of(cell.value.ref) for cell in cells if isinstance(cell.value, ArrayFormula)]

    def _guard_array(self, row: int, column: int) -> None:
        several = [box for box in self._arrays() if box[:2] != box[2:]]
        if not self._app._dynamic and any(box[0] <= row <= box[2] and box[1] <= column <= box[3] for box in several):
            raise refused("无法更改数组的某一部分。")

    def _tables_follow(self, spots: list[tuple[int, int]]) -> None:
        """Let tables do with new entries what they do as one types: fill the column, grow over the row below."""
        for table in self._sheet.tables.values():
            if self._app._lists["AutoFillFormulasInLists"]:
                self._fill_columns(box_of(table.ref), spots)
            if self._app._lists["AutoExpandListRange"]:
                self._grow(table, spots)

    def _fill_columns(self, box: tuple[int, int, int, int], spots: list[tuple[int, int]]) -> None:
        top, left, bottom, right = box
        inside = [(row, column) for row, column in spots if top < row <= bottom and left <= column <= right]
        for column in {column for _, column in inside}:
            self._calculated_column(min(spot for spot in inside if spot[1] == column), range(top + 1, bottom + 1))

    def _grow(self, table: object, spots: list[tuple[int, int]]) -> None:
        _, left, bottom, right = box_of(table.ref)
        if any(row == bottom + 1 and left <= column <= right for row, column in spots):
            table.ref = f"{table.ref.partition(':')[0]}:{get_column_letter(right)}{bottom + 1}"

    def _calculated_column(self, entered: tuple[int, int], rows: range) -> None:
        """Fill a table's column with the formula just entered, unless it holds something typed."""
        source = self._sheet.cell(*entered)
        cells = [self._sheet.cell(row, entered[1]) for row in rows]
        if source.data_type != "f" or any(cell.value is not None and cell.data_type != "f" for cell in cells):
            return
        for cell in cells:
            cell.value = Translator(source.value, source.coordinate).translate_formula(cell.coordinate)
            self._results.pop((cell.row, cell.column), None)

    def _front(self) -> None:
        if self._sheet.sheet_state != "visible":
            raise refused("隐藏的工作表不能激活")
        self._parent._show(self)

    def _copy_to(self, book: Com, position: int) -> None:
        if self._sheet.sheet_state == "veryHidden":
            raise refused("深度隐藏的工作表不能复制")
        new = book._book.create_sheet(self._sheet.title, position)  # a name that is taken gets a number, as in Excel
        made = Worksheet(self._app, parent=book, sheet=new, results={}, cursor=(1, 1, 1, 1), former={}, spills={})
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
            self._sheet.column_dimensions[letter].hidden = width.hidden
        for choice in other._sheet.data_validations.dataValidation:
            self._sheet.add_data_validation(copy(choice))
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

    def get_ListObjects(self) -> ListObjects:
        return ListObjects(self._app, sheet=self)

    def get_AutoFilterMode(self) -> bool:
        return bool(self._sheet.auto_filter.ref)

    def set_AutoFilterMode(self, on: bool) -> None:
        assert not on
        for row in self._filtered():
            self._sheet.row_dimensions[row].hidden = False
        self._sheet.auto_filter.ref = None

    def get_UsedRange(self) -> Range:
        box = box_of(self._sheet.calculate_dimension())
        return Range(self._app, sheet=self, boxes=[box])

    def get_PageSetup(self) -> PageSetup:
        return PageSetup(self._app, sheet=self._sheet)

    def get_Names(self) -> Names:
        return Names(self._app, sheets=[self], book=None)

    def call_Range(self, address: str) -> Range:
        if len(address) > 255:
            raise refused("Range 的地址过长")
        boxes = [box_of(part) for part in address.split(",")]
        if any(box[2] > self._parent._rows for box in boxes):
            raise refused("应用程序定义或对象定义错误")
        return Range(self._app, sheet=self, boxes=boxes)

    def call_Activate(self) -> None:
        self._front()

    def call_Delete(self) -> None:
        if self._app._switches["DisplayAlerts"]:
            raise refused("删除工作表前在等用户确认")
        if self._parent.get_ProtectStructure():
            raise refused("工作簿已受保护，不能改动结构。")
        if self._parent.get_MultiUserEditing():
            raise refused("共享工作簿不能删除工作表。")
        self._parent._sheets.remove(self)
        self._parent._book.remove(self._sheet)
        if self._parent._front is self:
            object.__setattr__(self._parent, "_front", self._parent._worksheets[0])


class ListObjects(Com):
    """The tables (Ctrl+T) of a sheet."""

    def get_Count(self) -> int:
        return len(self._sheet._sheet.tables)

    def each(self) -> Iterator[ListObject]:
        return iter([ListObject(self._app, sheet=self._sheet, ref=t.ref) for t in self._sheet._sheet.tables.values()])


class ListObject(Com):
    def get_Range(self) -> Range:
        return Range(self._app, sheet=self._sheet, boxes=[box_of(self._ref)])


class Protection(Com):
    def get_AllowFormattingCells(self) -> bool:
        return not (self._sheet.protection.sheet and self._sheet.protection.formatCells)


class PageSetup(Com):
    def set_PrintArea(self, address: str) -> None:
        self._printer()
        self._sheet.print_area = address

    def _printer(self) -> None:
        if not self._app._printer:
            raise refused("不能设置类 PageSetup 的属性：没有安装打印机")

    def set_PrintTitleRows(self, rows: str) -> None:
        self._printer()
        self._sheet.print_title_rows = rows.replace("$", "")


class Names(Com):
    """The names of sheets' own scope, and of the workbook's where it is asked."""

    def each(self) -> Iterator[Name]:
        for sheet in self._sheets:
            for name, defined in sheet._sheet.defined_names.items():
                quoted = sheet._sheet.title.replace("'", "''")
                yield Name(self._app, name=f"'{quoted}'!{name}", refers=f"={defined.attr_text}")
        for name, defined in self._book.defined_names.items() if self._book else ():
            yield Name(self._app, name=name, refers=f"={defined.attr_text}")

    def item(self, which: str) -> Name:
        found = [name for name in self.each() if name._name == which]
        if not found:
            raise refused("应用程序定义或对象定义错误")
        return found[0]

    def call_Add(self, Name: str, RefersTo: str, Visible: bool = True) -> None:
        if len(RefersTo) > 257 + 2 or not RefersTo.startswith("="):
            raise refused("名称的内容无效")
        names = self._book.defined_names if self._book else self._sheets[0]._sheet.defined_names
        names[Name] = DefinedName(Name, attr_text=RefersTo[1:], hidden=None if Visible else True)


class Name(Com):
    def get_Name(self) -> str:
        return self._name

    def get_RefersTo(self) -> str:
        return self._refers
