"""Functions of the Chinese Excel: numbers in Chinese numerals, amounts in yuan, texts counted in bytes."""

from __future__ import annotations

from collections.abc import Callable

from perfxl.numerals.chinese import digitwise, numeral
from perfxl.recalc.functions.arguments import Fault, faulting, number, text, whole
from perfxl.sheets.values import ErrorValue, Given, Missing, Result


@faulting
def numberstring(value: Given, kind: Given) -> Result:
    """NUMBERSTRING: 1 in words, 2 in words for accounting, 3 digit by digit."""
    found, style = whole(value), whole(kind)
    if found < 0 or style not in {1, 2, 3}:
        raise Fault(ErrorValue.NUM)
    return digitwise(str(found), 1) if style == 3 else numeral(str(found), style)


@faulting
def rmb(value: Given, decimals: Given = Missing.MISSING) -> Result:
    """RMB: an amount in yuan as a text."""
    places = whole(decimals, 2)
    found = number(value)
    shift = 10**-places if places < 0 else 1
    rounded = round(found / shift + (1e-9 if found > 0 else -1e-9)) * shift if places < 0 else found
    written = f"{abs(_half_up(rounded, max(places, 0))):,.{max(places, 0)}f}"
    return f"¥-{written}" if found < 0 and any(mark in "123456789" for mark in written) else f"¥{written}"


def _half_up(value: float, places: int) -> float:
    from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415 (only here)

    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _bytes(mark: str) -> int:
    return len(mark.encode("gb18030", "replace")[:2])


@faulting
def lenb(value: Given) -> Result:
    """LENB: a Chinese character counts two."""
    return float(sum(map(_bytes, text(value))))


@faulting
def leftb(value: Given, count: Given = Missing.MISSING) -> Result:
    """LEFTB."""
    return _cut(text(value), 0, whole(count, 1))


@faulting
def rightb(value: Given, count: Given = Missing.MISSING) -> Result:
    """RIGHTB."""
    found = text(value)
    return _cut(found[::-1], 0, whole(count, 1))[::-1]


@faulting
def midb(value: Given, start: Given, count: Given) -> Result:
    """MIDB."""
    return _cut(text(value), whole(start) - 1, whole(count))


def _cut(found: str, skip: int, count: int) -> str:
    if skip < 0 or count < 0:
        raise Fault(ErrorValue.VALUE)
    made, at = "", 0
    for mark in found:
        if at >= skip and at + _bytes(mark) <= skip + count:
            made += mark
        at += _bytes(mark)
    return made


FUNCTIONS: dict[str, Callable[..., Result]] = {
    "NUMBERSTRING": numberstring,
    "RMB": rmb,
    "LENB": lenb,
    "LEFTB": leftb,
    "RIGHTB": rightb,
    "MIDB": midb,
}
