"""The digits of a number: thousands separators (千分位), gaps, full-width forms, exponents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from perfxl.numerals.characters import half_width

_GAP = r"[^\S\r\n]"
_PARTS = re.compile(
    rf"(?P<whole>[0-9](?:[0-9,]|{_GAP})*)?(?:\.(?P<fraction>[0-9]+))?(?:[Ee](?P<exponent>[+-]?[0-9]{{1,3}}))?"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_SPACED = re.compile(rf"[0-9]{{1,3}}(?:(?:,|{_GAP})+[0-9]{{3}})+")
_SEPARATORS = re.compile(rf"(?:,|{_GAP})")
_FULL_WIDTH = (("全角数字", "０１２３４５６７８９"), ("全角逗号", "，"), ("全角小数点", "．"), ("全角百分号", "％﹪"))


@dataclass(frozen=True, slots=True)
class Digits:
    """A number without sign and unit: exact value, exponent of its last printed place, faults of its writing."""

    value: str
    exponent: int
    faults: tuple[str, ...] = ()

    def shifted(self, places: int, *, negative: bool) -> tuple[Decimal, Decimal]:
        """Return (value, last place) divided by 10 ** places; no digit is lost, however long the number."""
        exponent = self.exponent - places
        digits = Decimal(f"{'-' if negative and self.value.strip('0') else ''}{self.value}E{exponent}")
        return digits, Decimal(f"1E{exponent}")


def digits_of(raw: str) -> Digits | None:
    """Read digits as written; None where they cannot be one number ("1.234.56", "2021,2022", "1,2,3")."""
    parts = _PARTS.fullmatch(half_width(raw))
    if not parts:
        return None
    whole, fraction = parts["whole"] or "", parts["fraction"] or ""
    fault = _separator_fault(whole) if whole else "小数点前缺0"
    if fault is None:
        return None
    bare = _SEPARATORS.sub("", whole)
    zeros = "数字前多了0" if len(bare) > 1 and bare[0] == "0" else ""
    faults = tuple(filter(None, (*full_width_faults(raw), fault, zeros)))
    return Digits(bare + fraction, int(parts["exponent"] or 0) - len(fraction), faults)


def full_width_faults(raw: str) -> list[str]:
    """Return what is written in full-width characters (全角)."""
    return [fault for fault, characters in _FULL_WIDTH if any(character in characters for character in raw)]


def _separator_fault(whole: str) -> str | None:
    """Return what is wrong with the separators, "" where nothing is, None where they do not make one number."""
    if whole.isdecimal() or _GROUPED.fullmatch(whole):
        return ""
    if not whole.replace(",", "").isdecimal():
        return "数字中间有空格" if _SPACED.fullmatch(whole) else None
    return "千分位逗号位置不对" if _misplaced(whole.split(",")) else None


def _misplaced(groups: list[str]) -> bool:
    """Tell a number whose commas slipped (12,3456) from a list (1,2,3; 2021,2022) and a decimal comma (3,5)."""
    first, *rest = groups
    if len(first) > 3:
        return all(len(group) == 3 for group in rest)
    if len(rest) == 1:
        return len(rest[0]) > 1
    return all(groups) and any(len(group) > 2 for group in rest)
