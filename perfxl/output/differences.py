"""What differs between two workbooks, as text for people and as JSON by docs/schema/diff.schema.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfxl.attachments.statement import incompleteness
from perfxl.jobs.diff import Changed, Comparison
from perfxl.jobs.tracing import Fate, Traced
from perfxl.model.acceptance import finding_figures
from perfxl.model.figure import Figure
from perfxl.output.documents import SCHEMA, finding_document
from perfxl.output.visible import lines_text

_LONGEST = 40


def diff_text(found: Comparison) -> str:
    """Return the summary, the figures that changed by table, and the findings by what became of them."""
    blocks = [lines_text(_head(found)), lines_text(_figures(found))]
    blocks += [lines_text(_findings(fate, found.of(fate))) for fate in Fate]
    return "\n\n".join(block for block in blocks if block)


def _head(found: Comparison) -> Iterator[str]:
    counted = "，".join(f"{fate.term} {len(found.of(fate))}" for fate in Fate if fate is not Fate.UNKNOWN)
    yield f"两边都有的数据 {found.compared} 个；改动 {len(found.changed)} 处。检查结果：{counted}。"
    for which, done in (("旧的", found.old), ("新的", found.new)):
        for line in incompleteness(done.coverage):
            yield f"{which}工作簿没有比较的：{line}"


def _figures(found: Comparison) -> Iterator[str]:
    if found.changed:
        yield f"【改动】{len(found.changed)} 处"
    table = ""
    for each in found.changed:
        if each.table != table:
            table = each.table
            yield f"  {table}"
        yield f"    {_named(each)}：{_text(each.old)} → {_text(each.new)}（{_places(each)}）"


def _named(each: Changed) -> str:
    return " · ".join(filter(None, (each.row, each.column)))


def _text(figure: Figure | None) -> str:
    text = " ".join(figure.text.split()) if figure else ""
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text or "（没有）"


def _places(each: Changed) -> str:
    places = [str(figure.place) for figure in (each.old, each.new) if figure]
    return " → ".join(dict.fromkeys(places))


def _findings(fate: Fate, traced: tuple[Traced, ...]) -> Iterator[str]:
    if traced:
        yield f"【{fate.term}】{len(traced)} 项"
    for each in traced:
        finding = each.now or each.finding
        yield f"  {finding.place}  {finding.severity.term} {finding.code} {finding.message}"
        if fate is Fate.REMAINING and finding_figures(finding) != finding_figures(each.finding):
            yield f"      原来是 {finding_figures(each.finding)}"
        if fate is Fate.UNKNOWN:
            yield "      新的工作簿里没有认出这张表或这一行，无法判断是否已改。"


def diff_document(old: str, new: str, found: Comparison) -> dict[str, Any]:
    """Return the document; `old` and `new` are the paths as they were given."""
    return {
        "schema": SCHEMA,
        "old": old,
        "new": new,
        "summary": {"compared": found.compared, "changed": len(found.changed)}
        | {fate.value: len(found.of(fate)) for fate in Fate},
        "changed": [
            {
                "table": each.table,
                "row": each.row,
                "column": each.column,
                "old": _cell(each.old),
                "new": _cell(each.new),
            }
            for each in found.changed
        ],
        "findings": [
            {
                "fate": each.fate.value,
                "old": None if each.fate is Fate.NEW else finding_document(each.finding),
                "new": finding_document(each.now) if each.now else None,
            }
            for each in found.traced
        ],
        "complete": {"old": found.old.coverage.complete, "new": found.new.coverage.complete},
    }


def _cell(figure: Figure | None) -> dict[str, Any] | None:
    return None if figure is None else {"sheet": figure.place.sheet, "cell": figure.place.cell, "text": figure.text}
