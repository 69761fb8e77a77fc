"""What a workbook tells of its projects at the end of a month (项目执行情况): money, targets, reasons, outlook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.characters import name_key
from perfxl.rules.rulebook import MONITORED

FORM, LIST = MONITORED
# Where a workbook has no table for monitoring, its own tables tell what was spent so far, the first of these first.
_OTHERS = ("project_form", "project_list")
_REASONS = ("reason", "other_reason", "funding", "regulation", "staffing", "hardware", "remark")
_OUTLOOKS = ("certain", "possible", "impossible")


@dataclass(frozen=True, slots=True)
class ObservedIndicator:
    """An indicator under way: its row (指标值 and, as 实际完成值, what was reached so far) and what is expected."""

    row: Row
    expected: Figure | None = None

    @property
    def name(self) -> str:
        """The indicator's name."""
        return self.row.label

    @property
    def reached(self) -> Figure | None:
        """What was reached so far."""
        return self.row.cells.get("actual")


@dataclass(frozen=True, slots=True)
class Observed:
    """One project at the end of a month.

    month  None where nothing in the workbook names one
    cells  its figures by field key: initial_budget, annual_budget, execution, execution_rate, time_share, light,
           expected_execution
    reason, outlook  what a person wrote (偏差原因; 确定能、有可能、完全不可能)
    """

    name: str
    table: Table
    month: int | None
    cells: dict[str, Figure]
    reason: str = ""
    outlook: str = ""
    indicators: tuple[ObservedIndicator, ...] = ()

    @property
    def key(self) -> str:
        """The name as projects are compared."""
        return name_key(self.name)

    @property
    def unit(self) -> str:
        """The unit of its money."""
        return self.table.unit

    @property
    def place(self) -> Place:
        """Where it stands: what was spent, or else the first of its figures."""
        figure = self.cells.get("execution") or next(iter(self.cells.values()))
        return figure.place

    def value(self, key: str) -> Decimal | None:
        """Return a figure's value, None where it has none."""
        figure = self.cells.get(key)
        return figure.value if figure else None


def observe(evaluation: Evaluation) -> tuple[Observed, ...]:
    """Return the projects of a workbook, in its order; one project may stand in several months."""
    monitored = tuple(each for table in evaluation.of(*MONITORED) for each in _observed(table))
    if monitored:
        return monitored
    for kind in _OTHERS:
        found = tuple(each for table in evaluation.of(kind) for each in _observed(table))
        if found:
            return found
    return ()


def _observed(table: Table) -> Iterator[Observed]:
    if any(row.role in (Role.FUND, Role.INDICATOR) for row in table.rows):
        yield from _form(table)
        return
    for row in table.of_role(Role.LINE):
        if row.label and _is_told(row):
            outlook = row.text("outlook")
            yield Observed(row.label, table, table.month, dict(row.cells), _reason(row), outlook)


def _is_told(row: Row) -> bool:
    return any(figure.state is State.NUMBER for figure in row.cells.values())


def _form(table: Table) -> Iterator[Observed]:
    funds, rows = table.of_role(Role.FUND), table.of_role(Role.INDICATOR)
    whole = next((row for row in funds if row.item == "total"), funds[0] if funds else None)
    if whole:
        name, indicators = table.text("project_name") or table.name, tuple(map(_under_way, rows))
        reasons, outlooks = _joined(map(_reason, (*funds, *rows)), "；"), _joined(map(_outlook, rows), "、")
        yield Observed(name, table, table.month, dict(whole.cells), reasons, outlooks, indicators)


def _joined(texts: Iterable[str], mark: str) -> str:
    return mark.join(dict.fromkeys(text for text in texts if text))


def _under_way(row: Row) -> ObservedIndicator:
    return ObservedIndicator(_as_reached(row), row.cells.get("expected"))


def _as_reached(row: Row) -> Row:
    """Return an indicator's row with what was reached so far in the place of what the year reached."""
    reached = row.cells.get("progress")
    return replace(row, cells={**row.cells, "actual": reached}) if reached else row


def _reason(row: Row) -> str:
    return "；".join(text for key in _REASONS if (text := row.text(key)))


def _outlook(row: Row) -> str:
    """Return which of the columns of the outlook is marked."""
    return "、".join(key for key in _OUTLOOKS if row.text(key))
