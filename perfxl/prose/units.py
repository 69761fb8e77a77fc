"""元 for 万元 (单位差一万倍): a contradiction that vanishes when one amount takes the unit of the others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from perfxl.prose.claim import Claim
from perfxl.prose.formula import Formula, Term
from perfxl.prose.interval import Unbounded
from perfxl.prose.judging import Answer
from perfxl.prose.numbers import Kind

_FACTORS = (Decimal(10_000), Decimal("0.0001"))
_UNITS = {Decimal(1): "元", Decimal(10_000): "万元", Decimal(100_000_000): "亿元"}


def slipped(answer: Answer) -> tuple[Claim, str] | None:
    """Return the amount whose unit is wrong and how it should read; None where no unit explains the contradiction."""
    claims = [claim for claim in (answer.said, *answer.operands) if claim.kind is Kind.MONEY]
    units = {claim.unit for claim in claims}
    if len(units) < 2:
        return None
    for claim in claims:
        for factor in _FACTORS:
            unit = _UNITS.get(claim.mention.number.factor * factor)
            if unit and unit in units and claim.value and _ties(answer, claim, factor):
                return claim, claim.printed.removesuffix(claim.unit) + unit
    return None


def _ties(answer: Answer, claim: Claim, factor: Decimal) -> bool:
    said = _scaled(answer.said, claim, factor)
    formula = _replaced(answer.reading.formula, claim, factor)
    try:
        return isinstance(said, Claim) and isinstance(formula, Formula) and formula.interval().meets(said.interval)
    except Unbounded:
        return False


def _replaced(term: Term, claim: Claim, factor: Decimal) -> Term:
    if isinstance(term, Formula):
        return Formula(term.operation, tuple(_replaced(argument, claim, factor) for argument in term.arguments))
    return _scaled(term, claim, factor) if isinstance(term, Claim) else term


def _scaled(term: Claim, claim: Claim, factor: Decimal) -> Claim:
    if term is not claim:
        return term
    number = term.mention.number
    larger = replace(number, value=number.value * factor, quantum=number.quantum * factor)
    return replace(term, mention=replace(term.mention, number=larger))
