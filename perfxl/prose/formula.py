"""How one claim follows from others (算式): exact value, interval, and the arithmetic as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perfxl.prose.claim import Claim
from perfxl.prose.interval import Interval, Unbounded, exactly

Operation = Literal["+", "-", "×", "÷"]
_RANK = {"+": 1, "-": 1, "×": 2, "÷": 2}


@dataclass(frozen=True, slots=True)
class Formula:
    """An operation on claims, numbers and other formulas; - and ÷ have two arguments."""

    operation: Operation
    arguments: tuple[Term, ...]

    @property
    def operands(self) -> tuple[Claim, ...]:
        """The claims, in reading order, each once."""
        return tuple(dict.fromkeys(_operands(self)))

    def value(self) -> Decimal:
        """Return the exact value; Unbounded on a zero denominator."""
        return _value(self)

    def interval(self) -> Interval:
        """Return what the formula may give within the operands' precision; Unbounded where it may divide by 0."""
        return _interval(self)

    def told(self, name: Callable[[Claim], str] = lambda claim: claim.printed) -> str:
        """Return the arithmetic, operands as printed or as `name` tells them: "598.40万元 ÷ 640.00万元"."""
        return _told(self, name)


Term = Formula | Claim | Decimal


def total(terms: Sequence[Term]) -> Formula:
    """Return the sum."""
    return Formula("+", tuple(terms))


def difference(left: Term, right: Term) -> Formula:
    """Return left - right."""
    return Formula("-", (left, right))


def ratio(left: Term, right: Term) -> Formula:
    """Return left ÷ right."""
    return Formula("÷", (left, right))


def times(*terms: Term) -> Formula:
    """Return the product."""
    return Formula("×", terms)


def _operands(term: Term) -> Iterator[Claim]:
    if isinstance(term, Claim):
        yield term
    elif isinstance(term, Formula):
        for argument in term.arguments:
            yield from _operands(argument)


def _value(term: Term) -> Decimal:
    if isinstance(term, Decimal):
        return term
    if isinstance(term, Claim):
        return term.value
    values = [_value(argument) for argument in term.arguments]
    result = values[0]
    for value in values[1:]:
        result = _applied(term.operation, result, value)
    return result


def _applied(operation: Operation, left: Decimal, right: Decimal) -> Decimal:
    if operation == "÷":
        if not right:
            raise Unbounded
        return left / right
    return left + right if operation == "+" else left - right if operation == "-" else left * right


def _interval(term: Term) -> Interval:
    if isinstance(term, Decimal):
        return exactly(term)
    if isinstance(term, Claim):
        return term.interval
    parts = [_interval(argument) for argument in term.arguments]
    result = parts[0]
    for part in parts[1:]:
        result = _combined(term.operation, result, part)
    return result


def _combined(operation: Operation, left: Interval, right: Interval) -> Interval:
    if operation == "÷":
        return left / right
    return left + right if operation == "+" else left - right if operation == "-" else left * right


def _told(term: Term, name: Callable[[Claim], str]) -> str:
    if isinstance(term, Decimal):
        return f"{term:f}"
    if isinstance(term, Claim):
        return name(term)
    parts = [
        f"({_told(argument, name)})" if _bracketed(term, argument, position) else _told(argument, name)
        for position, argument in enumerate(term.arguments)
    ]
    return f" {term.operation} ".join(parts)


def _bracketed(outer: Formula, inner: Term, position: int) -> bool:
    if not isinstance(inner, Formula):
        return False
    lower, upper = _RANK[inner.operation], _RANK[outer.operation]
    return lower < upper or (lower == upper and position > 0 and outer.operation in "-÷")
