"""Tables that carry weights and scores: project forms, score tables, lists of indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from perfxl.model.figure import Figure, State
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.rules.kinds import kinds

KINDS = ("project_form", "score_table", "indicator_list", "goal_sheet", "recheck")
_BONUS = re.compile("加分|扣分|减分|附加|奖励|一票否决")
_LABELS = ("level1", "level2", "level3")
_REASONS = ("reason", "remark")
_TOTALS = (Role.TOTAL, Role.SUBTOTAL)


@dataclass(frozen=True, slots=True)
class ScoredForm:
    """The scored rows of one form, or of one project in a list.

    execution  the weight of 预算执行率 beside the indicators; total the printed sum of weights
    """

    table: Table
    name: str
    rows: tuple[Row, ...]
    execution: Figure | None = None
    total: Figure | None = None

    @property
    def closed(self) -> bool:
        """Whether the form was read down to its total, so that no row is missing."""
        return self.total is not None or "total_score" in self.table.fields or _last(self.table) is not None

    def weights(self) -> tuple[Figure, ...]:
        """Return the indicators' weights, a merged one once; () where one of them is missing."""
        return numbers(row.cells.get("weight") for row in self.rows)


def scored_forms(evaluation: Evaluation) -> Iterator[ScoredForm]:
    """Yield what is scored, form by form."""
    for table in evaluation.of(*KINDS):
        if table.kind == "indicator_list":
            for project, group in groupby(table.of_role(Role.LINE), key=lambda row: row.text("project_name")):
                yield ScoredForm(table, project, tuple(group))
        else:
            yield _form(table)


def _form(table: Table) -> ScoredForm:
    own = table.of_role(Role.INDICATOR) or table.of_role(Role.LINE)
    rows = tuple(row for row in own if not is_bonus(row))
    total = given(table.fields["total_weight"]) if "total_weight" in table.fields else number(_last(table), "weight")
    return ScoredForm(
        table, table.text("project_name") or table.name, rows, number(funds_total(table), "weight"), total
    )


def lacks_funds(table: Table) -> bool:
    """Whether the block of funds of a form, which is scored beside the indicators, was not read."""
    return bool(kinds()[table.kind].funds and table.missing and not table.of_role(Role.FUND))


def funds_total(form: Table) -> Row | None:
    """Return the row of all funds (年度资金总额) of a project form, None where it has none."""
    return next((row for row in form.of_role(Role.FUND) if row.item == "total"), None)


def _last(table: Table) -> Row | None:
    return next(reversed(table.of_role(Role.TOTAL)), None)


def number(row: Row | None, key: str) -> Figure | None:
    """Return a row's figure where it holds a number that somebody wrote."""
    return given(row.cells.get(key)) if row else None


def given(figure: Figure | None) -> Figure | None:
    """Return the figure where it holds a number that somebody wrote, else None."""
    stated = figure is not None and figure.state is State.NUMBER and not figure.derived
    return figure if stated and figure is not None and figure.value is not None else None


def numbers(figures: Iterable[Figure | None]) -> tuple[Figure, ...]:
    """Return figures once a cell; () where one of them is no number."""
    unique = {figure.place: figure for figure in figures if figure is not None}
    return tuple(unique.values()) if all(given(figure) for figure in unique.values()) else ()


def total_of(figures: Iterable[Figure]) -> Decimal:
    """Return the sum of figures that hold numbers."""
    return sum((figure.value or Decimal(0) for figure in figures), Decimal(0))


def is_bonus(row: Row) -> bool:
    """Whether a row adds or takes points outside the weights (加分项, 扣分项)."""
    return any(_BONUS.search(text) for text in (row.label, row.category, *(row.text(key) for key in _LABELS)))


def out_of_range(table: Table) -> Iterator[tuple[Figure, Figure]]:
    """Yield (score, weight) where a score is below 0 or above its weight; bonus rows and totals with them apart."""
    for score, weight in _scored(table):
        stated, limit = given(score), given(weight)
        if stated and limit and not 0 <= total_of([stated]) <= total_of([limit]):
            yield stated, limit


def _scored(table: Table) -> Iterator[tuple[Figure | None, Figure | None]]:
    plain = [row for row in table.rows if not is_bonus(row)]
    bonus = len(plain) < len(table.rows)
    for row in plain:
        if not (bonus and row.role in _TOTALS):
            yield from ((row.cells.get(key), row.cells.get("weight")) for key in ("score", "self_score"))
    if not bonus:
        yield table.fields.get("total_score"), table.fields.get("total_weight")


def reason_cell(row: Row) -> Figure | None:
    """Return the row's cell for the reason of a deviation, None where the form has no such column."""
    return next((row.cells[key] for key in _REASONS if key in row.cells), None)


def is_lowered(score: Figure, by_rule: Decimal, row: Row | None) -> bool:
    """Whether a person gave less than the rule does and wrote the reason beside it."""
    reason = reason_cell(row) if row else None
    return (score.value or Decimal(0)) < by_rule and reason is not None and bool(reason.text.strip())
