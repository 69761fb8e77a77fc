"""Functions of numbers: rounding, whole numbers, powers, logarithms, angles."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.order import digits
from perfxl.recalc.functions.signature import Raw, Signature, takes
from perfxl.sheets.values import ErrorValue

_LARGEST_ANGLE = 2.0**27
_LARGEST_LOGARITHM = math.log(sys.float_info.max)
_ROUGHLY = 1.0  # what the logarithm of so large a factorial may be off
_MOST_CHOSEN = 1100  # of more, the number of ways is beyond a double


def _mod(value: float, divisor: float) -> float:
    if abs(value / divisor) >= 1125900000000:
        raise Fault(ErrorValue.NUM)
    rest = value - divisor * math.floor(digits(value / divisor))
    return 0.0 if abs(rest) < 1e-15 * abs(value) else rest


def _factorial(value: float) -> float:
    if not 0 <= value < 171:
        raise Fault(ErrorValue.NUM)
    return float(math.factorial(int(value)))


def _double_factorial(value: float) -> float:
    if not -1 <= value < 301:
        raise Fault(ErrorValue.NUM)
    return float(math.prod(range(int(value), 0, -2)))


def _within_doubles(logarithm: float) -> None:
    """Fault #NUM! where a number of this logarithm is beyond a double, before it is computed at length."""
    if logarithm > _LARGEST_LOGARITHM:
        raise Fault(ErrorValue.NUM)


def _combinations(count: int, chosen: int) -> float:
    _within_doubles(math.lgamma(count + 1) - math.lgamma(chosen + 1) - math.lgamma(count - chosen + 1) - _ROUGHLY)
    return float(math.comb(count, chosen)) if min(chosen, count - chosen) <= _MOST_CHOSEN else math.inf


def _choose(count: float, chosen: float) -> float:
    count, chosen = int(count), int(chosen)
    if not 0 <= chosen <= count:
        raise Fault(ErrorValue.NUM)
    return _combinations(count, chosen)


def _combina(count: float, chosen: float) -> float:
    count, chosen = int(count), int(chosen)
    if count < 0 or chosen < 0 or (not count and chosen):
        raise Fault(ErrorValue.NUM)
    return _combinations(count + chosen - 1, chosen) if chosen else 1.0


def _permut(count: float, chosen: float) -> float:
    if not 0 <= int(chosen) <= int(count):
        raise Fault(ErrorValue.NUM)
    if int(chosen) > _MOST_CHOSEN:
        raise Fault(ErrorValue.NUM)
    return float(math.perm(int(count), int(chosen)))


def _whole_numbers(given: Raw) -> list[int]:
    values = [_wholly(value) for _, cells in given for value in cells if value is not None]
    if not values or any(not 0 <= value < 2**53 for value in values):
        raise Fault(ErrorValue.NUM)
    return [int(value) for value in values]


def _wholly(value: Raw) -> float:
    if isinstance(value, bool):
        raise Fault(ErrorValue.VALUE)
    return number(value)


def _multinomial(*given: Raw) -> float:
    values = _whole_numbers(given)
    if sum(values) - max(values) > _MOST_CHOSEN:
        raise Fault(ErrorValue.NUM)
    _within_doubles(math.lgamma(sum(values) + 1) - math.fsum(math.lgamma(value + 1) for value in values) - _ROUGHLY)
    made, total = 1, sum(values)
    for value in values:
        made *= math.comb(total, value)
        total -= value
    return float(made)


def _bounded(made: int) -> float:
    if made >= 2**53:
        raise Fault(ErrorValue.NUM)
    return float(made)


def _positive(value: float) -> float:
    if value <= 0:
        raise Fault(ErrorValue.NUM)
    return value


def _logarithm(value: float, base: float = 10.0) -> float:
    if base == 10:
        return math.log10(_positive(value))
    return math.log(_positive(value)) / math.log(_positive(base))


def _angle(function: Callable[[float], float]) -> Signature:
    def run(value: float) -> float:
        if abs(value) >= _LARGEST_ANGLE:
            raise Fault(ErrorValue.NUM)
        return function(value)

    return takes("n", run)


def _power(base: float, exponent: float) -> float:
    if not base and not exponent:
        raise Fault(ErrorValue.NUM)
    made = base**exponent
    if isinstance(made, complex):
        raise Fault(ErrorValue.NUM)
    return float(made)


def _arctangent(across: float, up: float) -> float:
    if not across and not up:
        raise Fault(ErrorValue.DIV0)
    return math.atan2(up, across)


def _quotient(value: float, divisor: float) -> float:
    return float(math.trunc(digits(value / divisor)))


def _sign(value: float) -> float:
    return float((value > 0) - (value < 0))


def _acoth(value: float) -> float:
    if abs(value) <= 1:
        raise Fault(ErrorValue.NUM)
    return math.atanh(1 / value)


ELEMENTARY: dict[str, Signature] = {
    "ABS": takes("n", abs),
    "SIGN": takes("n", _sign),
    "MOD": takes("nn", _mod),
    "QUOTIENT": takes("mm", _quotient),
    "FACT": takes("n", _factorial),
    "FACTDOUBLE": takes("n", _double_factorial),
    "COMBIN": takes("nn", _choose),
    "COMBINA": takes("nn", _combina),
    "PERMUT": takes("nn", _permut),
    "PERMUTATIONA": takes("nn", lambda count, chosen: float(int(count)) ** int(chosen)),
    "MULTINOMIAL": takes("x(x)", _multinomial),
    "GCD": takes("x(x)", lambda *given: _bounded(math.gcd(*_whole_numbers(given)))),
    "LCM": takes("x(x)", lambda *given: _bounded(math.lcm(*_whole_numbers(given)))),
    "SQRT": takes("n", math.sqrt),
    "SQRTPI": takes("n", lambda value: math.sqrt(value * math.pi)),
    "EXP": takes("n", math.exp),
    "LN": takes("n", lambda value: math.log(_positive(value))),
    "LOG10": takes("n", lambda value: math.log10(_positive(value))),
    "LOG": takes("n|n", _logarithm),
    "POWER": takes("nn", _power),
    "PI": takes("", lambda: math.pi),
    "RADIANS": takes("n", math.radians),
    "DEGREES": takes("n", math.degrees),
    "SIN": _angle(math.sin),
    "COS": _angle(math.cos),
    "TAN": _angle(math.tan),
    "SEC": _angle(lambda value: 1 / math.cos(value)),
    "CSC": _angle(lambda value: 1 / math.sin(value)),
    "COT": _angle(lambda value: 1 / math.tan(value)),
    "ASIN": takes("n", math.asin),
    "ACOS": takes("n", math.acos),
    "ATAN": takes("n", math.atan),
    "ATAN2": takes("nn", _arctangent),
    "ACOT": takes("n", lambda value: math.pi / 2 - math.atan(value)),
    "SINH": takes("n", math.sinh),
    "COSH": takes("n", math.cosh),
    "TANH": takes("n", math.tanh),
    "SECH": takes("n", lambda value: 1 / math.cosh(value)),
    "CSCH": takes("n", lambda value: 1 / math.sinh(value)),
    "COTH": takes("n", lambda value: 1 / math.tanh(value)),
    "ASINH": takes("n", math.asinh),
    "ACOSH": takes("n", math.acosh),
    "ATANH": takes("n", math.atanh),
    "ACOTH": takes("n", _acoth),
    "GESTEP": takes("m|m", lambda value, step=0.0: float(value >= step)),
    "DELTA": takes("m|m", lambda one, other=0.0: float(one == other)),
}
