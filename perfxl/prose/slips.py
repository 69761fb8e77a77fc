"""Slips of the pen (笔误): two numbers that differ in one digit, by one exchange of neighbours, or by the point."""

from __future__ import annotations

from decimal import Decimal

from perfxl.checks.evidence.typos import has_exchanged_digits
from perfxl.prose.claim import Claim

_TELLING = 4  # digits from which a likeness of two numbers is no chance


def digits(claim: Claim) -> str:
    """Return the digits of a claim's number in its own unit, without sign and commas."""
    number = claim.mention.number
    return f"{abs(number.value / number.factor):f}"


def one_slip(left: str, right: str) -> bool:
    """Whether two numbers differ in one digit or by one exchange of neighbours, and are long enough to tell."""
    if len(left) != len(right) or min(len(_bare(left)), len(_bare(right))) < _TELLING:
        return False
    different = sum(a != b for a, b in zip(left, right, strict=True))
    return different == 1 or has_exchanged_digits(left, right)


def one_miss(left: str, right: str) -> bool:
    """Whether two numbers differ by a slip, by one digit too few, or only by where the point stands."""
    shorter, longer = sorted((_bare(left), _bare(right)), key=len)
    if min(len(shorter), len(longer)) < _TELLING - 1:
        return False
    dropped = len(longer) == len(shorter) + 1 and any(
        longer[:spot] + longer[spot + 1 :] == shorter for spot in range(len(longer))
    )
    return shorter == longer or dropped or one_slip(left, right)


def same_digits(left: Decimal, right: Decimal) -> bool:
    """Whether two numbers differ by a power of ten only."""
    return bool(left) and bool(right) and _bare(f"{abs(left):f}") == _bare(f"{abs(right):f}")


def _bare(number: str) -> str:
    return number.replace(".", "").strip("0")
