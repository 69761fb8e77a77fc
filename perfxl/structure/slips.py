"""Slips of the pen (笔误) that turn one number into another."""

from __future__ import annotations

from decimal import Decimal

SWAPPED = "相邻两位数字写反"
_TELLING = 2
_NEAR = Decimal("0.2")  # a larger difference is another meaning, not an error
_TEN_THOUSAND = Decimal(10_000)


def slip(said: Decimal, expected: Decimal) -> str:
    """Return what sort of slip turns `expected` into `said`, one Chinese clause; "" where none is seen."""
    if said == expected or not said or not expected:
        return ""
    if said == -expected:
        return "正负号写反"
    if expected == said * _TEN_THOUSAND or said == expected * _TEN_THOUSAND:
        return "两数相差一万倍，疑为元与万元混用"
    left, right = _aligned(abs(said), abs(expected))
    if sorted(left) == sorted(right) and _swapped(left, right):
        return SWAPPED
    return ""


def is_near(said: Decimal, expected: Decimal) -> bool:
    """Whether a difference looks like a slip of the pen: a known one, or a small one."""
    return bool(slip(said, expected)) or abs(expected - said) < _NEAR * max(abs(expected), abs(said))


def _aligned(left: Decimal, right: Decimal) -> tuple[str, str]:
    places = max(0, *(-int(value.normalize().as_tuple().exponent) for value in (left, right)))
    texts = [f"{value:.{places}f}".replace(".", "") for value in (left, right)]
    width = max(map(len, texts))
    return texts[0].rjust(width, "0"), texts[1].rjust(width, "0")


def _swapped(left: str, right: str) -> bool:
    if len(left.strip("0")) < _TELLING:
        return False
    spots = [at for at, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]]
    return len(spots) == 2 and spots[1] == spots[0] + 1
