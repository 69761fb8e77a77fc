"""LET, LAMBDA, and the functions that call a LAMBDA: MAP, REDUCE, SCAN, BYROW, BYCOL, MAKEARRAY."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from perfxl.formulas.syntax import Call, Identifier, Node, Omitted
from perfxl.formulas.tokens import split_name
from perfxl.recalc.evaluation.values import Closure, Grid, Operand, Unsupported, one_of, rows_of, simple
from perfxl.recalc.functions.signature import Raw
from perfxl.sheets.values import ErrorValue, Missing, Scalar

if TYPE_CHECKING:  # each computes parts of the other
    from perfxl.recalc.evaluation.running import Steps
    from perfxl.recalc.evaluation.walking import Evaluator, View

_MOST = 20_000  # calls of one function


def apply(evaluator: Evaluator, function: Operand, args: Sequence[Node], view: View) -> Steps:
    """Call what a name or a part of the formula gives as a function."""
    given = []
    for arg in args:
        given.append((yield evaluator.value(arg, view)) if not isinstance(arg, Omitted) else Missing.MISSING)
    return (yield _applied(evaluator, function, given, view))


def _applied(evaluator: Evaluator, function: Operand, given: Sequence[Operand], view: View) -> Steps:
    if isinstance(function, ErrorValue):
        return function
    if not isinstance(function, Closure) or len(given) > len(function.parameters):
        return ErrorValue.VALUE
    padded = [*given, *[Missing.MISSING] * (len(function.parameters) - len(given))]
    known = {**function.known, **dict(zip(function.parameters, padded, strict=True))}
    if view.depth > 200:
        raise Unsupported("LAMBDA 嵌套过深")
    inner = replace(view, known=known, depth=view.depth + 1, array=True)
    return (yield evaluator.value(cast("Node", function.body), inner))


def _let(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    *pairs, body = args
    if len(pairs) % 2:
        raise Unsupported("LET 的参数不成对")
    known = dict(view.known)
    for name, node in zip(pairs[::2], pairs[1::2], strict=True):
        known[_named(name)] = yield evaluator.value(node, replace(view, known=dict(known)))
    return (yield evaluator.value(body, replace(view, known=known)))


def _lambda(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    *parameters, body = args
    return Closure(tuple(map(_named, parameters)), body, dict(view.known))
    yield  # a generator like its kin


def _named(node: Node) -> str:
    if not isinstance(node, Identifier):
        raise Unsupported("变量名无法识别")
    return split_name(node.text)[1].casefold()


def _is_omitted(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    return (yield evaluator.value(args[0], view)) is Missing.MISSING


def _prepared(evaluator: Evaluator, args: Sequence[Node], view: View) -> Raw:
    """Return the arrays and the function of MAP and its kin."""
    inner = replace(view, array=True)
    given: list[Operand] = []
    for arg in args[:-1]:
        value = Missing.MISSING if isinstance(arg, Omitted) else (yield evaluator.value(arg, inner))
        given.append((yield from evaluator.values(value, inner)))
    function = yield _function(evaluator, args[-1], inner)
    return given, function, inner


def _function(evaluator: Evaluator, node: Node, view: View) -> Steps:
    """Return a LAMBDA, or a function that is handed over by its name as one."""
    if isinstance(node, Identifier) and split_name(node.text)[1].casefold() not in view.known:
        name = node.text.casefold().removeprefix("_xleta.").upper()
        if evaluator.scope.name(node.text, view.site.sheet) is None:
            words = ("\ue000a", "\ue000b")
            return Closure(words[:1], Call(name, (Identifier(words[0]),)), {})
    return (yield evaluator.value(node, view))


def _one(value: Operand) -> Scalar:
    if isinstance(value, Closure):
        return ErrorValue.VALUE
    return one_of(value)


def _called(evaluator: Evaluator, function: Operand, given: Sequence[Operand], view: View) -> Raw:
    made = yield _applied(evaluator, function, given, view)
    return _one((yield from evaluator.values(made, view)))


def _map(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    given, function, inner = yield from _prepared(evaluator, args, view)
    grids = [rows_of(each) for each in given]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    _check(height * width)
    made: Grid = [[ErrorValue.NA] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if all(row < len(grid) and column < len(grid[0]) for grid in grids):
                cells = [grid[row][column] for grid in grids]
                made[row][column] = yield from _called(evaluator, function, cells, inner)
    return simple(made)


def _reduce(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    found = yield _accumulated(evaluator, args, view)
    return cast("Grid", found)[-1][-1]


def _scan(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    found = cast("Grid", (yield _accumulated(evaluator, args, view)))[0]
    array = yield from evaluator.values((yield evaluator.value(args[-2], view)), replace(view, array=True))
    width = len(rows_of(array)[0])
    return simple([found[at : at + width] for at in range(0, len(found), width)])


def _accumulated(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    given, function, inner = yield from _prepared(evaluator, args, view)
    cells = [cell for row in rows_of(given[-1]) for cell in row]
    _check(len(cells))
    made: list[Scalar] = []
    total: Operand = given[0] if len(given) > 1 else Missing.MISSING
    for cell in cells:
        first = total is Missing.MISSING and not made
        total = cell if first else (yield from _called(evaluator, function, [total, cell], inner))
        made.append(_one(total))
    return [made]


def _by_row(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    given, function, inner = yield from _prepared(evaluator, args, view)
    made: Grid = []
    for row in rows_of(given[0]):
        made.append([(yield from _called(evaluator, function, [[list(row)]], inner))])
    return simple(made)


def _by_column(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    given, function, inner = yield from _prepared(evaluator, args, view)
    made: list[Scalar] = []
    for column in zip(*rows_of(given[0]), strict=True):
        made.append((yield from _called(evaluator, function, [[[cell] for cell in column]], inner)))
    return simple([made])


def _make(evaluator: Evaluator, args: Sequence[Node], view: View) -> Steps:
    given, function, inner = yield from _prepared(evaluator, args, view)
    height, width = (int(float(cast("float", one_of(each) or 0))) for each in given[:2])
    if height < 1 or width < 1:
        return ErrorValue.VALUE
    _check(height * width)
    made: Grid = []
    for row in range(1, height + 1):
        made.append([])
        for column in range(1, width + 1):
            made[-1].append((yield from _called(evaluator, function, [float(row), float(column)], inner)))
    return simple(made)


def _check(count: int) -> None:
    if count > _MOST:
        raise Unsupported("数组太大，不能计算")


BINDING: dict[str, Callable[..., Any]] = {
    "LET": _let,
    "LAMBDA": _lambda,
    "ISOMITTED": _is_omitted,
    "MAP": _map,
    "REDUCE": _reduce,
    "SCAN": _scan,
    "BYROW": _by_row,
    "BYCOL": _by_column,
    "MAKEARRAY": _make,
}
