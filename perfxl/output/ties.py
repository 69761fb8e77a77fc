"""The tie-out table (核对表): what was held against each number of a report, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfxl.prose.agreement import Binding
from perfxl.prose.checking import CheckedText
from perfxl.prose.claim import Claim
from perfxl.prose.judging import Answer, Verdict
from perfxl.prose.wording import named

_VERDICTS = {
    Verdict.TIED: "相符",
    Verdict.LAST_DIGIT: "相符（末位除外）",
    Verdict.CONTRADICTED: "不符",
    Verdict.OPEN: "未判断",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """A number, how it was recomputed from others, and the cell that states it."""

    claim: Claim
    answer: Answer | None
    binding: Binding | None


def ties(done: CheckedText) -> list[Tie]:
    """Return all numbers that something was held against, in the order of the text."""
    bound = {binding.claim: binding for binding in done.analysis.bindings}
    claims = sorted({*done.verdicts, *bound}, key=lambda claim: (claim.place, claim.index))
    return [Tie(claim, done.verdicts.get(claim), bound.get(claim)) for claim in claims]


def tie_rows(done: CheckedText) -> Iterator[dict[str, Any]]:
    """Yield the rows of the table as JSON by docs/schema/check.schema.json."""
    for tie in ties(done):
        row = _place(tie.claim) | {"said": tie.claim.printed, "name": named(tie.claim)}
        yield row | {"text": _recomputed(tie.answer), "workbook": _cell(tie.binding)}


def _recomputed(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {
        "verdict": answer.verdict.value,
        "law": answer.question.law,
        "arithmetic": answer.reading.formula.told(),
        "operands": [_place(other) | {"said": other.printed} for other in answer.operands],
    }


def _cell(binding: Binding | None) -> dict[str, Any] | None:
    if binding is None:
        return None
    place = binding.fact.figure.place
    verdict = (Verdict.TIED if binding.tied else Verdict.CONTRADICTED).value
    return {"verdict": verdict, "sheet": place.sheet, "cell": place.cell, "said": binding.fact.figure.text}


def _place(claim: Claim) -> dict[str, Any]:
    place = claim.place
    return {"paragraph": place.paragraph, "span": list(place.span) if place.span else None}


def tie_lines(done: CheckedText) -> Iterator[str]:
    """Yield the table for people: a line for each number, with its arithmetic and its cell."""
    for tie in ties(done):
        yield f"  {_paragraph(tie.claim)} {named(tie.claim)} {'；'.join(tie_told(tie))}"


def tie_told(tie: Tie) -> list[str]:
    """Return what came of a number: its arithmetic, and the cell that states it."""
    told = [_told(tie.answer)] if tie.answer else []
    return told + ([f"{'相符' if tie.binding.tied else '不符'}：工作簿{tie.binding.fact.where}"] if tie.binding else [])


def _paragraph(claim: Claim) -> str:
    return f"第{claim.place.paragraph}段"


def _told(answer: Answer) -> str:
    elsewhere = [claim for claim in answer.operands if claim.place.paragraph != answer.said.place.paragraph]
    places = "、".join(dict.fromkeys(map(_paragraph, elsewhere)))
    arithmetic = answer.reading.formula.told() + (f"（{places}）" if places else "")
    return f"{_VERDICTS[answer.verdict]}：{arithmetic}"
