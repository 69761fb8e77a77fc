"""The relations that the kinds of tables declare: totals, differences, ratios, shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from perfxl.model.derivation import Relation
from perfxl.model.expression import Expr, refs, subtract
from perfxl.model.figure import Figure, State
from perfxl.model.table import Role, Row, Table
from perfxl.rules.kind import Computation
from perfxl.rules.kinds import kinds, term
from perfxl.rules.law import Law
from perfxl.scoring.department import figures_at
from perfxl.scoring.ledger import Ledger, has_value, is_idle
from perfxl.scoring.periods import annual_budget, cumulate
from perfxl.scoring.plans import ComputedCell, Plan, record, record_likeliest
from perfxl.scoring.ratios import ratio_of
from perfxl.scoring.totals import is_unused, sum_of, total
from perfxl.scoring.verbs import sum_up

Cells = Mapping[str, Figure]
_ORDER = ("difference", "total", "running", "ratio", "share", "progress")
_RATES = {"ratio": Relation.RATE, "progress": Relation.PROGRESS}


def derive_relations(ledger: Ledger) -> None:
    """Derive every computed cell that follows from others of its table as its kind declares."""
    for verb in _ORDER:
        for table in ledger.evaluation.tables:
            for computation in kinds()[table.kind].relations:
                if computation.verb == verb:
                    _VERBS[verb](ledger, table, computation)


def _totals(ledger: Ledger, table: Table, computation: Computation) -> None:
    shares = {other.target for other in kinds()[table.kind].relations if other.verb == "share"}
    for row in sorted(table.rows, key=lambda row: (row.role is Role.TOTAL, row.role is Role.SUBTOTAL)):
        for column in computation.columns:
            if column in row.cells and column not in shares:
                _total(ledger, table, row, column)


def _total(ledger: Ledger, table: Table, row: Row, column: str) -> None:
    law = ledger.law("total" if row.role is Role.TOTAL else "sum")
    derivation = total(ledger, table, row, column, law.rule()) if law else None
    if derivation:
        ledger.record(derivation)


def _records(table: Table, computation: Computation) -> Iterable[tuple[ComputedCell, Cells]]:
    """Yield the computed cell and the cells of every record that a relation of one record may hold in."""
    target = computation.target
    if target in table.fields:
        yield ComputedCell.of(table, target, table.fields[target]), table.fields
    for row in table.rows if not computation.fields else ():
        if target in row.cells and not is_unused(table, row, computation.of):
            yield ComputedCell.of(table, target, row.cells[target], row), row.cells


def _difference(ledger: Ledger, table: Table, computation: Computation) -> None:
    law = ledger.law(computation.rule)
    for cell, cells in _records(table, computation):
        left, right = (_operand(ledger, table.kind, cells, key) for key in computation.of)
        if law and left and right and not is_idle(left, right):
            record(ledger, cell, Plan(Relation.DIFFERENCE, law.rule(), subtract(left, right)))


def _ratio(ledger: Ledger, table: Table, computation: Computation) -> None:
    for cell, cells in _records(table, computation):
        law = ledger.law(computation.rule)
        over, under = (_operand(ledger, table.kind, cells, key) for key in computation.of)
        if law and law.under:
            under = _divisor(ledger, table, cells, law.under)
        others = (_divisor(ledger, table, cells, keys) for keys in (law.or_under if law else ()))
        _rate(ledger, cell, computation, over, (under, *others))


def _divisor(ledger: Ledger, table: Table, cells: Cells, keys: tuple[str, ...]) -> Expr | None:
    """Return what a pack divides by: fields of the same table, or figures of others of the workbook."""
    paths = tuple(key for key in keys if "." in key)
    if paths:
        return figures_at(ledger, paths, table.unit)
    return _operand(ledger, table.kind, cells, keys)


def _operand(ledger: Ledger, kind: str, cells: Cells, keys: str | tuple[str, ...]) -> Expr | None:
    """Return a field as operand, a list of fields as their sum; None where the table has none of them.

    Of a list, fields in which nothing applies (—) add nothing as long as one is given.
    """
    if isinstance(keys, str):
        return ledger.ref(cells[keys], term(kind, keys)) if keys in cells else None
    fields = kinds()[kind].fields
    found = tuple(
        ledger.ref(cells[key], term(kind, key), optional=bool((entry := fields.get(key)) and entry.optional))
        for key in keys
        if key in cells
    )
    told = tuple(ref for ref in found if ref.figure.state is not State.NOT_APPLICABLE)
    return sum_up(told) if told else None


def _rate(
    ledger: Ledger, cell: ComputedCell, computation: Computation, over: Expr | None, unders: Sequence[Expr | None]
) -> None:
    """Record a ratio over the first divisor, or over that one of several by which the stated value ties."""
    law = ledger.law(computation.rule)
    plans = [
        _rate_plan(cell, computation, law, over, under)
        for under in unders
        if law and over and under and not is_idle(over, under)
    ]
    if plans:
        record_likeliest(ledger, cell, plans)


def _rate_plan(cell: ComputedCell, computation: Computation, law: Law, over: Expr, under: Expr) -> Plan:
    ratio = ratio_of(computation.rule)
    return Plan(
        _RATES.get(computation.verb, Relation.SHARE),
        law.rule(),
        ratio.of(over, under),
        places=law.places,
        zero=f"{_name(under)}为0，{cell.term}无意义",
        function=ratio.call(over, under),
    )


def _name(operand: Expr) -> str:
    names = [ref.term for ref in refs(operand)]
    return names[0] if len(names) == 1 else "分母"


def _share(ledger: Ledger, table: Table, computation: Computation) -> None:
    """Divide each line by the whole; the stated total of shares is held against their sum.

    A blank total is filled as total / total, which is 100 %, and not as a sum of rounded shares.
    """
    column = str(computation.of[0])
    under = _whole(ledger, table, column)
    for row in sorted(table.rows, key=lambda row: row.role is Role.TOTAL):
        target = row.cells.get(computation.target)
        if target and row.role is Role.TOTAL and has_value(target):
            _total(ledger, table, row, computation.target)
        elif target and column in row.cells:
            over = ledger.ref(row.cells[column], term(table.kind, column))
            _rate(ledger, ComputedCell.of(table, computation.target, target, row), computation, over, (under,))


def _whole(ledger: Ledger, table: Table, column: str) -> Expr | None:
    """Return the total of a column, the sum of its lines where no total is printed."""
    row = next((row for row in reversed(table.rows) if row.role is Role.TOTAL and column in row.cells), None)
    if row:
        return ledger.ref(row.cells[column], f"{term(table.kind, column)}合计")
    return sum_of(ledger, table, table.of_role(Role.LINE), column)


def _progress(ledger: Ledger, table: Table, computation: Computation) -> None:
    spent, budget = map(str, computation.of)
    for row in table.rows:
        target, done = row.cells.get(computation.target), _spent(ledger, row, spent)
        if target and done and not is_idle(over := ledger.ref(done, term(table.kind, spent))):
            cell = ComputedCell.of(table, computation.target, target, row)
            _rate(ledger, cell, computation, over, (annual_budget(ledger, table, row, budget),))


def _spent(ledger: Ledger, row: Row, key: str) -> Figure | None:
    """Return the cumulative spending of a row; a total may state it as the sum of the periods."""
    done = row.cells.get(key)
    if row.role is Role.TOTAL and not (done and has_value(ledger.current(done))):
        return row.cells.get("spending", done)
    return done


_VERBS: Mapping[str, Callable[[Ledger, Table, Computation], None]] = {
    "total": _totals,
    "difference": _difference,
    "running": cumulate,
    "ratio": _ratio,
    "share": _share,
    "progress": _progress,
}
