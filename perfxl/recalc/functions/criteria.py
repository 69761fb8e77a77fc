"""Conditional sums that do not pass over errors among what they add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from perfxl.recalc.functions.arguments import Fault, faulting, rows
from perfxl.recalc.functions.numbertext import parsed
from perfxl.recalc.functions.order import digits, rank
from perfxl.recalc.functions.patterns import wildcard
from perfxl.recalc.functions.signature import Raw
from perfxl.sheets.values import Array, ErrorValue, Given, Missing, Result, Scalar

_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_ERRORS = {error.value: error for error in ErrorValue}
Test = Callable[[Scalar], bool]


def condition(given: Given) -> Test:
    """Return what a condition asks of a cell: a value, or an operator and one, with wildcards in texts."""
    value = rows(given)[0][0]
    if not isinstance(value, str):
        wanted = 0.0 if value is None else value
        return (lambda cell: cell is wanted) if isinstance(wanted, ErrorValue) else _numeric("=", wanted)
    match = _CONDITION.fullmatch(value)
    sign, text = (match[1] or "=", match[2]) if match else ("=", value)
    if not text:
        return _blank(sign, bare=value == "")
    error = _ERRORS.get(text.upper())
    if error is not None:
        return (lambda cell: cell is error) if sign == "=" else lambda cell: cell is not error
    number = _number(text)
    return _numeric(sign, number) if number is not None else _textual(sign, text)


def _blank(sign: str, *, bare: bool) -> Test:
    if sign == "<>":
        return lambda cell: cell is not None
    return (lambda cell: cell is None or cell == "") if bare else lambda cell: cell is None


def _number(text: str) -> float | bool | None:
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE"
    try:
        return digits(parsed(text))
    except Fault:
        return None


def _numeric(sign: str, number: float | bool) -> Test:
    if sign == "=":
        return lambda cell: rank(_read(cell)) == rank(number)
    if sign == "<>":
        return lambda cell: rank(_read(cell)) != rank(number)
    if isinstance(number, bool):
        return lambda cell: isinstance(cell, bool) and _ordered(sign, cell, number)
    return lambda cell: isinstance(cell, float) and _ordered(sign, cell, number)


def _read(cell: Scalar) -> Scalar:
    """Return a text that is a number as that number, which equality does not tell apart."""
    if not isinstance(cell, str):
        return cell
    number = _number(cell)
    return cell if number is None else number


def _textual(sign: str, text: str) -> Test:
    if sign in {"=", "<>"}:
        pattern = re.compile(wildcard(text), re.IGNORECASE | re.DOTALL)
        return lambda cell: (isinstance(cell, str) and bool(pattern.fullmatch(cell))) == (sign == "=")
    return lambda cell: isinstance(cell, str) and _ordered(sign, rank(cell), rank(text))


def _ordered(sign: str, one: Raw, other: Raw) -> bool:
    """Compare bit by bit: of 1/3 and "<="&1/3, which has 15 digits, the cell is the greater."""
    less, same = one < other, one == other
    return bool({"<": less, "<=": less or same, ">": not (less or same), ">=": not less}[sign])


def matching(held: Array, asked: Sequence[Array], conditions: Sequence[Scalar]) -> list[Scalar]:
    """Return the cells whose neighbours in the same place of the ranges asked meet their conditions."""
    tests = [condition(each) for each in conditions]
    found: list[Scalar] = []
    for row, line in enumerate(held):
        rows_asked = [grid[row] for grid in asked]
        for column, cell in enumerate(line):
            if all(test(other[column]) for test, other in zip(tests, rows_asked, strict=True)):
                found.append(cell)
    return found


def _matching(summed: Given, pairs: Sequence[Given]) -> list[Scalar]:
    """Return the cells that meet the conditions; Fault #VALUE! where a range is not of the others' size."""
    if not pairs or len(pairs) % 2:
        raise Fault(ErrorValue.VALUE)
    held, asked = rows(summed), [rows(given) for given in pairs[::2]]
    if any((len(grid), len(grid[0])) != (len(held), len(held[0])) for grid in asked):
        raise Fault(ErrorValue.VALUE)
    return matching(held, asked, [rows(given)[0][0] for given in pairs[1::2]])


def _beside(asked: Given, summed: Given) -> Given:
    """Return what is summed; of another size it reaches into cells that are not given here (TypeError)."""
    if isinstance(summed, Missing):
        return asked
    one, other = rows(asked), rows(summed)
    if (len(one), len(one[0])) != (len(other), len(other[0])):
        raise TypeError("SUMIF over ranges of two sizes")
    return summed


def _numbers(found: list[Scalar]) -> list[float]:
    for cell in found:
        if isinstance(cell, ErrorValue):
            raise Fault(cell)
    return [cell for cell in found if isinstance(cell, float) and not isinstance(cell, bool)]


def _mean(numbers: list[float]) -> float:
    if not numbers:
        raise Fault(ErrorValue.DIV0)
    return sum(numbers) / len(numbers)


@faulting
def sumifs(summed: Given, *pairs: Given) -> Result:
    """SUMIFS."""
    return float(sum(_numbers(_matching(summed, pairs))))


@faulting
def averageifs(summed: Given, *pairs: Given) -> Result:
    """AVERAGEIFS."""
    return _mean(_numbers(_matching(summed, pairs)))


@faulting
def sumif(asked: Given, wanted: Given, summed: Given = Missing.MISSING) -> Result:
    """SUMIF."""
    return float(sum(_numbers(_matching(_beside(asked, summed), (asked, wanted)))))


@faulting
def averageif(asked: Given, wanted: Given, summed: Given = Missing.MISSING) -> Result:
    """AVERAGEIF."""
    return _mean(_numbers(_matching(_beside(asked, summed), (asked, wanted))))


FUNCTIONS: dict[str, Callable[..., Result]] = {
    "XL.SUMIF": sumif,
    "XL.SUMIFS": sumifs,
    "XL.AVERAGEIF": averageif,
    "XL.AVERAGEIFS": averageifs,
}
