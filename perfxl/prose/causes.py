"""One cause, one finding (归因): what does not tie for the same number is told together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.prose.claim import Claim
from perfxl.prose.explaining import proper, ties_with
from perfxl.prose.judging import Answer, Verdict

_ORDER = ("PX501", "PX506", "PX507", "PX513", "PX504", "PX505", "PX503", "PX502")


@dataclass(frozen=True, slots=True)
class Cause:
    """Contradictions that one number explains.

    blamed  the number that explains them all and that nothing supports; the recomputed one where it is alone
    should  what the blamed number would have to be, None where only the recomputed one is known to be off
    """

    answers: tuple[Answer, ...]
    blamed: Claim
    should: Decimal | None = None

    @property
    def main(self) -> Answer:
        """The contradiction that is told first."""
        return self.answers[0]


def support(answers: Iterable[Answer]) -> Mapping[Claim, int]:
    """Return in how many recomputations that tie each claim takes part."""
    counted: Counter[Claim] = Counter()
    for answer in answers:
        if answer.verdict in (Verdict.TIED, Verdict.LAST_DIGIT):
            counted.update({answer.said, *answer.operands})
    return counted


def causes(answers: Sequence[Answer], held: Mapping[Claim, Decimal] | None = None) -> Iterator[Cause]:
    """Yield the causes of all contradictions; held are numbers that are wrong by the workbook, and what it states."""
    proven = support(answers)
    left = sorted((answer for answer in answers if answer.verdict is Verdict.CONTRADICTED), key=_rank)
    while left:
        main = left[0]
        cause = (
            _held(main, left[1:], held or {})
            or _shared(main, left[1:], proven)
            or Cause(tuple(_same_said(main, left)), main.said)
        )
        left = [answer for answer in left if answer not in cause.answers]
        yield cause


def _rank(answer: Answer) -> tuple[int, int]:
    law = answer.question.law
    return (_ORDER.index(law) if law in _ORDER else len(_ORDER)), answer.said.index


def _claims(answer: Answer) -> tuple[Claim, ...]:
    return tuple(dict.fromkeys((answer.said, *answer.operands)))


def _same_said(main: Answer, left: Sequence[Answer]) -> Iterator[Answer]:
    return (answer for answer in left if answer.said is main.said)


def _held(main: Answer, others: Sequence[Answer], held: Mapping[Claim, Decimal]) -> Cause | None:
    """Return the cause of contradictions that vanish with what the workbook states of one number."""
    for claim in _claims(main):
        if claim in held and ties_with(claim, held[claim], main):
            also = (one for one in others if claim in _claims(one) and ties_with(claim, held[claim], one))
            return Cause((main, *also), claim, held[claim])
    return None


def _shared(main: Answer, others: Sequence[Answer], proven: Mapping[Claim, int]) -> Cause | None:
    """Return the cause of several contradictions: a number without support that, put right, lets all of them tie."""
    best: Cause | None = None
    for claim in _claims(main):
        group = [main, *(answer for answer in others if claim in _claims(answer))]
        if proven.get(claim) or len(group) < 2:
            continue
        should = proper(claim, group)
        if should is not None and (best is None or len(group) > len(best.answers)):
            best = Cause(tuple(group), claim, should)
    return best
