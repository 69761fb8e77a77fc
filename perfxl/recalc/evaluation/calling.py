"""Functions given what they take: values read, ranges intersected, arrays gone through value by value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from perfxl.formulas.syntax import Call, Identifier, Node, Omitted, Unary
from perfxl.formulas.tokens import split_name
from perfxl.functions.registry import REGISTRY
from perfxl.functions.registry import call as call_ours
from perfxl.recalc.evaluation.binding import BINDING, apply
from perfxl.recalc.evaluation.special import SPECIAL
from perfxl.recalc.evaluation.values import (
    Areas,
    Closure,
    Grid,
    Operand,
    Place,
    References,
    Unsupported,
    one_of,
    rows_of,
    simple,
)
from perfxl.recalc.functions.arguments import Fault, number, text
from perfxl.recalc.functions.broadcasting import at
from perfxl.recalc.functions.calendar import DATED, from_1904
from perfxl.recalc.functions.library import SIGNATURES
from perfxl.recalc.functions.numbertext import truth
from perfxl.recalc.functions.signature import SINGLE, Raw, Signature
from perfxl.recalc.normal.kinds import ARRAYS
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue, Missing, Scalar

if TYPE_CHECKING:  # each computes parts of the other
    from perfxl.recalc.evaluation.running import Steps
    from perfxl.recalc.evaluation.walking import Evaluator, View

_OPERATORS = {"SINGLE": "@", "ANCHORARRAY": "#"}
_WHOLE = frozenset("xaA")  # kinds of arguments that are not single values
_MOST = 2_000_000  # values of one array
_READ: dict[str, Callable[[Scalar], Any]] = {"n": number, "m": number, "s": text, "b": truth}


def call(evaluator: Evaluator, node: Call, view: View) -> Steps:
    """Compute a call."""
    if node.callee is not None:
        return (yield apply(evaluator, (yield evaluator.value(node.callee, view)), node.args, view))
    name = split_name(node.name)[1]
    if name in _OPERATORS and len(node.args) == 1:
        return (yield evaluator.value(Unary(_OPERATORS[name], node.args[0]), view))
    bound = view.known.get(name.casefold())
    if bound is None and evaluator.scope.name(name, view.site.sheet) is not None:
        bound = yield evaluator.value(Identifier(name), view)
    if bound is not None:
        return (yield apply(evaluator, cast("Operand", bound), node.args, view))
    own = SPECIAL.get(name) or BINDING.get(name)
    if own is not None:
        return (yield own(evaluator, node.args, view))
    signature = SIGNATURES.get(name)
    if signature is None:
        return (yield _ours(evaluator, name, node.args, view))
    return (yield _computed(evaluator, name, signature, node.args, view))


def _ours(evaluator: Evaluator, name: str, args: Sequence[Node], view: View) -> Steps:
    """Compute one of our own worksheet functions."""
    if "!" in name:
        raise Unsupported("调用了别的文件里的函数")
    if name not in REGISTRY:
        raise Unsupported(f"没有函数 {name}")
    inner = view.within(array=True)
    given: list[Raw] = []
    for arg in args:
        value = yield evaluator.value(arg, inner)
        given.append((yield from evaluator.values(value, inner)))
    return call_ours(name, given)


def _computed(evaluator: Evaluator, name: str, signature: Signature, args: Sequence[Node], view: View) -> Steps:
    if not signature.least <= len(args) <= signature.most:
        raise Unsupported(f"{name} 的参数个数不对")
    given: list[Operand] = []
    for index, arg in enumerate(args):
        kind = signature.kind(index)
        inner = view.within(array=view.array or kind == "A" or (name in ARRAYS and kind in "ax"))
        given.append((yield evaluator.value(arg, inner)) if not isinstance(arg, Omitted) else Missing.MISSING)
    if evaluator.cells.calculation.mac and name in DATED:
        return (yield from lifted(evaluator, from_1904(name, signature), given, view))
    return (yield from lifted(evaluator, signature, given, view))


def lifted(evaluator: Evaluator, signature: Signature, given: Sequence[Operand], view: View) -> Steps:
    """Call a function, once for each of the references that stand where it takes one."""
    spread = [index for index, value in enumerate(given) if isinstance(value, References)]
    spread = [index for index in spread if signature.kind(index) not in SINGLE]
    if not spread:
        return (yield from _once(evaluator, signature, given, view))
    rows = [given[index].rows for index in spread]  # type: ignore[union-attr]  # filtered above
    made: Grid = []
    for row in range(max(map(len, rows))):
        made.append([])
        for column in range(max(len(each[0]) for each in rows)):
            each = list(given)
            _put(each, spread, rows, row, column)
            made[-1].append(one_of((yield from _once(evaluator, signature, each, view))))
    return simple(made)


def _put(args: list[Any], spread: Sequence[int], grids: Sequence[Any], row: int, column: int) -> None:
    """Put in place of spread arguments what they hold for one value of the result."""
    for index, grid in zip(spread, grids, strict=True):
        args[index] = at(grid, row, column)


def _once(evaluator: Evaluator, signature: Signature, given: Sequence[Operand], view: View) -> Steps:
    kinds = [signature.kind(index) for index in range(len(given))]
    ready: list[Any] = []
    for kind, value in zip(kinds, given, strict=True):
        if isinstance(value, Closure):
            return ErrorValue.VALUE
        try:
            ready.append((yield from _prepared(evaluator, kind, value, view)))
        except Fault as fault:
            return fault.error
    singles = [index for index, kind in enumerate(kinds) if kind in SINGLE and isinstance(ready[index], list)]
    return _one_by_one(signature, kinds, ready, singles) if singles else called(signature, kinds, ready)


def _one_by_one(signature: Signature, kinds: Sequence[str], ready: list[Any], singles: Sequence[int]) -> Operand:
    """Call a function for each of the values of arrays that stand where it takes one value."""
    grids = [ready[index] for index in singles]
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    if height * width > _MOST:
        raise Unsupported("数组太大，不能计算")
    made: Grid = []
    for row in range(height):
        made.append([])
        for column in range(width):
            _put(ready, singles, grids, row, column)
            made[-1].append(one_of(called(signature, kinds, ready)))
    return simple(made)


def _prepared(evaluator: Evaluator, kind: str, value: Operand, view: View) -> Steps:
    """Return an argument as its function takes it."""
    if isinstance(value, Missing):
        return (False, [None]) if kind == "x" else Missing.MISSING
    if kind in _WHOLE:
        return (yield from _rows(evaluator, kind, value))
    if kind == "w" and isinstance(value, Areas):
        sheet, box = value.places[0]
        return (yield evaluator.read(Areas((Place(sheet, Box(*box[:2], *box[:2])),))))[0][0]
    return (yield from evaluator.values(value, view))


def _rows(evaluator: Evaluator, kind: str, value: Operand) -> Steps:
    """Return an argument of many values: rows, or what is summed."""
    if isinstance(value, Areas):
        grid = yield evaluator.read(value)
    elif kind != "x" and isinstance(value, ErrorValue):
        raise Fault(value)
    else:
        grid = rows_of(value)
    return (isinstance(value, Areas), [cell for row in grid for cell in row]) if kind == "x" else grid


def called(signature: Signature, kinds: Sequence[str], ready: Sequence[Any]) -> Raw:
    """Call a function with arguments as its signature takes them; Unsupported where it cannot have them so."""
    try:
        args = [_taken(kind, value) for kind, value in zip(kinds, ready, strict=True)]
        made = signature.run(*args)
    except Fault as fault:
        return fault.error
    except ZeroDivisionError:
        return ErrorValue.DIV0
    except (OverflowError, ValueError, ArithmeticError):
        return ErrorValue.NUM
    except (TypeError, IndexError, MemoryError, AttributeError, NotImplementedError) as error:
        raise Unsupported("这种写法的参数不能计算") from error
    return _result(made)


def _taken(kind: str, value: Raw) -> Raw:
    if kind not in SINGLE or kind in "vw":
        return value
    if isinstance(value, Missing):
        return _READ[kind](None) if kind in _READ else None
    if kind == "e":
        if isinstance(value, ErrorValue):
            raise Fault(value)
        return value
    if kind == "m" and isinstance(value, bool):
        raise Fault(ErrorValue.VALUE)
    return _READ[kind](value)


def _result(made: Raw) -> Raw:
    if isinstance(made, bool):
        return made
    if isinstance(made, (int, float)):
        return float(made) if math.isfinite(made) else ErrorValue.NUM
    if isinstance(made, complex):
        return ErrorValue.NUM
    if isinstance(made, str) and len(made) > 32_767:
        return ErrorValue.VALUE
    return simple(made) if isinstance(made, list) else made
