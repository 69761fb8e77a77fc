"""Findings on a report (检查结果): from verdicts and remarks, with what was recomputed, and from what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.prose.agreement import Binding
from perfxl.prose.causes import Cause, causes
from perfxl.prose.claim import Claim
from perfxl.prose.explaining import proper
from perfxl.prose.judging import Answer, Verdict, rounded
from perfxl.prose.laws.registry import laws
from perfxl.prose.remarks import Remark
from perfxl.prose.units import slipped
from perfxl.prose.wording import named, printed, where

_WORDS = frozenset({"PX508", "PX509"})  # laws that hold words against numbers
_MANY = 8  # terms of a sum that are told one by one
_RATIOS = frozenset({"PX502", "PX503", "PX505"})


def findings(
    answers: Sequence[Answer], remarks: Sequence[Remark], bindings: Sequence[Binding] = ()
) -> tuple[Finding, ...]:
    """Return all findings in the order of the text, each thing once."""
    wrong = [remark for remark in remarks if not remark.tied]
    bound = {binding.claim: binding for binding in bindings}
    known = list(causes(answers, _held(bound)))
    echoes = {cause: [remark for remark in wrong if _echo(remark, cause)] for cause in known}
    found = [*(_with_book(_of_cause(cause, echoes[cause]), cause, bound) for cause in known), *_hints(answers)]
    found += _of_remarks(wrong, echoes.values(), found)
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _held(bound: Mapping[Claim, Binding]) -> dict[Claim, Decimal]:
    """Return what the workbook holds for certain of each claim that it contradicts."""
    return {claim: one.fact.value for claim, one in bound.items() if not one.tied and one.severity and one.plain}


def _of_remarks(
    remarks: Sequence[Remark], echoes: Iterable[Sequence[Remark]], found: Sequence[Finding]
) -> list[Finding]:
    """Return the findings of remarks that echo no other finding, on places where no error was found."""
    told = {finding.place for finding in found if finding.severity is Severity.ERROR}
    echoed = {id(remark) for group in echoes for remark in group}
    return [_of_remark(remark) for remark in remarks if remark.place not in told and id(remark) not in echoed]


def _with_book(finding: Finding, cause: Cause, bound: Mapping[Claim, Binding]) -> Finding:
    """Return the finding on a contradiction with what the workbook states of the number that is blamed."""
    binding = bound.get(cause.blamed)
    if binding is None or (not binding.tied and binding.severity is None):
        return finding
    same = "与报告相同，请一并核对" if binding.tied else "与报告不一致"
    message = f"{finding.message.removesuffix('。')}；工作簿{binding.fact.where}{same}。"
    return replace(finding, message=message, related=(*finding.related, binding.fact.figure.place))


def _echo(remark: Remark, cause: Cause) -> bool:
    """Whether words disagree with a number only because that number is wrong itself."""
    doubted = {claim for answer in cause.answers for claim in (answer.said, *answer.operands)}
    return bool(doubted & set(remark.operands)) and remark.law in _WORDS


def _order(finding: Finding) -> tuple[int, tuple[int, int], str]:
    return finding.place.paragraph or 0, finding.place.span or (0, 0), finding.code


def _of_cause(cause: Cause, echoes: Sequence[Remark]) -> Finding:
    answer = cause.main
    unit = slipped(answer)
    if unit is not None:
        claim, proper = unit
        return _finding("PX512", claim, proper, _unit_message(claim, proper, answer), answer.operands, Severity.ERROR)
    severity = min((_severity(one) for one in cause.answers), key=lambda level: -level.rank)
    if cause.should is not None:
        expected = printed(cause.blamed, cause.should)
        others = (answer.said, *answer.operands)
    else:
        expected = _expected(answer)
        others = answer.operands
    also = [f"“{remark.said}”也与之不符" for remark in echoes]
    message = "；".join([*(_recomputed(one) for one in cause.answers), *also]) + "。"
    return _finding(answer.question.law, cause.blamed, expected, message, others, severity, _fix(cause, expected))


def _severity(answer: Answer) -> Severity:
    """Return how grave a contradiction is: a digit that was merely cut off is to be checked only."""
    off = abs(answer.reading.formula.value() - abs(answer.said.value))
    if answer.question.law in _RATIOS and off <= answer.said.mention.number.quantum:
        return Severity.WARNING
    return answer.reading.severity


def _expected(answer: Answer) -> str:
    return printed(answer.said, answer.reading.formula.value())


def _recomputed(answer: Answer) -> str:
    """Tell one recomputation: which number, from which others, what it should be."""
    said, formula = answer.said, answer.reading.formula
    note = f"（{answer.reading.note}）" if answer.reading.note else ""
    if len(formula.arguments) == 1:
        other = answer.operands[0]
        return f"“{named(said)}”与“{named(other)}”{_at(other)}不一致，两处不能同时成立{note}"
    arithmetic = _long_sum(answer) or formula.told(lambda claim: f"{named(claim)}{where(claim, said)}")
    return f"“{named(said)}”应为{_expected(answer)}：{arithmetic}{note}"


def _long_sum(answer: Answer) -> str:
    """Tell a sum of many terms by its first and last, "" where there are few."""
    terms = answer.operands
    if answer.reading.formula.operation != "+" or len(terms) <= _MANY:
        return ""
    first, second, last = (f"{named(claim)}{where(claim, answer.said)}" for claim in (*terms[:2], terms[-1]))
    return f"{first} + {second} + …… + {last}，共{len(terms)}项"


def _at(claim: Claim) -> str:
    return f"（第{claim.place.paragraph}段）"


def _fix(cause: Cause, expected: str) -> str:
    answer = cause.main
    if answer.question.law == "PX507":
        return f"请核对原始资料，只改不对的一处；以另一处为准的，改为{expected}。"
    if answer.question.law == "PX506":
        return _either_way(answer, expected)
    if cause.blamed is not answer.said:
        return f"请核对“{named(cause.blamed)}”；确属笔误的，改为{expected}。"
    return f"请核对参与计算的各数；各数无误的，改为{expected}。"


def _either_way(answer: Answer, expected: str) -> str:
    """Return that either the running total or the last period may be wrong."""
    last = answer.operands[-1]
    other = proper(last, [answer])
    alone = (
        f"；若累计数{answer.said.printed}无误，“{named(last)}”应为{printed(last, other)}" if other is not None else ""
    )
    return f"请核对原始账目，两处只改一处：若各期数无误，累计数应为{expected}{alone}。"


def _finding(
    code: str, claim: Claim, expected: str, message: str, others: Iterable[Claim], severity: Severity, fix: str = ""
) -> Finding:
    law = next(law for law in laws() if law.code == code)
    related = tuple(dict.fromkeys(other.place for other in others if other is not claim))
    return Finding(
        code, law.name, severity, claim.place, message, claim.printed, expected,
        fix or f"请核对原始资料；确属笔误的，改为{expected}。", law.citation, related,
    )  # fmt: skip


def _unit_message(claim: Claim, proper: str, answer: Answer) -> str:
    return f"“{named(claim)}”的数值与{answer.reading.formula.told()}吻合，单位差一万倍，应为{proper}。"


def _hints(answers: Iterable[Answer]) -> Iterator[Finding]:
    for answer in answers:
        if answer.verdict is Verdict.LAST_DIGIT and answer.reading.certain:
            yield _finding(
                answer.question.law, answer.said, _last_digit(answer),
                f"{_recomputed(answer)}；末位的差可由四舍五入解释。", answer.operands, Severity.INFO,
                "按未舍入的数计算的，不必改。",
            )  # fmt: skip


def _last_digit(answer: Answer) -> str:
    quantum = answer.said.mention.number.quantum
    value = answer.reading.formula.value()
    return printed(answer.said, rounded(value, quantum) if quantum else value)


def _of_remark(remark: Remark) -> Finding:
    law = next(law for law in laws() if law.code == remark.law)
    related: tuple[Place, ...] = tuple(dict.fromkeys((*(claim.place for claim in remark.operands), *remark.related)))
    return Finding(
        remark.law, law.name, remark.severity, remark.place, remark.message, remark.said, remark.expected,
        remark.fix, law.citation, tuple(place for place in related if place != remark.place),
    )  # fmt: skip
