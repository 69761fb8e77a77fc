"""各类指标的分值与所选规则包的通行分值相同。

各地都允许有理由地调整，规则包也可能未经证实，因此只报“提示”；表中没有规则包所列名称的不判断。

错例
    通行分值产出50、效益30、满意度10：产出 60，效益 20，满意度 10
正例
    产出 50，效益 30，满意度 10
依据
所选规则包中各类指标的分值。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import ScoredForm, number, numbers, scored_forms, total_of
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Row
from perfxl.rules.rulebook import Rulebook, points_off
from perfxl.rules.schema import Department, DepartmentIndicator

CODE = "PX178"
NAME = "分值结构"
GROUP = "scores"
LOOKS_AT = ("project_form", "score_table")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a hint for each form whose groups have other points than the pack's."""
    for form in scored_forms(book.evaluation):
        for blocks, level, citation in _known(book.rules, form):
            yield from _uneven(form, blocks, level, citation)
        for table in (book.rules.department, book.rules.score_table):
            yield from _common(book, form, table) if table else ()


def _known(rules: Rulebook, form: ScoredForm) -> Iterator[tuple[Mapping[str, Decimal], str, str]]:
    """Yield points by name of a level, with their source."""
    if "project_form" in (form.table.kind, form.table.base):
        weights = rules.project.weights if rules.project else None
        if weights and weights.blocks:
            yield weights.blocks, "level1", weights.citation
    elif form.table.kind == "score_table":
        for table in filter(None, (rules.department, rules.score_table)):
            yield table.blocks, "level1", table.citation
            yield table.groups, "level2", table.citation


def _uneven(form: ScoredForm, blocks: Mapping[str, Decimal], level: str, citation: str) -> Iterator[Finding]:
    groups = _groups(form, level)
    weights = {name: numbers(row.cells.get("weight") for row in rows) for name, (_, rows) in groups.items()}
    sums = {name: total_of(figures) for name, figures in weights.items()}
    if not all(weights.values()) or groups.keys() != blocks.keys() or sums == dict(blocks):
        return
    name = next(name for name, points in blocks.items() if sums[name] != points)
    told, usual = _listed(sums), _listed(blocks)
    yield Finding(
        CODE, NAME, Severity.INFO, groups[name][0].place,
        f"“{form.name}”各类指标的分值是{told}，通行的是{usual}。",
        told, usual,
        "有理由调整的可不改。",
        citation,
    )  # fmt: skip


def _listed(points: Mapping[str, Decimal]) -> str:
    return "、".join(f"{name}{value.normalize():f}" for name, value in points.items())


def _groups(form: ScoredForm, level: str) -> dict[str, tuple[Figure, list[Row]]]:
    """Gather rows by the name of a level, which holds until another one stands in its column."""
    groups: dict[str, tuple[Figure, list[Row]]] = {}
    current = ""
    for row in form.rows:
        current = points_off(row.text(level)).removesuffix("指标") or current
        if current and level in row.cells:
            groups.setdefault(current, (row.cells[level], []))[1].append(row)
    return groups


def _common(book: Checked, form: ScoredForm, table: Department) -> Iterator[Finding]:
    """Yield a hint for each indicator that every department has and that has other points here."""
    found = [(entry, row) for entry in table.indicators for row in form.rows if _is(row, entry)]
    if not table.indicators or len(found) < table.match * len(table.indicators):
        return
    for entry, row in found:
        weight = number(row, "weight")
        if weight and entry.weight is not None and weight.value != entry.weight:
            yield Finding(
                CODE, NAME, Severity.INFO, weight.place,
                f"{book.name(weight)}是{weight.text}，通行的是{entry.weight.normalize():f}。",
                weight.text, f"{entry.weight.normalize():f}",
                "有理由调整的可不改。",
                entry.citation,
            )  # fmt: skip


def _is(row: Row, entry: DepartmentIndicator) -> bool:
    return any(label.fullmatch(row.text("level3") or row.label) for label in entry.labels)
