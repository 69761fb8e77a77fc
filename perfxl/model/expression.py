"""One arithmetic expression: its parts, its operands and its exact value; `rendering` writes it down.

`Ref` is a figure in a cell, `Num` a constant of a rule, `Call` an operation, `Choose` a rule's branch.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import reduce

from perfxl.model.figure import Figure, State
from perfxl.numerals.rounding import half_up

_PRECISION = 40
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


class Undefined(ArithmeticError):
    """The expression has no value: a zero denominator."""


class Missing(LookupError):
    """An operand is blank or not a number; `figure` says which."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(str(figure.place))
        self.figure = figure


@dataclass(frozen=True, slots=True)
class Ref:
    """A figure, under the term the rule knows it by (全年预算数); a blank optional one is nothing (其他资金)."""

    figure: Figure
    term: str
    optional: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether the cell is blank where blank stands for nothing."""
        return self.optional and self.figure.blank


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
        with localcontext() as context:
            context.prec = _PRECISION
            return _branch(self)


Expr = Ref | Num | Call | Choose


def compare(left: Decimal, sign: str, right: Decimal) -> bool:
    """Return whether `left sign right` holds."""
    return _COMPARISONS[sign](left, right)


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
        return _value(_branch(expr))
    if isinstance(expr, Ref):
        if expr.is_nothing:
            return Decimal(0)
        if expr.figure.state is not State.NUMBER or expr.figure.value is None:
            raise Missing(expr.figure)
        return expr.figure.value
    return _apply(expr, [_value(arg) for arg in expr.args])


def _branch(choice: Choose) -> Expr:
    holds = compare(_value(choice.left), choice.comparison, _value(choice.right))
    return choice.then if holds else choice.otherwise


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
