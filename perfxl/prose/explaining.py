"""Which number explains contradictions (致错的数): the one that, put right, lets all of them tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfxl.prose.claim import Claim
from perfxl.prose.formula import Formula, Term
from perfxl.prose.interval import Unbounded
from perfxl.prose.judging import Answer, rounded, ties

_FARTHEST = Decimal(1000)  # how many times too large or small a number may be
_STEPS = 80


def proper(claim: Claim, answers: Sequence[Answer]) -> Decimal | None:
    """Return the value of a claim with which every answer would tie, rounded as it is printed; None where none does."""
    value = _solved(claim, answers[0])
    if value is None:
        return None
    value = rounded(value, claim.mention.number.quantum)
    return value if all(ties_with(claim, value, answer) for answer in answers) else None


def scaled(claim: Claim, factor: Decimal) -> Claim:
    """Return the claim as if it were so many times larger."""
    number = claim.mention.number
    larger = replace(number, value=number.value * factor, quantum=number.quantum * factor)
    return replace(claim, mention=replace(claim.mention, number=larger))


def with_other(answer: Answer, claim: Claim, other: Claim) -> tuple[Claim, Formula]:
    """Return what is said and the formula of an answer with one claim in place of another."""
    said = other if answer.said is claim else answer.said
    formula = _replaced(answer.reading.formula, claim, other)
    assert isinstance(formula, Formula)  # noqa: S101 - a formula with another operand is a formula
    return said, formula


def _replaced(term: Term, claim: Claim, other: Claim) -> Term:
    if isinstance(term, Formula):
        return Formula(term.operation, tuple(_replaced(argument, claim, other) for argument in term.arguments))
    return other if term is claim else term


def _with_value(claim: Claim, value: Decimal) -> Claim:
    return replace(claim, mention=replace(claim.mention, number=replace(claim.mention.number, value=value)))


def ties_with(claim: Claim, value: Decimal, answer: Answer) -> bool:
    """Whether an answer would tie were a claim of another value."""
    said, formula = with_other(answer, claim, _with_value(claim, value))
    return ties(said, formula)


def _solved(claim: Claim, answer: Answer) -> Decimal | None:
    """Return the value with which one answer ties: the formula's own for what was recomputed, else by halving."""
    if answer.said is claim:
        return answer.reading.formula.value()
    size = abs(claim.value) or Decimal(1)
    low, high = size / _FARTHEST, size * _FARTHEST
    first, last = _gap(claim, low, answer), _gap(claim, high, answer)
    if first is None or last is None or (first > 0) == (last > 0):
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        gap = _gap(claim, middle, answer)
        if gap is None:
            return None
        low, high = (middle, high) if (gap > 0) == (first > 0) else (low, middle)
    return (low + high) / 2


def _gap(claim: Claim, value: Decimal, answer: Answer) -> Decimal | None:
    said, formula = with_other(answer, claim, _with_value(claim, value))
    try:
        return formula.value() - abs(said.value)
    except Unbounded:
        return None
