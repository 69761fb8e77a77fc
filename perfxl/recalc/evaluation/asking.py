"""Functions that ask what stands in a cell: its formula, its place, its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from perfxl.formulas.syntax import Node
from perfxl.recalc.evaluation.places import given, referred
from perfxl.recalc.evaluation.values import Areas, Operand, Place, Unsupported, one_of
from perfxl.recalc.functions.arguments import text
from perfxl.sheets.address import Box, column_letters
from perfxl.sheets.values import ErrorValue, Scalar

if TYPE_CHECKING:  # each computes parts of the other
    from perfxl.recalc.evaluation.running import Steps
    from perfxl.recalc.evaluation.walking import Evaluator, View


def _cell_of(value: Operand) -> Place | None:
    return value.places[0] if isinstance(value, Areas) else None


def _formula_text(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    place = _cell_of((yield evaluator.value(args[0], view)))
    if place is None:
        return ErrorValue.NA
    sheet = evaluator.cells.sheet(place.sheet)
    formula = sheet.formulas.get(place.box.anchor)
    block = next((each for each in sheet.blocks.values() if each.box.contains(place.box.anchor)), None)
    if block is not None:
        raise Unsupported("数组公式的文字不能计算")
    return ErrorValue.NA if formula is None else f"={_STORED.sub('', formula)}"


def _is_formula(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    place = _cell_of((yield evaluator.value(args[0], view)))
    return ErrorValue.VALUE if place is None else place.box.anchor in evaluator.cells.sheet(place.sheet).formulas


def _cell(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    wanted = text(one_of((yield from given(evaluator, args, 0, view)))).casefold()
    place = _cell_of((yield from referred(evaluator, args[1:], view)))
    if place is None or len(args) < 2 or not _can_tell(wanted, place, view):
        raise Unsupported("CELL 的这种信息不能计算")
    top, left = place.box.anchor
    if wanted in {"row", "col"}:
        return float(top if wanted == "row" else left)
    if wanted == "address":
        return f"${column_letters(left)}${top}"
    held = one_of((yield evaluator.read(Areas((Place(place.sheet, Box(top, left, top, left)),)))))
    return _content(wanted, held)


def _can_tell(wanted: str, place: Place, view: View) -> bool:
    return wanted in _INFORMATION and (wanted != "address" or place.sheet == view.site.sheet)


def _content(wanted: str, held: Scalar) -> Scalar:
    """Return a cell's content, or of what type it is."""
    if wanted == "contents":
        return 0.0 if held is None else held
    return "b" if held is None else "l" if isinstance(held, str) else "v"


def _sheet(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    raise Unsupported("SHEET 数的工作表可能不止普通工作表")
    yield


_STORED = re.compile(r"_xl(?:fn|ws|udf)\.", re.IGNORECASE)  # what only files write before new functions
_INFORMATION = frozenset({"row", "col", "address", "contents", "type"})
ASKING: dict[str, Callable[..., Any]] = {
    "FORMULATEXT": _formula_text,
    "ISFORMULA": _is_formula,
    "CELL": _cell,
    "SHEET": _sheet,
    "SHEETS": _sheet,
}
