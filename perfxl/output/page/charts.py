"""Charts of a workbook (图): execution by project, quarterly progress against the year gone by, score by group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.scored_forms import ScoredForm, funds_total, scored_forms
from perfxl.model.figure import Figure
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.display import percent
from perfxl.numerals.rounding import half_up

_MOST_BARS = 24
_QUARTERS = ("q1", "q2", "q3", "q4")
_POINTS = re.compile(r"[（(][^（）()]*[)）]")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as a share of the whole, with a tick where it ought to reach; behind: it does not reach it."""

    label: str
    share: Decimal
    text: str
    detail: str = ""
    tick: Decimal | None = None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other; `full` is the share that the whole width shows; note tells what is drawn."""

    title: str
    note: str
    bars: tuple[Bar, ...]

    @property
    def full(self) -> Decimal:
        """The largest share to show, never less than the whole."""
        return max([Decimal(1), *(bar.share for bar in self.bars)])


def charts(evaluation: Evaluation) -> Iterator[Chart]:
    """Yield the charts that a workbook has figures for."""
    for chart in (*map(_progress, evaluation.of("quarters")), *_scores(evaluation), _execution(evaluation)):
        if chart and chart.bars:
            yield chart


def _execution(evaluation: Evaluation) -> Chart | None:
    """Return the execution rates of all projects, from their list or from their forms."""
    found = _project_rows(evaluation)
    bars = [bar for label, row, _ in found if (bar := _rate_bar(label, row))]
    left = len(bars) - _MOST_BARS
    lowest = sorted(bars, key=lambda bar: bar.share)[:_MOST_BARS] if left > 0 else bars
    units = dict.fromkeys(unit for _, _, unit in found if unit)
    note = f"执行数 / 全年预算数{f'（{next(iter(units))}）' if len(units) == 1 else ''}"
    told = f"{note}；执行率最低的 {_MOST_BARS} 个，另有 {left} 个没有画出" if left > 0 else note
    return Chart("各项目预算执行率", told, tuple(lowest)) if bars else None


def _project_rows(evaluation: Evaluation) -> list[tuple[str, Row | None, str]]:
    """Return name, row of amounts and unit of each project, of the lists or else of the forms."""
    lists = evaluation.of("project_list")
    if lists:
        return [(row.label, row, table.unit) for table in lists for row in table.of_role(Role.LINE)]
    forms = evaluation.of("project_form")
    return [(form.text("project_name") or form.name, funds_total(form), form.unit) for form in forms]


def _rate_bar(label: str, row: Row | None) -> Bar | None:
    rate = row.cells.get("execution_rate") if row else None
    if row is None or rate is None or rate.value is None:
        return None
    amounts = [row.cells.get("execution"), row.cells.get("annual_budget") or row.cells.get("initial_budget")]
    detail = " / ".join(_amount(figure) for figure in amounts if figure and figure.value is not None)
    return Bar(_line(label), max(Decimal(0), rate.value), percent(rate.value), detail, Decimal(1))


def _progress(table: Table) -> Chart:
    """Return how much of the budget was spent by the end of each quarter, against the part of the year gone by."""
    bars = []
    for number, item in enumerate(_QUARTERS, 1):
        row = table.item(item)
        figure = row.cells.get("progress") if row else None
        if row and figure and figure.value is not None:
            gone = Decimal(number) / len(_QUARTERS)
            told = _amount(row.cells.get("cumulative"))
            bars.append(Bar(_line(row.label), figure.value, percent(figure.value), told, gone, figure.value < gone))
    unit = f"（{table.unit}）" if table.unit else ""
    return Chart("分季度支出进度", f"累计支出{unit}；竖线为时间进度，低于时间进度的为深色", tuple(bars))


def _scores(evaluation: Evaluation) -> Iterator[Chart]:
    """Yield the share of points that each group of indicators got: of each score table, and of all projects."""
    forms = list(scored_forms(evaluation))
    for form in forms:
        if form.table.kind == "score_table":
            yield Chart(f"{_line(form.name)}：各组得分", "得分 / 分值", _groups([form]))
    projects = [form for form in forms if form.table.kind != "score_table"]
    if projects:
        yield Chart("项目绩效指标：各组得分", f"{len(projects)} 个项目的得分合计 / 分值合计", _groups(projects))


def _groups(forms: Iterable[ScoredForm]) -> tuple[Bar, ...]:
    """Return a bar for each group whose rows all have weight and score; a merged cell counts once."""
    weights: dict[str, dict[object, Decimal]] = {}
    scores: dict[str, dict[object, Decimal]] = {}
    partial: set[str] = set()
    for form in forms:
        for row in form.rows:
            group = _line(_POINTS.sub("", row.category)) or "未分组"
            weight, score = row.cells.get("weight"), row.cells.get("score")
            if weight is None or score is None or weight.value is None or score.value is None:
                partial.add(group)
                continue
            weights.setdefault(group, {})[weight.place] = weight.value
            scores.setdefault(group, {})[score.place] = score.value
    return tuple(_score_bar(group, weights[group], scores[group], group in partial) for group in weights)


def _score_bar(group: str, weights: dict[object, Decimal], scores: dict[object, Decimal], partial: bool) -> Bar:
    total, got = sum(weights.values(), Decimal(0)), sum(scores.values(), Decimal(0))
    share = got / total if total > 0 else Decimal(0)
    detail = f"{half_up(got, 2):,f} / {half_up(total, 2):,f}"
    return Bar(group, max(Decimal(0), share), percent(share), f"{detail}（有空白）" if partial else detail, Decimal(1))


def _amount(figure: Figure | None) -> str:
    return "" if figure is None or figure.value is None else f"{half_up(figure.value, 2):,f}"


def _line(text: str) -> str:
    return " ".join(text.split())
