"""The findings that several checks word alike."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked, is_truncated, shortened
from perfxl.checks.evidence.substitution import unrounded
from perfxl.checks.evidence.suspects import Suspect
from perfxl.checks.evidence.wording import expected_text
from perfxl.model.derivation import Derivation, Relation, Status
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.rendering import arithmetic

_RATES = frozenset({Relation.RATE, Relation.SHARE, Relation.PROGRESS})
_SCORES = frozenset({Relation.SCORE, Relation.EXECUTION_SCORE, Relation.TOTAL})


def severity(item: Derivation) -> Severity:
    """Return how grave a disagreement is: hard only under a confirmed rule, and where no digit was merely left out."""
    cut = (item.relation in _RATES and is_truncated(item)) or (item.relation in _SCORES and shortened(item))
    if item.rule.status is not Status.CONFIRMED or cut:
        return Severity.WARNING
    return Severity.ERROR


def mismatch(code: str, name: str, book: Checked, suspect: Suspect, grade: Severity | None = None) -> Finding:
    """Return the finding on a stated value that is not the derived one."""
    item, figure = suspect.derivation, suspect.figure
    should = expected_text(figure, suspect.value, item.places)
    return Finding(
        code=code,
        name=name,
        severity=grade or severity(item),
        place=figure.place,
        message=_message(book, suspect, should),
        said=figure.text,
        expected=should,
        fix=_fix(book, suspect, should),
        citation=item.rule.citation,
        related=related(book, item, figure),
    )


def related(book: Checked, item: Derivation, blamed: Figure) -> tuple[Place, ...]:
    """Return the other cells of a derivation, in place of a filled one the cells that it is filled from."""
    places = dict.fromkeys([item.target.place, *_sources(book, item)])
    return tuple(place for place in places if place != blamed.place)


def _sources(book: Checked, item: Derivation) -> Iterator[Place]:
    for _, figure in item.operands():
        source = book.filled.get(figure.place) if figure.derived else None
        if source is None:
            yield figure.place
        else:
            yield from _sources(book, source)


def _message(book: Checked, suspect: Suspect, should: str) -> str:
    item, figure = suspect.derivation, suspect.figure
    if figure is item.target:
        return f"{book.name(figure, item.term)}写的是{figure.text}，按{_arithmetic(item)}计算应为{should}。"
    return (
        f"{book.name(figure)}写的是{figure.text}，与{book.name(item.target, item.term)}{item.target.text}"
        f"及有关的其他数据都对不上，改为{should}才相符。"
    )


def _arithmetic(item: Derivation) -> str:
    """Return the computation without the rounding at its end, which the printed result shows."""
    return arithmetic(unrounded(item.expression))


def _fix(book: Checked, suspect: Suspect, should: str) -> str:
    item, figure = suspect.derivation, suspect.figure
    if figure is not item.target:
        return f"请对照原始凭证核对该数；确属笔误的，改为{should}。"
    if figure.formula is not None:
        return f"该单元格是公式，请检查公式引用的单元格是否齐全、正确，并重新计算；结果应为{should}。"
    terms = "、".join(dict.fromkeys(term for term, _ in item.operands()))
    return f"请先核对{terms or '参与计算的各数'}；各数无误的，把该格改为{should}。"
