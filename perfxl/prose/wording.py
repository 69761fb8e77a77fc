"""How findings on prose are told (措辞): numbers as the text prints them, names as the text calls them."""

from __future__ import annotations

import re
from decimal import Decimal

from perfxl.numerals.rounding import half_up
from perfxl.prose.claim import Claim
from perfxl.prose.numbers import Kind

_LEADING = re.compile(r"^(?:其中|包括|由|和|及|与|的|，|：)+")
_FINER = 2  # decimals of a percentage that was printed without any and is no whole number


def printed(claim: Claim, value: Decimal) -> str:
    """Return a value as the claim prints its own: decimals, commas, unit; a percentage finer where that tells more."""
    number = claim.mention.number
    digits = number.printed.removesuffix(number.unit)
    shown = value / number.factor
    places = len(digits.partition(".")[2])
    if number.kind is Kind.PERCENT and not places and half_up(shown, 0) != half_up(shown, _FINER):
        places = _FINER
    grouped = "," if "," in digits else ""
    return f"{half_up(shown, places):{grouped}f}{number.unit}"


def named(claim: Claim) -> str:
    """Return a claim as a reader finds it: the words before it and its number."""
    lead = _LEADING.sub("", claim.mention.lead)
    return f"{lead or claim.subject.core}{claim.printed}"


def where(claim: Claim, other: Claim) -> str:
    """Return the paragraph of a claim for a reader who looks at another one, "" where it is the same."""
    return "" if claim.place.paragraph == other.place.paragraph else f"（第{claim.place.paragraph}段）"
