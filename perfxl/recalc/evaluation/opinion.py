"""A second opinion on chosen cells of a workbook, each on precedents that are settled before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from perfxl.formulas.calculation import Block, Calculation, Cell, children
from perfxl.recalc.evaluation.cells import Cells
from perfxl.recalc.evaluation.direct import Direct
from perfxl.recalc.evaluation.running import Steps, run
from perfxl.recalc.evaluation.values import Operand, Place, Unsupported, rows_of
from perfxl.recalc.evaluation.walking import Evaluator
from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.broadcasting import at
from perfxl.recalc.functions.order import UncertainOrder
from perfxl.recalc.normal.scope import AMBIGUOUS, Scope, Site
from perfxl.sheets.address import Position
from perfxl.sheets.values import Missing, Scalar

Decide = Callable[[Cell, Scalar, str], Scalar]
_CIRCLE = "公式循环引用"
_UNCERTAIN = "文本的先后次序无法确定"
_UNEXPECTED = "这种写法的参数不能计算"
_RESIZED = "动态数组的大小与文件中的不同，请用 Excel 打开后保存"


class SecondOpinion:
    """Computes cells; `decide` is told of each what it gives, or why nothing, and says what counts from then on."""

    def __init__(self, calculation: Calculation, known: Mapping[Cell, Scalar], decide: Decide) -> None:
        self._cells = Cells(calculation)
        for cell, value in known.items():
            self._cells.put(cell, value)
        self._decide = decide
        self._scope = Scope.of(calculation)
        self._evaluator = Evaluator(self._cells, self._scope, self._settle)
        self._waiting: dict[str, set[Position]] = defaultdict(set)
        self._direct = Direct(self._cells, self._scope, self._waiting)
        self._running: dict[Cell, None] = {}  # in the order in which they wait for each other
        self._circular: set[Cell] = set()
        self._anchors = {
            (sheet.name, *child): (sheet.name, *first)
            for sheet in calculation.sheets
            for first, block in sheet.blocks.items()
            for child in children(first, block.box)
        }

    def compute(self, cells: Iterable[Cell]) -> None:
        """Compute cells, in whatever order they rest on each other."""
        wanted = list(dict.fromkeys(self._anchors.get(cell, cell) for cell in cells))
        for cell in wanted:
            self._waiting[cell[0]].update(each[1:] for each in self._filled(cell))
        for cell in wanted:
            if cell[1:] in self._waiting[cell[0]] and not self._taken_at_once(cell):
                run(self._cell(cell))

    def _taken_at_once(self, cell: Cell) -> bool:
        """Take an ordinary formula's value where all that it reads is settled and it is of a common form."""
        sheet = self._cells.sheet(cell[0])
        if cell[1:] in sheet.blocks or cell in self._anchors:
            return False
        value = self._direct.value(sheet.formulas[cell[1:]], cell[0], cell[1])
        if isinstance(value, Missing):
            return False
        self._take_one(cell, value)
        return True

    def _take_one(self, cell: Cell, value: Scalar) -> None:
        self._cells.put(cell, self._decide(cell, 0.0 if value is None else value, ""))
        self._waiting[cell[0]].discard(cell[1:])

    def _filled(self, cell: Cell) -> list[Cell]:
        block = self._block(cell)
        return [cell, *((cell[0], *child) for child in children(cell[1:], block.box))] if block else [cell]

    def _block(self, cell: Cell) -> Block | None:
        return self._cells.sheet(cell[0]).blocks.get(cell[1:])

    def _settle(self, place: Place) -> Steps | None:
        """Return what computes the cells of a place that wait, None where none does."""
        waiting = self._waiting.get(place.sheet)
        if not waiting:
            return None
        box = place.box
        if box.area < len(waiting):
            found = [position for position in box.positions() if position in waiting]
        else:
            found = [position for position in waiting if box.contains(position)]
        return self._computed([(place.sheet, *position) for position in found]) if found else None

    def _computed(self, cells: list[Cell]) -> Steps:
        for cell in cells:
            if cell[1:] in self._waiting[cell[0]] and not self._taken_at_once(cell):
                yield self._cell(self._anchors.get(cell, cell))
        return None

    def _cell(self, cell: Cell) -> Steps:
        if cell in self._running:
            waiting = list(self._running)
            self._circular.update(waiting[waiting.index(cell) :])
            raise Unsupported(_CIRCLE)
        self._running[cell] = None
        value: Operand = None
        reason = ""
        try:
            value = _whole((yield self._formula(cell)))
        except Unsupported as error:
            reason = str(error)
        except UncertainOrder:
            reason = _UNCERTAIN
        except Fault as fault:
            value = fault.error
        except RecursionError:
            reason = "公式太长"
        except Exception:  # one formula that a function of ours was not made for leaves all others as they are
            reason = _UNEXPECTED
        del self._running[cell]
        self._take(cell, value, _CIRCLE if cell in self._circular else reason)
        return None

    def _formula(self, cell: Cell) -> Steps:
        sheet = self._cells.sheet(cell[0])
        block = sheet.blocks.get(cell[1:])
        if block is not None and block.kind == "table":
            raise Unsupported("模拟运算表（数据表）不能重算")
        if name := self._scope.ambiguous(sheet.formulas[cell[1:]]):
            raise Unsupported(AMBIGUOUS.format(name=name))
        site = Site(self._scope, cell[0], cell[1:], block is not None)
        return self._evaluator.formula(sheet.formulas[cell[1:]], site)

    def _take(self, cell: Cell, value: Operand, reason: str) -> None:
        block = self._block(cell)
        grid = rows_of(value)
        if block and block.kind == "spill" and not reason:
            size = block.box.bottom - block.box.top + 1, block.box.right - block.box.left + 1
            reason = "" if size == (len(grid), len(grid[0])) else _RESIZED
        for each in self._filled(cell):
            _, row, column = each
            found = at(grid, row - cell[1], column - cell[2]) if block else grid[0][0]
            shown = 0.0 if found is None else found
            self._cells.put(each, self._decide(each, shown, reason))
            self._waiting[cell[0]].discard((row, column))


def _whole(value: Operand) -> Operand:
    """Return what a formula gave; Unsupported where it is no value, nor rows of one width."""
    grid = rows_of(value)
    if not grid or not grid[0] or len({len(row) for row in grid}) > 1:
        raise Unsupported(_UNEXPECTED)
    return value
