"""Operands named by path ("staff.established.actual"): figures of other tables that a department's rule needs."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.model.expression import Call, Expr, Ref
from perfxl.model.figure import State
from perfxl.model.table import Table
from perfxl.rules.kinds import term
from perfxl.scoring.ledger import Ledger
from perfxl.scoring.relations import converted
from perfxl.scoring.totals import expand


def operand(ledger: Ledger, paths: Sequence[str]) -> Expr | None:
    """Return the sum of the figures that the paths name, in one unit; None where the workbook lacks one of them."""
    found = [_alternative(ledger, path) for path in paths]
    parts = [part for part in found if part is not None]
    if not parts or len(parts) < len(found):
        return None
    unit = parts[0][1]
    told = [converted(ref, own, unit) for refs, own in parts for ref in refs]
    same = tuple(part for part in told if part is not None)
    if len(same) < len(told):
        return None
    return same[0] if len(same) == 1 else Call("sum", same)


def _alternative(ledger: Ledger, path: str) -> tuple[list[Ref], str] | None:
    found = (_figures(ledger, *option.split(".")) for option in path.split("|"))
    return next((told for told in found if told), None)


def _figures(ledger: Ledger, kind: str, item: str, column: str) -> tuple[list[Ref], str] | None:
    """Return the figures at a path, from the one table that has them; None where none or several do."""
    tables = [(table, refs) for table in ledger.evaluation.of(kind) if (refs := _refs(ledger, table, item, column))]
    if len(tables) != 1:
        return None
    table, refs = tables[0]
    return refs, refs[0].figure.unit or table.unit


def _refs(ledger: Ledger, table: Table, item: str, column: str) -> list[Ref]:
    """Return the figures of an item, or of its parts; none at all where one of them is missing."""
    cells = [row.cells for row in expand(table, item)] if item else [table.fields]
    figures = [ledger.now(found[column]) for found in cells if column in found]
    told = [figure for figure in figures if figure.state is not State.NOT_APPLICABLE]
    whole = all(figure.state is State.NUMBER for figure in told)
    return [Ref(figure, term(table.kind, column)) for figure in told] if whole else []
