"""A range: one or more areas of a sheet, with Excel's habits when it is read and written."""

from __future__ import annotations

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
        for row, column in self._spots():
            one = given[row - box[0]][column - box[1]] if isinstance(given, tuple | list) else given
            self._enter(row, column, one)

    def _enter(self, row: int, column: int, given: object) -> None:
        cell = self._cell((row, column))
        if isinstance(cell, MergedCell):
            return
        self._guard(cell)
        if any(box[0] <= row <= box[2] and box[1] <= column <= box[3] for box in self._arrays()):
            raise refused("无法更改数组的某一部分。")
        entered(self._sheet, cell, given)

    def _arrays(self) -> list[Box]:
        cells = self._sheet._sheet._cells.values()
        return [box_of(cell.value.ref) for cell in cells if isinstance(cell.value, ArrayFormula)]

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
        for spot in self._spots():
            self._cell(spot).number_format = code

    def get_Interior(self) -> Interior:
        return Interior(self._app, range=self)

    def get_HasArray(self) -> object:
        return self._common(lambda cell: isinstance(cell.value, ArrayFormula))

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

    def get_Worksheet(self) -> Com:
        return self._sheet

    def get_Comment(self) -> Comment | None:
        (spot,) = self._spots()
        return Comment(self._app, cell=self._cell(spot)) if self._cell(spot).comment else None

    def call_AddComment(self, text: str) -> Comment:
        (spot,) = self._spots()
        cell = self._cell(spot)
        if cell.comment is not None:
            raise refused("这个单元格已有批注。")
        return Comment.added(self._app, cell, text)

    def call_ClearContents(self) -> None:
        inside = set(self._spots())
        for box in self._arrays():
            if 0 < len(inside & set(self._spots(box))) < len(set(self._spots(box))):
                raise refused("无法更改数组的某一部分。")
        for spot in inside:
            self._cell(spot).value = None
            self._sheet._results.pop(spot, None)

    def call_Clear(self) -> None:
        sheet = self._sheet._sheet
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet._cells.clear()
        self._sheet._results.clear()

    def call_Copy(self, Destination: Range) -> None:
        Destination._sheet._take(self._sheet)

    def call_Select(self) -> None:
        if self._sheet._parent._front is not self._sheet:
            raise refused("Range 类的 Select 方法无效：工作表不在前面")
        object.__setattr__(self._sheet, "_cursor", self._boxes[0])
