"""One cause, one finding (归因): what does not tie for the same number is told together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.prose.claim import Claim
from perfxl.prose.judging import Answer, Verdict

_ORDER = ("PX501", "PX506", "PX507", "PX504", "PX505", "PX503", "PX502")


@dataclass(frozen=True, slots=True)
class Cause:
    """Contradictions that one number explains.

    blamed  the number that most of them share and nothing else supports; the recomputed one where none is shared
    should  what the blamed number would have to be for the first contradiction to vanish, None where that is open
    """

    answers: tuple[Answer, ...]
    blamed: Claim
    should: Decimal | None

    @property
    def main(self) -> Answer:
        """The contradiction that is told first."""
        return self.answers[0]


def support(answers: Sequence[Answer]) -> Mapping[Claim, int]:
    """Return in how many recomputations that tie each claim takes part."""
    counted: Counter[Claim] = Counter()
    for answer in answers:
        if answer.verdict in (Verdict.TIED, Verdict.LAST_DIGIT):
            counted.update({answer.said, *answer.operands})
    return counted


def causes(answers: Sequence[Answer]) -> Iterator[Cause]:
    """Yield the causes of all contradictions, in the order of the text."""
    proven = support(answers)
    wrong = [answer for answer in answers if answer.verdict is Verdict.CONTRADICTED]
    for group in _grouped(wrong, proven):
        yield _cause(sorted(group, key=lambda answer: (_rank(answer), answer.said.index)), proven)


def _rank(answer: Answer) -> int:
    return _ORDER.index(answer.question.law) if answer.question.law in _ORDER else len(_ORDER)


def _claims(answer: Answer) -> set[Claim]:
    return {answer.said, *answer.operands}


def _grouped(wrong: Sequence[Answer], proven: Mapping[Claim, int]) -> list[list[Answer]]:
    """Put together the contradictions that share a number which nothing supports."""
    groups: list[list[Answer]] = []
    for answer in wrong:
        doubtful = {claim for claim in _claims(answer) if not proven.get(claim)}
        joined = [group for group in groups if any(doubtful & _claims(other) for other in group)]
        for group in joined:
            groups.remove(group)
        groups.append([*(other for group in joined for other in group), answer])
    return groups


def _cause(group: Sequence[Answer], proven: Mapping[Claim, int]) -> Cause:
    main = group[0]
    shared = Counter(claim for answer in group for claim in _claims(answer) if not proven.get(claim))
    blamed, count = max(shared.items(), key=lambda item: (item[1], item[0] is main.said), default=(main.said, 0))
    if count < 2 or len(group) < 2 or blamed is main.said or blamed not in main.operands:
        return Cause(tuple(group), main.said, None)
    return Cause(tuple(group), blamed, _solved(main, blamed))


def _solved(answer: Answer, blamed: Claim) -> Decimal | None:
    """Return what an addend would have to be for the sum to hold."""
    if answer.reading.formula.operation != "+":
        return None
    return blamed.value + answer.said.value - answer.reading.formula.value()
