"""One arithmetic expression, three readings: its exact value, the Excel formula, the sentence that explains it.

`Ref` is a figure in a cell, `Num` a constant of a rule, `Call` an operation, `Choose` a rule's branch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import reduce

from perfxl.model import a1
from perfxl.model.figure import Figure, State
from perfxl.numerals.rounding import half_up

_PRECISION = 40
_SYMBOLS = {"+": "+", "-": "-", "*": "*", "/": "/"}
_WORDS = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ "}
_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}


class Undefined(ArithmeticError):
    """The expression has no value: a zero denominator."""


class Missing(LookupError):
    """An operand is blank or not a number; `figure` says which."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(str(figure.place))
        self.figure = figure


@dataclass(frozen=True, slots=True)
class Ref:
    """A figure, under the term the rule knows it by (全年预算数)."""

    figure: Figure
    term: str


@dataclass(frozen=True, slots=True)
class Num:
    """A constant of the rule."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Call:
    """`op` is + - * / (two or more arguments, - and / exactly two), sum, min, max, abs, round."""

    op: str
    args: tuple[Expr, ...]
    places: int = 0  # of round


@dataclass(frozen=True, slots=True)
class Choose:
    """`then` where left `comparison` right (">=", "<=", "=", ">", "<"), else `otherwise`."""

    left: Expr
    comparison: str
    right: Expr
    then: Expr
    otherwise: Expr

    def branch(self) -> Expr:
        """Return the branch that the operands choose."""
        return self.then if compare(evaluate(self.left), self.comparison, evaluate(self.right)) else self.otherwise


Expr = Ref | Num | Call | Choose


def compare(left: Decimal, sign: str, right: Decimal) -> bool:
    """Return whether `left sign right` holds."""
    return {
        ">=": left >= right,
        "<=": left <= right,
        "=": left == right,
        ">": left > right,
        "<": left < right,
    }[sign]


def add(*args: Expr) -> Expr:
    """Return the sum of the arguments."""
    return args[0] if len(args) == 1 else Call("+", args)


def subtract(left: Expr, right: Expr) -> Call:
    """Return left - right."""
    return Call("-", (left, right))


def times(*args: Expr) -> Call:
    """Return the product of the arguments."""
    return Call("*", args)


def divide(left: Expr, right: Expr) -> Call:
    """Return left / right."""
    return Call("/", (left, right))


def rounded(arg: Expr, places: int) -> Call:
    """Return the argument rounded half-up to `places` decimals."""
    return Call("round", (arg,), places)


def number(value: int | str | Decimal) -> Num:
    """Return a constant."""
    return Num(Decimal(value))


def evaluate(expr: Expr) -> Decimal:
    """Return the exact value; Missing where an operand has none, Undefined on a zero denominator."""
    with localcontext() as context:
        context.prec = _PRECISION
        return _value(expr)


def _value(expr: Expr) -> Decimal:
    if isinstance(expr, Num):
        return expr.value
    if isinstance(expr, Choose):
        return _value(expr.branch())
    if isinstance(expr, Ref):
        if expr.figure.state is not State.NUMBER or expr.figure.value is None:
            raise Missing(expr.figure)
        return expr.figure.value
    return _apply(expr, [_value(arg) for arg in expr.args])


def _apply(call: Call, values: list[Decimal]) -> Decimal:
    if call.op == "round":
        return half_up(values[0], call.places)
    if call.op == "/":
        if not values[1]:
            raise Undefined
        return values[0] / values[1]
    if call.op in ("+", "sum"):
        return sum(values, Decimal(0))
    if call.op == "*":
        return reduce(lambda left, right: left * right, values)
    if call.op == "-":
        return values[0] - values[1]
    if call.op == "abs":
        return abs(values[0])
    return min(values) if call.op == "min" else max(values)


def refs(expr: Expr) -> Iterator[Ref]:
    """Yield the figures of an expression, in reading order."""
    if isinstance(expr, Ref):
        yield expr
    elif isinstance(expr, Call):
        for arg in expr.args:
            yield from refs(arg)
    elif isinstance(expr, Choose):
        for part in (expr.left, expr.right, expr.then, expr.otherwise):
            yield from refs(part)


def formula(expr: Expr, sheet: str) -> str | None:
    """Return the expression as an Excel formula for a cell of `sheet`, without "=".

    None where an operand's cell holds no true number, so that Excel could not compute it.
    """
    if any(not (ref.figure.numeric or ref.figure.derived) for ref in refs(expr)):
        return None
    return _formula(expr, sheet)


def _formula(expr: Expr, sheet: str) -> str:
    if isinstance(expr, Num):
        return f"{expr.value:f}"
    if isinstance(expr, Ref):
        return _reference(expr.figure, sheet)
    if isinstance(expr, Choose):
        left, right = _formula(expr.left, sheet), _formula(expr.right, sheet)
        then, otherwise = _formula(expr.then, sheet), _formula(expr.otherwise, sheet)
        return f"IF({left}{expr.comparison}{right},{then},{otherwise})"
    if expr.op == "round":
        return f"ROUND({_formula(expr.args[0], sheet)},{expr.places})"
    if expr.op in _SYMBOLS:
        return _infix(expr, [_formula(arg, sheet) for arg in expr.args], _SYMBOLS)
    if expr.op == "sum":
        return f"SUM({','.join(_runs(expr.args, sheet))})"
    return f"{expr.op.upper()}({','.join(_formula(arg, sheet) for arg in expr.args)})"


def _reference(figure: Figure, sheet: str) -> str:
    cell = figure.place.cell or ""
    where = cell if figure.place.sheet == sheet else f"{a1.quoted(figure.place.sheet or '')}!{cell}"
    return where if figure.scale == 1 else f"{where}/{figure.scale}"


def _runs(args: tuple[Expr, ...], sheet: str) -> list[str]:
    """Write neighbours of one column as a range, as a clerk would: SUM(C5:C9)."""
    runs: list[list[Expr]] = []
    for arg in args:
        if runs and _follows(runs[-1][-1], arg):
            runs[-1].append(arg)
        else:
            runs.append([arg])
    return [_run(run, sheet) for run in runs]


def _run(run: list[Expr], sheet: str) -> str:
    first, last = _formula(run[0], sheet), _formula(run[-1], sheet)
    return first if len(run) == 1 else f"{first}:{last.rsplit('!', 1)[-1]}"


def _follows(upper: Expr, lower: Expr) -> bool:
    if not (isinstance(upper, Ref) and isinstance(lower, Ref)) or upper.figure.scale != 1 or lower.figure.scale != 1:
        return False
    (row, column), (below, same) = (a1.split(ref.figure.place.cell or "A1") for ref in (upper, lower))
    return upper.figure.place.sheet == lower.figure.place.sheet and same == column and below == row + 1


def _infix(call: Call, parts: list[str], symbols: dict[str, str]) -> str:
    texts = [
        f"({text})" if _needs_brackets(call.op, arg, position) else text
        for position, (arg, text) in enumerate(zip(call.args, parts, strict=True))
    ]
    return symbols[call.op].join(texts)


def _needs_brackets(op: str, arg: Expr, position: int) -> bool:
    if isinstance(arg, Ref) and arg.figure.scale != 1:
        return op in "*/" and position > 0
    if not isinstance(arg, Call) or arg.op not in _RANK:
        return isinstance(arg, Num) and arg.value < 0
    return _RANK[arg.op] < _RANK[op] or (_RANK[arg.op] == _RANK[op] and op in "-/" and position > 0)


def arithmetic(expr: Expr) -> str:
    """Return the expression in figures: "(1.94 + 0) ÷ 7 × 100"; branches show the one taken."""
    if isinstance(expr, Num):
        return f"{expr.value:f}"
    if isinstance(expr, Ref):
        return "?" if expr.figure.value is None else f"{expr.figure.value:f}"
    if isinstance(expr, Choose):
        return arithmetic(expr.branch())
    parts = [arithmetic(arg) for arg in expr.args]
    if expr.op in _WORDS:
        return _infix(expr, parts, _WORDS)
    if expr.op == "sum":
        return " + ".join(parts) if len(parts) > 1 else parts[0]
    if expr.op == "round":
        return f"ROUND({parts[0]}, {expr.places})"
    return f"{expr.op.upper()}({', '.join(parts)})"
