"""The periods of a year (季度): cumulative figures, and the year's budget that progress is measured by."""

from __future__ import annotations

from perfxl.model.derivation import Relation
from perfxl.model.expression import Expr, add
from perfxl.model.figure import Figure
from perfxl.model.table import Row, Table
from perfxl.rules.kind import Computation
from perfxl.rules.kinds import kinds, term
from perfxl.scoring.ledger import Ledger, has_value, is_idle
from perfxl.scoring.plans import ComputedCell, Plan, record
from perfxl.scoring.verbs import in_unit


def cumulate(ledger: Ledger, table: Table, computation: Computation) -> None:
    """Add each period to the cumulative figure stated before it, so that one slip is found once."""
    before: Figure | None = None
    for position, period in enumerate(kinds()[table.kind].parts["total"]):
        row = table.item(period)
        if row and (before or position == 0):
            _cumulate(ledger, table, row, computation, before)
        before = row.cells.get(computation.target) if row else None


def _cumulate(ledger: Ledger, table: Table, row: Row, computation: Computation, before: Figure | None) -> None:
    law, column = ledger.law(computation.rule), str(computation.of[0])
    if law and {computation.target, column} <= row.cells.keys():
        cell = ComputedCell.of(table, computation.target, row.cells[computation.target], row)
        now = ledger.ref(row.cells[column], term(table.kind, column))
        parts = (ledger.ref(before, f"上期{cell.term}"), now) if before else (now,)
        record(ledger, cell, None if is_idle(*parts) else Plan(Relation.RUNNING, law.rule(), add(*parts)))


def annual_budget(ledger: Ledger, table: Table, row: Row, key: str) -> Expr | None:
    """Return the year's budget in the table's unit: the row's own, the table's, or that of the execution table."""
    near = [cells[key] for cells in (row.cells, table.fields) if key in cells]
    own = next((figure for figure in near if has_value(figure)), None)
    whole = None if own else _whole_budget(ledger)
    if whole:
        return in_unit(ledger.ref(whole[0], term(table.kind, key)), whole[1], table.unit)
    stated = own or next(iter(near), None)
    return ledger.ref(stated, term(table.kind, key)) if stated else None


def _whole_budget(ledger: Ledger) -> tuple[Figure, str] | None:
    """Return the department's annual budget and its unit; None where execution tables tell none, or several."""
    found: dict[tuple[object, str], Figure] = {}
    for table in ledger.evaluation.of("execution"):
        row = table.item("total")
        figure = ledger.current(row.cells["annual_budget"]) if row and "annual_budget" in row.cells else None
        if figure and has_value(figure):
            found.setdefault((figure.value, figure.unit or table.unit), figure)
    return next(((figure, unit) for (_, unit), figure in found.items()), None) if len(found) == 1 else None
