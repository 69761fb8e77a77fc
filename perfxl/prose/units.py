"""元 for 万元 (单位差一万倍): a contradiction that vanishes when one amount takes the unit of the others."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from perfxl.prose.claim import Claim
from perfxl.prose.explaining import scaled, with_other
from perfxl.prose.judging import Answer, ties
from perfxl.prose.numbers import Kind

_FACTORS = (Decimal(10_000), Decimal("0.0001"))
_UNITS = {Decimal(1): "元", Decimal(10_000): "万元", Decimal(100_000_000): "亿元"}


def slipped(answer: Answer) -> tuple[Claim, str] | None:
    """Return the amount whose unit is wrong and how it should read; None where no unit explains the contradiction."""
    claims = [claim for claim in (answer.said, *answer.operands) if claim.kind is Kind.MONEY]
    units = {claim.unit for claim in claims}
    if len(units) < 2:
        return None
    for claim, factor in product(claims, _FACTORS):
        unit = _UNITS.get(claim.mention.number.factor * factor)
        if unit and unit in units and _ties_scaled(answer, claim, factor):
            return claim, claim.printed.removesuffix(claim.unit) + unit
    return None


def _ties_scaled(answer: Answer, claim: Claim, factor: Decimal) -> bool:
    """Whether an answer would tie were a claim, which is not 0, so many times larger."""
    return bool(claim.value) and ties(*with_other(answer, claim, scaled(claim, factor)))
