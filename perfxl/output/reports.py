"""What `check --report` says (报告检查结果): as text for people, as JSON by docs/schema/check.schema.json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from perfxl.output.documents import check_document
from perfxl.output.findings import findings_text
from perfxl.prose.checking import CheckedText
from perfxl.prose.claim import Claim
from perfxl.prose.judging import Answer, Verdict
from perfxl.prose.wording import named

_NO_CLAIMS = "没有读到数据，没有可核对的内容；请确认选对了报告。"
_VERDICTS = {
    Verdict.TIED: "相符",
    Verdict.LAST_DIGIT: "相符（末位除外）",
    Verdict.CONTRADICTED: "不符",
    Verdict.OPEN: "未判断",
}


def report_document(report: str, done: CheckedText) -> dict[str, Any]:
    """Return what `check` says of a report alone; `report` is the path as it was given."""
    document = check_document(None, done.analysis.rules.names, done.findings)
    return document | {"report": report, "coverage": asdict(done.account), "ties": list(_ties(done))}


def _ties(done: CheckedText) -> Iterator[dict[str, Any]]:
    """Yield the tie-out table: each recomputed claim with its operands, arithmetic and verdict."""
    for claim, answer in _in_order(done):
        yield _place(claim) | {
            "said": claim.printed,
            "name": named(claim),
            "verdict": answer.verdict.value,
            "law": answer.question.law,
            "arithmetic": answer.reading.formula.told(),
            "operands": [_place(other) | {"said": other.printed} for other in answer.operands],
        }


def _in_order(done: CheckedText) -> list[tuple[Claim, Answer]]:
    return sorted(done.verdicts.items(), key=lambda item: (item[0].place, item[0].index))


def _place(claim: Claim) -> dict[str, Any]:
    place = claim.place
    return {"paragraph": place.paragraph, "span": list(place.span) if place.span else None}


def report_text(done: CheckedText, *, ties: bool = False) -> str:
    """Return the findings of a report, the account of its numbers, and on demand the tie-out table."""
    return "\n".join([findings_text(done.findings), *_account(done), *(_tie_lines(done) if ties else ())])


def _account(done: CheckedText) -> Iterator[str]:
    account = done.account
    if not account.claims:
        yield _NO_CLAIMS
        return
    yield (
        f"读到数据 {account.claims} 处：重新计算 {account.recomputed} 处（相符 {account.tied}，"
        f"不符 {account.contradicted}，有两种理解未判断 {account.open}），另有 {account.operands} 处只作为计算的依据。"
    )
    yield (
        f"未核对 {account.untouched} 处：文中没有可以推算它的数。"
        f"日期、编号、序号、区间等不是数据的数字 {account.others} 处。"
    )


def _tie_lines(done: CheckedText) -> Iterator[str]:
    yield ""
    yield "核对表："
    for claim, answer in _in_order(done):
        yield f"  {_paragraph(claim)} {named(claim)} {_VERDICTS[answer.verdict]}：{_told(answer)}"


def _paragraph(claim: Claim) -> str:
    return f"第{claim.place.paragraph}段"


def _told(answer: Answer) -> str:
    elsewhere = [claim for claim in answer.operands if claim.place.paragraph != answer.said.place.paragraph]
    places = "、".join(dict.fromkeys(map(_paragraph, elsewhere)))
    return answer.reading.formula.told() + (f"（{places}）" if places else "")
