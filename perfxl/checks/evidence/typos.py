"""Slips of the pen (笔误) between two numbers that should be one: exchanged digits, a digit lost, 元 for 万元."""

from __future__ import annotations

from decimal import Decimal

from perfxl.numerals.tolerance import CENT

MIXED_UNITS = "两数相差一万倍，疑为元与万元混用"
EXCHANGED_DIGITS = "相邻两位数字写反"
DIGIT_OFF = "多写或少写了一位数字"
PROOFS = frozenset({MIXED_UNITS, EXCHANGED_DIGITS})  # of which chance is no likely cause

_TELLING = 4  # digits below which a likeness may be chance
_TEN_THOUSAND = Decimal(10_000)


def typo(said: Decimal, expected: Decimal, quantum: Decimal = CENT) -> str:
    """Return what sort of slip turns `expected` into `said`, one Chinese clause; "" where none is seen.

    `quantum` is the last printed place of both.
    """
    if said == expected or not said or not expected or (said < 0) != (expected < 0):
        return ""
    if _unit_mixed(said, expected, quantum):
        return MIXED_UNITS
    left, right = (f"{abs(value):f}" for value in _aligned(said, expected, quantum))
    if has_exchanged_digits(left, right):
        return EXCHANGED_DIGITS
    return DIGIT_OFF if _one_digit_off(left.replace(".", ""), right.replace(".", "")) else ""


def has_exchanged_digits(left: str, right: str) -> bool:
    """Whether two numbers differ by one exchange of neighbouring digits: 1243 and 1234."""
    if len(left) != len(right) or left.find(".") != right.find(".") or max(map(_telling, (left, right))) < _TELLING:
        return False
    left, right = left.replace(".", ""), right.replace(".", "")
    spots = [spot for spot, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]]
    return (
        len(spots) == 2
        and spots[1] == spots[0] + 1
        and left[spots[0]] == right[spots[1]]
        and left[spots[1]] == right[spots[0]]
    )


def _aligned(said: Decimal, expected: Decimal, quantum: Decimal) -> tuple[Decimal, Decimal]:
    return said.quantize(quantum), expected.quantize(quantum)


def _unit_mixed(said: Decimal, expected: Decimal, quantum: Decimal) -> bool:
    larger, smaller = sorted((abs(said), abs(expected)), reverse=True)
    return larger >= _TEN_THOUSAND and abs(larger / _TEN_THOUSAND - smaller) <= quantum


def _one_digit_off(left: str, right: str) -> bool:
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    if len(longer) != len(shorter) + 1 or _telling(shorter) < _TELLING:
        return False
    return any(longer[:spot] + longer[spot + 1 :] == shorter for spot in range(len(longer)))


def _telling(digits: str) -> int:
    return len(digits.replace(".", "").strip("0"))
