"""Excel itself: workbooks, the switches that a macro turns, and the count of all calls."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from fake.com import Com
from fake.pywin32 import refused, rejected
from fake.ranges import Range
from fake.workbook import Workbook

AUTOMATIC = -4105


class ServerGoneError(BaseException):
    """The function server is gone: nothing that it would still do is done."""


class Application(Com):
    """One running Excel. `calls` counts members; `editing` makes it refuse all; `failing` refuses one member.

    threaded  cells that hold a conversation, to which no note can be added
    printer   whether there is one
    dynamic   whether formulas spill (Excel 2021 and later)
    gone_at   the number of the call at which the function server ends
    """

    def __init__(self) -> None:
        switches = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": AUTOMATIC}
        switches |= {"StatusBar": False, "DisplayAlerts": True}
        super().__init__(None, calls=Counter(), books=[], switches=switches, active=None, selected=None)
        lists = {"AutoFillFormulasInLists": True, "AutoExpandListRange": True}
        habits = {
            "editing": False,
            "failing": "",
            "threaded": set(),
            "printer": True,
            "dynamic": True,
            "gone_at": 0,
            "gone": False,
        }
        for name, value in (habits | {"lists": lists, "previewed": [], "printed": [], "pending": False}).items():
            object.__setattr__(self, f"_{name}", value)

    def _count(self, member: str) -> None:
        self._calls[member] += 1
        if self._gone or self._total == self._gone_at:
            object.__setattr__(self, "_gone", True)
            raise ServerGoneError(member)
        if self._editing:
            raise rejected()
        if self._failing and member == self._failing:
            raise refused("测试：这一步被拒绝")

    @property
    def _total(self) -> int:
        return sum(self._calls.values())

    def _open(self, path: Path, name: str | None = None) -> Workbook:
        book = Workbook.load(self, path, name)
        self._books.append(book)
        object.__setattr__(self, "_active", book)
        return book

    def get_Name(self) -> str:
        return "Microsoft Excel"

    def get_AutoCorrect(self) -> AutoCorrect:
        return AutoCorrect(self)

    def get_CalculationState(self) -> int:
        return 2 if self._pending else 0

    def get_Hwnd(self) -> int:
        return 1

    def get_Workbooks(self) -> Workbooks:
        return Workbooks(self)

    def get_ActiveWorkbook(self) -> Workbook | None:
        return self._active

    def get_ActiveSheet(self) -> Com | None:
        return self._active.get_ActiveSheet() if self._active else None

    def get_ActiveCell(self) -> Range | None:
        sheet = self._active.get_ActiveSheet()
        if not hasattr(sheet, "_cursor"):  # a chart
            return None
        return Range(self, sheet=sheet, boxes=[sheet._cursor])

    def get_Selection(self) -> Range:
        return self.get_ActiveCell()

    def call_Union(self, *ranges: Range) -> Range:
        if not 2 <= len(ranges) <= 30:
            raise refused("Union 需要 2 到 30 个区域")
        return Range(self, sheet=ranges[0]._sheet, boxes=[box for part in ranges for box in part._boxes])

    def call_Goto(self, Reference: Range, Scroll: bool = False) -> None:
        Reference._sheet._front()
        object.__setattr__(Reference._sheet, "_cursor", Reference._boxes[0])


def _switch(name: str) -> None:
    setattr(Application, f"get_{name}", lambda self: self._switches[name])
    setattr(Application, f"set_{name}", lambda self, value: self._switches.__setitem__(name, value))


for _name in ("ScreenUpdating", "EnableEvents", "Calculation", "StatusBar", "DisplayAlerts"):
    _switch(_name)


class AutoCorrect(Com):
    """What Excel does by itself as one types into tables."""

    def get_AutoFillFormulasInLists(self) -> bool:
        return self._app._lists["AutoFillFormulasInLists"]

    def set_AutoFillFormulasInLists(self, on: bool) -> None:
        self._app._lists["AutoFillFormulasInLists"] = on

    def get_AutoExpandListRange(self) -> bool:
        return self._app._lists["AutoExpandListRange"]

    def set_AutoExpandListRange(self, on: bool) -> None:
        self._app._lists["AutoExpandListRange"] = on


class Workbooks(Com):
    def get_Application(self) -> Application:
        return self._app

    def get_Count(self) -> int:
        return len(self._app._books)

    def item(self, which: int | str) -> Workbook:
        if isinstance(which, int):
            return self._app._books[which - 1]
        found = [book for book in self._app._books if book._name == which]
        if not found:
            raise refused("下标越界")
        return found[0]

    def call_Open(self, Filename: str, UpdateLinks: int | None = None, ReadOnly: bool = False) -> Workbook:
        return self._app._open(Path(Filename))
