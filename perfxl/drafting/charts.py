"""Charts (图) of a report: what they show, as numbers; drawing them is Word's part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.rounding import half_up

PLAN, DONE, POINTS, SCORE = "序时进度", "累计支出进度", "分值", "得分"
_QUARTERS = {"q1": "第一季度", "q2": "第二季度", "q3": "第三季度", "q4": "第四季度"}


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: its name, one value a category, and whether it is drawn as a line."""

    name: str
    values: tuple[Decimal, ...]
    line: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: bars, and lines over them; `number_format` as in Excel."""

    name: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str = "General"

    def __str__(self) -> str:
        """Return what stands for it in a text."""
        return self.title


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of an evaluation by name; an empty text where the workbook holds too little for one."""

    known: Mapping[str, Chart | None]

    def __getitem__(self, key: str) -> Chart | str:
        """Return a chart; KeyError for an unknown one."""
        return self.known[key] or ""


def charts(evaluation: Evaluation) -> Charts:
    """Return the charts of an evaluation."""
    return Charts({"季度支出进度": _progress(evaluation), "分组得分": _scores(evaluation)})


def _progress(evaluation: Evaluation) -> Chart | None:
    values = _by_quarter(evaluation)
    items = [item for item in _QUARTERS if item in values]
    if len(items) < 2:
        return None
    done = Series(DONE, tuple(half_up(values[item] * 100, 2) for item in items))
    plan = Series(PLAN, tuple(Decimal(25 * (list(_QUARTERS).index(item) + 1)) for item in items), line=True)
    names = tuple(_QUARTERS[item] for item in items)
    return Chart("季度支出进度", "各季度末累计支出进度（%）", names, (done, plan), "0.00")


def _by_quarter(evaluation: Evaluation) -> Mapping[str, Decimal]:
    rows = [row for table in evaluation.of("quarters") for row in table.rows if row.item in _QUARTERS]
    return {row.item: value for row in rows if row.item and (value := _value(row, "progress")) is not None}


def _scores(evaluation: Evaluation) -> Chart | None:
    table = next(iter(evaluation.of("score_table")), None)
    groups = list(score_groups(table)) if table else []
    if len(groups) < 2:
        return None
    names = tuple(name for name, _, _ in groups)
    points = Series(POINTS, tuple(points for _, points, _ in groups))
    score = Series(SCORE, tuple(score for _, _, score in groups))
    return Chart("分组得分", "部门整体支出绩效评价各部分得分", names, (points, score), "0.##")


def score_groups(table: Table) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield the first-level groups of a score table with their points and scores; groups lacking a score are left out.

    A blank cell in the first column goes on with the group above.
    """
    group = ""
    rows: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.role in (Role.TOTAL, Role.SUBTOTAL):
            continue
        group = row.text("level1") or group
        rows.setdefault(group, []).append(row)
    for name, own in rows.items():
        points, scores = _all(own, "weight"), _all(own, "score")
        if name and points and scores and len(points) == len(scores) == len(own):
            yield name, sum(points, Decimal(0)), sum(scores, Decimal(0))


def _all(rows: Sequence[Row], key: str) -> list[Decimal]:
    return [value for row in rows if (value := _value(row, key)) is not None]


def _value(row: Row, key: str) -> Decimal | None:
    figure = row.cells.get(key)
    return figure.value if figure else None
