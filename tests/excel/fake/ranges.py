"""A range: one or more areas of a sheet, with Excel's habits when it is read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fake.com import Com
from fake.entering import ERRORS, entered, shown
from fake.looks import Comment, Interior
from fake.pywin32 import refused
from fake.spreadsheetml import xml_of
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

Box = tuple[int, int, int, int]
_DIGITS = re.compile(r"[#,]*0\.(0+)(%?)")


def box_name(box: Box) -> str:
    first, last = (f"{get_column_letter(column)}{row}" for row, column in (box[:2], box[2:]))
    return first if first == last else f"{first}:{last}"


def box_of(address: str) -> Box:
    left, top, right, bottom = range_boundaries(address)
    return top, left, bottom, right


class Range(Com):
    def _spots(self, box: Box | None = None) -> Iterator[tuple[int, int]]:
        for top, left, bottom, right in [box] if box else self._boxes:
            if bottom - top > 100_000:
                raise refused("测试不支持整张工作表的逐格操作")
            yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))

    def _cell(self, spot: tuple[int, int]) -> object:
        return self._sheet._sheet.cell(*spot)

    def _common(self, of: Callable[[object], object]) -> object:
        """Return what all cells have in common, None where they differ."""
        found = {of(self._cell(spot)) for spot in self._spots()}
        return found.pop() if len(found) == 1 else None

    def _reached(self) -> list[tuple[int, int]]:
        """Return the cells that a change of the whole range reaches: of a filtered list only those that are shown."""
        spots, hidden = list(self._spots()), self._sheet._filtered()
        return spots if len(spots) == 1 else [spot for spot in spots if spot[0] not in hidden]

    def _matrix(self, of: Callable[[object], object]) -> object:
        top, left, bottom, right = self._boxes[0]
        rows = tuple(
            tuple(of(self._cell((row, column))) for column in range(left, right + 1)) for row in range(top, bottom + 1)
        )
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def _result(self, cell: object) -> object:
        if isinstance(cell, MergedCell):
            return None
        value = self._sheet._result(cell.row, cell.column) if cell.data_type == "f" else cell.value
        return ERRORS.get(value, value) if isinstance(value, str) else shown(value, self._sheet._parent._book.epoch)

    def _formula(self, cell: object) -> object:
        if cell.data_type == "f" and not isinstance(cell, MergedCell):
            return getattr(cell.value, "text", cell.value)
        value = self._result(cell)
        return "" if value is None else value if isinstance(value, str | bool) else f"{value:.15g}"

    def get_Value2(self) -> object:
        return self._matrix(self._result)

    def invoke_Value(self, kind: int) -> str:
        if kind != 11:
            raise refused("不支持的数据类型")
        return xml_of(self._sheet, self._boxes[0], self._result)

    def get_Formula(self) -> object:
        return self._matrix(self._formula)

    def set_Formula(self, given: object) -> None:
        (box,) = self._boxes
        rows, columns = box[2] - box[0] + 1, box[3] - box[1] + 1
        if isinstance(given, tuple | list) and (len(given), len(given[0])) != (rows, columns):
            raise refused("测试：数组与区域大小不同，Excel 会填 #N/A")
        reached = self._reached()
        for row, column in reached:
            spot = (row - box[0], column - box[1]) if len(reached) == rows * columns else (0, 0)
            self._enter(row, column, given[spot[0]][spot[1]] if isinstance(given, tuple | list) else given)
        self._sheet._tables_follow([spot for spot in reached if self._cell(spot).value is not None])

    def get_Formula2(self) -> object:
        return self._matrix(self._formula2)

    def _formula2(self, cell: object) -> object:
        """Return the formula as an Excel with dynamic arrays shows it: @ where only one cell of a range is taken."""
        text = self._formula(cell)
        plain = cell.data_type == "f" and isinstance(cell.value, str) and (":" in cell.value or "PX_" in cell.value)
        return f"=@{text[1:]}" if plain else text

    def set_Formula2(self, given: object) -> None:
        """Enter formulas that spill as far as the former one in the cell did."""
        (box,) = self._boxes
        for row, column in self._reached():
            formula = given[row - box[0]][column - box[1]] if isinstance(given, tuple) else given
            self._spill((row, column), formula)

    def _spill(self, spot: tuple[int, int], formula: str) -> None:
        cell = self._cell(spot)
        self._guard(cell)
        former = cell.value.ref if isinstance(cell.value, ArrayFormula) else self._sheet._spills.get(spot)
        if former:
            cell.value = ArrayFormula(former, formula)
            for each in [each for each in self._spots(box_of(former)) if each != spot]:
                self._cell(each).value = self._sheet._former.get(each, self._cell(each).value)
        else:
            entered(self._sheet, cell, formula)

    def set_FormulaArray(self, formula: str) -> None:
        if len(formula) > 255:
            raise refused("不能设置类 Range 的 FormulaArray 属性")
        self._guard_arrays()
        spot, *others = self._spots()
        for each in others:
            self._cell(each).value = self._sheet._former.get(each, self._cell(each).value)
        self._cell(spot).value = ArrayFormula(box_name(self._boxes[0]), formula)

    def _enter(self, row: int, column: int, given: object) -> None:
        cell = self._cell((row, column))
        if isinstance(cell, MergedCell):
            return
        self._guard(cell)
        self._sheet._guard_array(row, column)
        entered(self._sheet, cell, given)
        digits = _DIGITS.fullmatch(cell.number_format)
        if self._sheet._parent.get_PrecisionAsDisplayed() and digits and isinstance(cell.value, int | float):
            cell.value = round(cell.value, len(digits[1]) + 2 * len(digits[2]))

    def _guard_arrays(self) -> None:
        if self._app._dynamic:
            return
        inside = set(self._spots())
        for box in self._sheet._arrays():
            if 0 < len(inside & set(self._spots(box))) < len(set(self._spots(box))):
                raise refused("无法更改数组的某一部分。")

    def _guard(self, cell: object) -> None:
        if self._sheet._sheet.protection.sheet and cell.protection.locked:
            raise refused("您试图更改的单元格位于受保护的工作表中。")

    def _guard_looks(self) -> None:
        protection = self._sheet._sheet.protection
        if protection.sheet and protection.formatCells:
            raise refused("受保护的工作表不能设置格式。")

    def get_NumberFormat(self) -> object:
        return self._common(lambda cell: cell.number_format)

    def set_NumberFormat(self, code: str) -> None:
        self._guard_looks()
        for spot in self._reached():
            self._cell(spot).number_format = code

    def get_Interior(self) -> Interior:
        return Interior(self._app, range=self)

    def get_HasArray(self) -> object:
        inside = {spot for box in self._sheet._arrays() for spot in self._spots(box)}
        entered = inside if not self._app._dynamic else set()  # what spills is no array to it
        found = {spot in entered for spot in self._spots()}
        return found.pop() if len(found) == 1 else None

    def get_CurrentArray(self) -> Range:
        (spot,) = self._spots()
        inside = [a for a in self._sheet._arrays() if a[0] <= spot[0] <= a[2] and a[1] <= spot[1] <= a[3]]
        return Range(self._app, sheet=self._sheet, boxes=inside)

    def get_Locked(self) -> object:
        return self._common(lambda cell: bool(cell.protection.locked))

    def get_MergeCells(self) -> object:
        merged = {spot for area in self._merged() for spot in self._spots(area)}
        found = {spot in merged for spot in self._spots()}
        return found.pop() if len(found) == 1 else None

    def _merged(self) -> list[Box]:
        return [box_of(str(area)) for area in self._sheet._sheet.merged_cells.ranges]

    def get_MergeArea(self) -> Range:
        (spot,) = self._spots()
        inside = [a for a in self._merged() if a[0] <= spot[0] <= a[2] and a[1] <= spot[1] <= a[3]]
        return Range(self._app, sheet=self._sheet, boxes=inside or self._boxes)

    def get_Address(self) -> str:
        def corner(row: int, column: int) -> str:
            return f"${get_column_letter(column)}${row}"

        return ",".join(
            corner(*box[:2]) if box[:2] == box[2:] else f"{corner(*box[:2])}:{corner(*box[2:])}" for box in self._boxes
        )

    def get_Row(self) -> int:
        return self._boxes[0][0]

    def get_Column(self) -> int:
        return self._boxes[0][1]

    def call_Find(
        self, What: str, After: Range, LookIn: int, LookAt: int, SearchOrder: int, SearchDirection: int
    ) -> Range | None:
        assert (What, LookIn, LookAt, SearchDirection) == ("*", -4123, 2, 2)
        filled = [spot for spot, cell in self._sheet._sheet._cells.items() if cell.value is not None]
        if not filled:
            return None
        row, column = max(filled, key=lambda spot: spot if SearchOrder == 1 else spot[::-1])
        return Range(self._app, sheet=self._sheet, boxes=[(row, column, row, column)])

    def get_EntireRow(self) -> Rows:
        return Rows(self._app, range=self)

    def get_Worksheet(self) -> Com:
        return self._sheet

    def get_Comment(self) -> Comment | None:
        (spot,) = self._spots()
        return Comment(self._app, cell=self._cell(spot)) if self._cell(spot).comment else None

    def call_AddComment(self, text: str) -> Comment:
        (spot,) = self._spots()
        cell = self._cell(spot)
        if cell.comment is not None or cell.coordinate in self._app._threaded:
            raise refused("这个单元格已有批注。")
        return Comment.added(self._app, cell, text)

    def call_ClearContents(self) -> None:
        self._guard_arrays()
        for spot in self._reached():
            cell = self._cell(spot)
            if isinstance(cell.value, ArrayFormula):
                self._sheet._spills[spot] = cell.value.ref
            self._sheet._former[spot] = self._plain_result(cell)
            if not isinstance(cell, MergedCell):
                cell.value = None
            self._sheet._results.pop(spot, None)

    def _plain_result(self, cell: object) -> object:
        return self._sheet._result(cell.row, cell.column) if cell.data_type == "f" else cell.value

    def call_Clear(self) -> None:
        sheet = self._sheet._sheet
        if self._sheet._filtered():
            raise refused("测试：筛选后只清除看得见的行")
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet._cells.clear()
        sheet.data_validations.dataValidation.clear()
        self._sheet._results.clear()

    def call_Copy(self, Destination: Range) -> None:
        Destination._sheet._take(self._sheet)

    def call_Select(self) -> None:
        if self._sheet._parent._front is not self._sheet:
            raise refused("Range 类的 Select 方法无效：工作表不在前面")
        object.__setattr__(self._sheet, "_cursor", self._boxes[0])


class Rows(Com):
    """The whole rows of a range."""

    def get_Hidden(self) -> bool | None:
        dimensions = self._range._sheet._sheet.row_dimensions
        found = {bool(row in dimensions and dimensions[row].hidden) for row, _ in self._range._spots()}
        return found.pop() if len(found) == 1 else None
