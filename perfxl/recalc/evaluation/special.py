"""Functions that are no functions of values: branches, references, the sheet and its hidden rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from perfxl.formulas.syntax import Node, Omitted
from perfxl.recalc.evaluation.asking import ASKING
from perfxl.recalc.evaluation.indexing import INDEXING
from perfxl.recalc.evaluation.places import PLACES
from perfxl.recalc.evaluation.summing import SUMMING
from perfxl.recalc.evaluation.values import Areas, Grid, Operand, Unsupported, rows_of, simple
from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.broadcasting import at
from perfxl.recalc.functions.numbertext import truth
from perfxl.recalc.functions.order import compare
from perfxl.recalc.functions.signature import Raw
from perfxl.sheets.values import ErrorValue, Scalar

if TYPE_CHECKING:  # each computes parts of the other
    from perfxl.recalc.evaluation.running import Steps
    from perfxl.recalc.evaluation.walking import Evaluator, View

_OMITTED = Omitted()


def _if(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    condition = yield from _value(evaluator, args[0], view)
    branches = (*args[1:], _OMITTED)[:2] if len(args) > 1 else (_OMITTED, _OMITTED)
    if not isinstance(condition, list):
        chosen = truth_of(condition)
        if isinstance(chosen, ErrorValue):
            return chosen
        if not chosen and len(args) < 3:
            return False
        return (yield _branch(evaluator, branches[not chosen], view))
    given = yield from _grids(evaluator, branches, view.within(array=True))
    if len(args) < 3:
        given[1] = [[False]]
    return _each([condition, *given], lambda test, yes, no: _picked(truth_of(test), yes, no))


def _picked(chosen: bool | ErrorValue, yes: Scalar, no: Scalar) -> Scalar:
    return chosen if isinstance(chosen, ErrorValue) else yes if chosen else no


def truth_of(value: Scalar) -> bool | ErrorValue:
    """Return whether a condition holds, or the error that it gives."""
    try:
        return truth(value)
    except Fault as fault:
        return fault.error


def _branch(evaluator: Evaluator, node: Node, view: View) -> Steps:
    """Compute the branch that is taken; one that is left out is 0."""
    if isinstance(node, Omitted):
        return 0.0
    return (yield evaluator.value(node, view))


def _value(evaluator: Evaluator, node: Node, view: View, missing: Scalar = None) -> Raw:
    """Return the value of an argument, what it refers to read."""
    if isinstance(node, Omitted):
        return missing
    return (yield from evaluator.values((yield evaluator.value(node, view)), view))


def _grids(evaluator: Evaluator, args: Sequence[Node], view: View) -> Raw:
    """Return the values of arguments as rows."""
    grids: list[Grid] = []
    for arg in args:
        grids.append(rows_of((yield from _value(evaluator, arg, view, 0.0))))
    return grids


def _each(grids: Sequence[Grid], function: Callable[..., Scalar]) -> Operand:
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    return simple(
        [[function(*(at(grid, row, column) for grid in grids)) for column in range(width)] for row in range(height)]
    )


def _instead(evaluator: Evaluator, args: Sequence[Node], view: View, replaced: Callable[[Scalar], bool]) -> Raw:
    value = yield evaluator.value(args[0], view)
    held = yield from evaluator.values(value, view)
    if not isinstance(held, list):
        if replaced(held):
            return (yield _branch(evaluator, args[1], view))
        return "" if isinstance(args[0], Omitted) else value
    other = rows_of((yield from _value(evaluator, args[1], view, 0.0)))
    return _each([rows_of(held), other], lambda one, two: two if replaced(one) else one)


def _iferror(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    return (yield from _instead(evaluator, args, view, lambda value: isinstance(value, ErrorValue)))


def _ifna(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    return (yield from _instead(evaluator, args, view, lambda value: value is ErrorValue.NA))


def _ifs(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    for test, branch in zip(args[::2], args[1::2], strict=True):
        condition = yield from _value(evaluator, test, view)
        if isinstance(condition, list):
            raise Unsupported("IFS 的数组条件不能计算")
        chosen = truth_of(condition)
        if isinstance(chosen, ErrorValue):
            return chosen
        if chosen:
            return (yield _branch(evaluator, branch, view))
    return ErrorValue.NA


def _choose(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    index = yield from _value(evaluator, args[0], view)
    if isinstance(index, list):
        grids = yield from _grids(evaluator, args[1:], view.within(array=True))
        height = max(len(index), *map(len, grids)) if len(index) == 1 else len(index)
        width = max(len(index[0]), *(len(grid[0]) for grid in grids))
        return [
            [_nth([at(grid, row, column) for grid in grids], at(index, row, column)) for column in range(width)]
            for row in range(height)
        ]
    chosen = _index(index)
    if isinstance(chosen, ErrorValue):
        return chosen
    if not 1 <= chosen < len(args):
        return ErrorValue.VALUE
    return (yield _branch(evaluator, args[chosen], view))


def _nth(values: Sequence[Scalar], index: Scalar) -> Scalar:
    chosen = _index(index)
    if isinstance(chosen, ErrorValue):
        return chosen
    return values[chosen - 1] if 1 <= chosen <= len(values) else ErrorValue.VALUE


def _index(value: Scalar) -> int | ErrorValue:
    try:
        return int(number(value))
    except Fault as fault:
        return fault.error


def _switch(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    wanted = yield from _value(evaluator, args[0], view)
    if isinstance(wanted, (list, ErrorValue)):
        if isinstance(wanted, list):
            raise Unsupported("SWITCH 的数组不能计算")
        return wanted
    rest = args[1:]
    for test, branch in zip(rest[::2], rest[1::2], strict=False):
        held = yield from _value(evaluator, test, view)
        if compare("=", wanted, held) is True:
            return (yield _branch(evaluator, branch, view))
    return (yield _branch(evaluator, rest[-1], view)) if len(rest) % 2 else ErrorValue.NA


def _is_reference(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    value = yield evaluator.value(args[0], view)
    return isinstance(value, Areas)


SPECIAL: dict[str, Callable[..., Any]] = {
    "IF": _if,
    "IFERROR": _iferror,
    "IFNA": _ifna,
    "IFS": _ifs,
    "CHOOSE": _choose,
    "SWITCH": _switch,
    "ISREF": _is_reference,
    **ASKING,
    **INDEXING,
    **PLACES,
    **SUMMING,
}
