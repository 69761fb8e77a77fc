"""What the department's lists say of each project (项目清单), gathered for its form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Role, Row, Table
from perfxl.numerals.units import convert, money_factor

RECORDS = (Role.LINE, Role.OF_WHICH, Role.INDICATOR)
_AMOUNTS = ("initial_budget", "annual_budget", "execution")
_COMPUTED = ("execution_rate", "execution_score")


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """All that the department's sheets say of one project.

    unit      of the amounts ("万元", "元"; "" where none is told)
    funds     amounts by item (total, fiscal, carryover, other) and column (initial_budget, annual_budget, execution);
              of the total also execution_rate and execution_score, where the sheets state them
    execution_weight  full marks for execution, by the rule pack; None leaves the cell blank
    total     the stated total score
    stays     places of stated figures that differ from their rule: shown as people wrote them, not left to compute
    """

    name: str
    year: str = ""
    unit: str = ""
    competent_department: str = ""
    implementing_unit: str = ""
    goal: str = ""
    completion: str = ""
    funds: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    indicators: tuple[Row, ...] = ()
    execution_weight: Decimal | None = None
    total: Figure | None = None
    stays: Collection[Place] = ()

    def kept(self, figure: Figure | None) -> Decimal | None:
        """Return the stated value of a computed cell where it stays, None where the rule shall give it."""
        return figure.value if figure and figure.place in self.stays else None


def listed_projects(evaluation: Evaluation) -> Iterator[tuple[Table, Row, str]]:
    """Yield (table, row, name) of every project in the project lists, totals left out."""
    for table in evaluation.of("project_list"):
        for row in table.rows:
            name = row.text("label") or row.label.strip()
            if row.role in RECORDS and name:
                yield table, row, name


def project_source(
    table: Table,
    row: Row,
    indicators: tuple[Row, ...],
    year: str,
    weight: Decimal | None,
    stays: Collection[Place],
) -> ProjectSource:
    """Return what a row of a project list and the project's indicators tell."""
    unit = _unit(table, row)
    amounts = {key: _in_unit(row.cells[key], unit) for key in _AMOUNTS if key in row.cells}
    computed = {key: row.cells[key] for key in _COMPUTED if key in row.cells}
    return ProjectSource(
        name=row.text("label") or row.label.strip(),
        year=year,
        unit=unit,
        competent_department=row.text("competent_department"),
        implementing_unit=row.text("implementing_unit"),
        goal=row.text("goal"),
        completion=row.text("completion"),
        funds={"total": amounts | computed},
        indicators=indicators,
        execution_weight=weight,
        total=row.cells.get("total_score"),
        stays=stays,
    )


def _unit(table: Table, row: Row) -> str:
    """The unit of the amounts where they agree, else the table's."""
    units = {row.cells[key].unit for key in _AMOUNTS if key in row.cells}
    return units.pop() if len(units) == 1 else table.unit


def _in_unit(figure: Figure, unit: str) -> Figure:
    """One form has one unit: an amount whose own unit differs is converted, exactly."""
    known = money_factor(figure.unit) and money_factor(unit)
    if figure.state is not State.NUMBER or figure.value is None or not known:
        return figure
    return replace(figure, value=convert(figure.value, figure.unit, unit), unit=unit)
