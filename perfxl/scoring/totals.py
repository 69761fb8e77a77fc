"""Which rows make a total or a subtotal (合计、小计), so that nothing counts twice and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfxl.model.derivation import Derivation, Relation, Rule
from perfxl.model.expression import Call, refs
from perfxl.model.figure import State
from perfxl.model.table import Role, Row, Table
from perfxl.rules.kinds import kinds
from perfxl.scoring import nesting
from perfxl.scoring.ledger import Ledger
from perfxl.scoring.plans import ComputedCell, Plan, derive_cell, is_optional

Rows = tuple[Row, ...]
_UNCLEAR = "表中有不能归类的行，合计的范围不能确定"


def rows_of(table: Table, item: str) -> Rows:
    """Return the rows of an item, of its parts where the table has no such row."""
    own = tuple(row for row in table.rows if row.item == item)
    return own or parts_of(table, item)


def parts_of(table: Table, item: str | None) -> Rows:
    """Return the rows of an item's parts by the table's kind."""
    parts = kinds()[table.kind].parts.get(item or "", ())
    return tuple(row for part in parts for row in rows_of(table, part))


def candidates(table: Table, row: Row) -> tuple[Rows, ...]:
    """Return the sets of rows that a total or subtotal may sum, the likeliest first; () where it is none."""
    known = parts_of(table, row.item)
    free = _free(table, row) if row.role in (Role.TOTAL, Role.SUBTOTAL) else ()
    if not known:
        return nesting.readings(table, row) if _is_last(table, row) else (free,) if free else ()
    return _with_unknown(known, tuple(line for line in free if line.item is None))


def _with_unknown(known: Rows, unknown: Rows) -> tuple[Rows, ...]:
    """Return known rows with all unknown ones, with those beneath the first known one, and alone; each set once."""
    beneath = tuple(line for line in unknown if line.number > known[0].number)
    sets = {len(rows): rows for rows in ((*known, *unknown), (*known, *beneath), known) if len(rows) > 1}
    return tuple(sets.values())


def members(ledger: Ledger, table: Table, row: Row, rule: Rule) -> tuple[Rows, ...]:
    """Return the candidates that tie in most columns, all where none does: a row sums the same rows in each."""
    sets = candidates(table, row)
    ties = [sum(_ties(ledger, table, row, rows, rule)) for rows in sets]
    return tuple(rows for rows, count in zip(sets, ties, strict=True) if count == max(ties)) if any(ties) else sets


def _ties(ledger: Ledger, table: Table, row: Row, rows: Rows, rule: Rule) -> Iterable[bool]:
    for column, figure in row.cells.items():
        call = sum_of(ledger, table, rows, column) if figure.value and not figure.derived else None
        if call and sum(bool(ref.figure.value) for ref in refs(call)) > 1:
            yield bool(derive_cell(ComputedCell.of(table, column, figure, row), Plan(Relation.SUM, rule, call)).ties())


def _free(table: Table, row: Row) -> Rows:
    """Return the lines that a total, or a subtotal of a block, stands for."""
    if _is_last(table, row):
        return table.of_role(Role.LINE)
    own = tuple(line for line in table.rows if line.role is Role.LINE and line.category and _same(line, row))
    return own or _block(table, row)


def _is_last(table: Table, row: Row) -> bool:
    """Whether a row is the total of the whole table."""
    return row.role is Role.TOTAL and row is table.of_role(Role.TOTAL)[-1]


def _same(line: Row, subtotal: Row) -> bool:
    """Whether a subtotal names the category of a line: in its own category, or in its label (人员经费小计)."""
    return line.category in (subtotal.category, subtotal.label.replace("小计", "").strip(" ：:"))


def _block(table: Table, row: Row) -> Rows:
    """Return the lines between a subtotal and the one before it, after it where subtotals lead their blocks."""
    first = next((other for other in table.rows if other.role in (Role.LINE, Role.SUBTOTAL)), row)
    leads = first.role is Role.SUBTOTAL
    start = table.rows.index(row)
    way: Iterable[Row] = table.rows[start + 1 :] if leads else reversed(table.rows[:start])
    found: list[Row] = []
    for other in way:
        if other.role in (Role.SUBTOTAL, Role.TOTAL):
            break
        if other.role is Role.LINE:
            found.append(other)
    return tuple(found if leads else reversed(found))


def sum_of(ledger: Ledger, table: Table, rows: Sequence[Row], column: str) -> Call | None:
    """Return the sum of a column over rows; None where nothing was entered in any of them.

    A cell that says — or 不适用 adds nothing, nor does a blank one of an optional row, or of a row that no kind knows
    beside the known parts of the total; any other blank one keeps its place, so that the sum is missing it.
    """
    told = [row for row in rows if column in row.cells]
    known = any(row.item for row in rows)
    refs = [ledger.ref(row.cells[column], row.label, optional=_adds_nothing(table, row, known)) for row in told]
    refs = [ref for ref in refs if ref.figure.state is not State.NOT_APPLICABLE]
    return None if all(ref.figure.blank for ref in refs) else Call("sum", tuple(refs))


def _adds_nothing(table: Table, row: Row, known: bool) -> bool:
    """Whether a blank cell of a row counts as nothing, by its kind or beside rows of `known` items."""
    return is_optional(table, row) or (known and row.item is None and row.role is Role.LINE)


def is_unused(table: Table, row: Row, columns: Iterable[object]) -> bool:
    """Whether an optional row leaves one of the columns blank, so that nothing need follow from it."""
    return is_optional(table, row) and any(row.cells[key].blank for key in map(str, columns) if key in row.cells)


def total(ledger: Ledger, table: Table, row: Row, column: str, rule: Rule) -> Derivation | None:
    """Return how a total's or subtotal's cell is derived, None where it is no total.

    Where rows of no known item leave the range open, the stated total tells which rows it means; where it tells
    none, or is blank, no value is given.
    """
    cell = ComputedCell.of(table, column, row.cells[column], row)
    sums = [call for rows in members(ledger, table, row, rule) if (call := sum_of(ledger, table, rows, column))]
    return _chosen([derive_cell(cell, Plan(Relation.SUM, rule, call)) for call in sums]) if cell.is_open else None


def _chosen(derivations: Sequence[Derivation]) -> Derivation | None:
    if len({_value(derivation) for derivation in derivations}) < 2:
        return next(iter(derivations), None)
    tying = next((derivation for derivation in derivations if derivation.ties()), None)
    return tying or replace(derivations[0], value=None, exact=None, undefined=_UNCLEAR)


def _value(derivation: Derivation) -> tuple[object, int]:
    return derivation.value, len(derivation.missing)
