"""Judging readings (判定): a number ties if any reading of it does; it is wrong only where a certain one does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from perfxl.model.finding import Severity
from perfxl.numerals.rounding import half_up
from perfxl.prose.claim import Claim
from perfxl.prose.formula import Formula
from perfxl.prose.interval import Interval, Unbounded

_COARSE = 2  # last places of a rate that its operands' rounding may move it by
_FEW = 5  # one in so many rates that miss their last digit tells that a text computes before it rounds
_FULL = Decimal(100)  # 元: the last place of 万元 with two decimals


class Verdict(StrEnum):
    """What came of a question."""

    TIED = "tied"
    LAST_DIGIT = "last_digit"  # ties, but the printed operands would round to another last digit
    CONTRADICTED = "contradicted"
    OPEN = "open"  # two readings are possible, or an operand is not certain


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to recompute a claim; certain where no operand may be another one.

    note      a Chinese clause on why it must be so
    severity  how grave it is where a certain reading does not tie
    """

    formula: Formula
    certain: bool = False
    note: str = ""
    severity: Severity = Severity.ERROR

    @property
    def defined(self) -> bool:
        """Whether the formula has a value: no denominator is 0."""
        try:
            self.formula.value()
        except Unbounded:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Question:
    """A claim to be recomputed by a law, its readings in the order of likelihood.

    strict  the claim was computed from the operands as printed, wherever those show their amounts in full
    """

    law: str
    said: Claim
    readings: tuple[Reading, ...]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on a question and the reading that it rests on."""

    question: Question
    verdict: Verdict
    reading: Reading

    @property
    def said(self) -> Claim:
        """The claim that was recomputed."""
        return self.question.said

    @property
    def operands(self) -> tuple[Claim, ...]:
        """The claims that it was recomputed from."""
        return self.reading.formula.operands


def answers(questions: Iterable[Question]) -> Iterator[Answer]:
    """Yield the answer to each question that has a reading."""
    defined = map(_defined, questions)
    asked = [question for question in defined if question.readings]
    coarse = [question for question in asked if question.strict and _coarse(question)]
    off = [question for question in coarse if not _exact(question)]
    yield from (_answer(_unrounded(question, len(coarse), off)) for question in asked)


def _defined(question: Question) -> Question:
    return replace(question, readings=tuple(reading for reading in question.readings if reading.defined))


def _coarse(question: Question) -> bool:
    """Whether a rate ties, with operands printed so coarsely that unrounded ones might give another last digit."""
    formula, quantum = question.readings[0].formula, question.said.mention.number.quantum
    if not ties(question.said, formula):
        return False
    interval = formula.interval()
    return interval.high - interval.low > quantum * _COARSE


def _exact(question: Question) -> bool:
    return rounds_to(question.said, question.readings[0].formula)


def _unrounded(question: Question, coarse: int, off: Sequence[Question]) -> Question:
    """Return a question as one that is not strict where other rates of the text were computed before rounding."""
    others = sum(other is not question for other in off)
    loose = question.strict and others and others * _FEW >= coarse - 1
    return replace(question, strict=False) if loose else question


def _answer(question: Question) -> Answer:
    fits = [reading for reading in question.readings if ties(question.said, reading.formula)]
    exact = [reading for reading in fits if rounds_to(question.said, reading.formula)]
    return Answer(question, Verdict.TIED, exact[0]) if exact else _inexact(question, fits)


def _inexact(question: Question, fits: Sequence[Reading]) -> Answer:
    """Return the answer where no reading gives the printed number to its last digit."""
    said, first = question.said, question.readings[0]
    sure = first.certain and not _hedged(said, first.formula)
    if fits and not (sure and fits[0] is first and _off(question)):
        return Answer(question, Verdict.TIED if _hedged(said, fits[0].formula) else Verdict.LAST_DIGIT, fits[0])
    return Answer(question, Verdict.CONTRADICTED if sure else Verdict.OPEN, first)


def _off(question: Question) -> bool:
    """Whether the difference to the first reading is none of rounding, as the operands are printed in full."""
    first = question.readings[0]
    return question.strict and _in_full(first.formula) and _far(question.said, first)


def _hedged(said: Claim, formula: Formula) -> bool:
    return any(claim.hedged for claim in (said, *formula.operands))


def _in_full(formula: Formula) -> bool:
    """Whether the operands are printed as finely as tables hold them: 万元 with two decimals."""
    return all(claim.mention.number.quantum <= _FULL for claim in formula.operands)


def _far(said: Claim, reading: Reading) -> bool:
    """Whether the result is more than one unit of the last place away."""
    quantum = said.mention.number.quantum
    return abs(rounded(reading.formula.value(), quantum) - abs(said.value)) > quantum


def ties(said: Claim, formula: Formula) -> bool:
    """Whether what the formula may give meets what the claim may stand for."""
    try:
        return formula.interval().meets(_absolute(said.interval))
    except Unbounded:
        return False


def rounds_to(said: Claim, formula: Formula) -> bool:
    """Whether the exact result, rounded half-up as the claim is printed, is the printed number."""
    quantum = said.mention.number.quantum
    try:
        value = formula.value()
    except Unbounded:
        return False
    if not quantum:
        return value == abs(said.value)
    return rounded(value, quantum) == abs(said.value)


def rounded(value: Decimal, quantum: Decimal) -> Decimal:
    """Return a value rounded half-up to a multiple of the last printed place."""
    return half_up(value / quantum, 0) * quantum if quantum else value


def _absolute(interval: Interval) -> Interval:
    return interval if interval.high >= 0 else Interval(-interval.high, -interval.low)
