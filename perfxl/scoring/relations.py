"""The relations that the kinds of tables declare: totals, ratios, shares, cumulative figures, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from perfxl.model.derivation import Relation, Rule
from perfxl.model.expression import Call, Expr, divide, number, refs, subtract, times
from perfxl.model.figure import Figure, State
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.units import money_factor
from perfxl.rules.kind import Computation as Hang
from perfxl.rules.kinds import kinds, term
from perfxl.scoring.ledger import Ledger, all_empty, has_value
from perfxl.scoring.ratios import ratio_of
from perfxl.scoring.settle import Plan, Spot, settled
from perfxl.scoring.totals import summed, total, unasked

Cells = Mapping[str, Figure]
_ORDER = ("difference", "total", "running", "ratio", "share", "progress")
_RATES = {"ratio": Relation.RATE, "progress": Relation.PROGRESS}


def relate(ledger: Ledger) -> None:
    """Derive every computed cell that hangs together with others of its table as its kind declares."""
    for verb in _ORDER:
        for table in ledger.evaluation.tables:
            for hang in kinds()[table.kind].relations:
                if hang.verb == verb:
                    _VERBS[verb](ledger, table, hang)


def _law(ledger: Ledger, key: str) -> tuple[Rule, int] | None:
    law = ledger.rules.laws.get(key)
    return (law.rule(), law.places) if law else None


def _totals(ledger: Ledger, table: Table, hang: Hang) -> None:
    shares = {other.target for other in kinds()[table.kind].relations if other.verb == "share"}
    for row in sorted(table.rows, key=lambda row: (row.role is Role.TOTAL, row.role is Role.SUBTOTAL)):
        for column in hang.columns:
            if column in row.cells and column not in shares:
                _total(ledger, table, row, column)


def _total(ledger: Ledger, table: Table, row: Row, column: str) -> None:
    law = _law(ledger, "total" if row.role is Role.TOTAL else "sum")
    derivation = total(ledger, table, row, column, law[0]) if law else None
    if derivation:
        ledger.record(derivation)


def _records(table: Table, hang: Hang) -> Iterable[tuple[str, Cells]]:
    """Yield (label, cells) of every record that a relation of one record may hold in."""
    if hang.target in table.fields:
        yield "", table.fields
    if not hang.fields:
        for row in table.rows:
            if hang.target in row.cells and not any(unasked(table, row, str(key)) for key in hang.of):
                yield row.label, row.cells


def _difference(ledger: Ledger, table: Table, hang: Hang) -> None:
    law = _law(ledger, hang.rule)
    for label, cells in _records(table, hang):
        left, right = (_operand(ledger, table.kind, cells, key) for key in hang.of)
        spot = Spot.of(table, hang.target, cells[hang.target], label)
        if law and left and right and spot.open and not _idle(left, right):
            ledger.record(settled(spot, Plan(Relation.DIFFERENCE, law[0], subtract(left, right))))


def _ratio(ledger: Ledger, table: Table, hang: Hang) -> None:
    for label, cells in _records(table, hang):
        over, under = (_operand(ledger, table.kind, cells, key) for key in hang.of)
        _rate(ledger, Spot.of(table, hang.target, cells[hang.target], label), hang, over, under)


def _operand(ledger: Ledger, kind: str, cells: Cells, keys: str | tuple[str, ...]) -> Expr | None:
    """Return a field as operand, a list of fields as their sum; None where the table has none of them.

    Of a list, fields in which nothing applies (blank, —) add nothing as long as one is given.
    """
    if isinstance(keys, str):
        return ledger.ref(cells[keys], term(kind, keys)) if keys in cells else None
    found = tuple(ledger.ref(cells[key], term(kind, key)) for key in keys if key in cells)
    told = tuple(ref for ref in found if ref.figure.state is not State.NOT_APPLICABLE)
    return (told[0] if len(told) == 1 else Call("sum", told)) if told else None


def _rate(ledger: Ledger, spot: Spot, hang: Hang, over: Expr | None, under: Expr | None) -> None:
    law = _law(ledger, hang.rule)
    if not law or over is None or under is None or not spot.open or _idle(over, under):
        return
    zero = f"{_name(under)}为0，{spot.term}无意义"
    ratio, relation = ratio_of(hang.rule), _RATES.get(hang.verb, Relation.SHARE)
    function = ratio.call(over, under)
    plan = Plan(relation, law[0], ratio.of(over, under), places=law[1], zero=zero, function=function)
    ledger.record(settled(spot, plan))


def _idle(*operands: Expr) -> bool:
    """Whether there is nothing to compute: no operand given, or one that does not apply."""
    told = [ref.figure for operand in operands for ref in refs(operand)]
    return all_empty(told) or any(figure.state is State.NOT_APPLICABLE for figure in told)


def _name(operand: Expr) -> str:
    names = [ref.term for ref in refs(operand)]
    return names[0] if len(names) == 1 else "分母"


def _share(ledger: Ledger, table: Table, hang: Hang) -> None:
    """Divide each line by the whole; the stated total of shares is held against their sum.

    A blank total is filled as total / total, which is 100 %, and not as a sum of rounded shares.
    """
    column = str(hang.of[0])
    whole = next((row for row in reversed(table.rows) if row.role is Role.TOTAL and column in row.cells), None)
    lines = [row for row in table.rows if row.role is Role.LINE]
    under: Expr | None = ledger.ref(whole.cells[column], f"{term(table.kind, column)}合计") if whole else None
    under = under or summed(ledger, table, lines, column)
    for row in sorted(table.rows, key=lambda row: row.role is Role.TOTAL):
        target = row.cells.get(hang.target)
        if target and row.role is Role.TOTAL and has_value(target):
            _total(ledger, table, row, hang.target)
        elif target and column in row.cells:
            over = ledger.ref(row.cells[column], term(table.kind, column))
            _rate(ledger, Spot.of(table, hang.target, target, row.label), hang, over, under)


def _running(ledger: Ledger, table: Table, hang: Hang) -> None:
    """Add each period to the cumulative figure stated before it, so that one slip is found once."""
    law, column = _law(ledger, hang.rule), str(hang.of[0])
    before: Row | None = None
    periods = kinds()[table.kind].parts["total"]
    for position, row in enumerate(table.item(period) for period in periods):
        if law and row and hang.target in row.cells and column in row.cells and (before or position == 0):
            now: Expr = ledger.ref(row.cells[column], term(table.kind, column))
            spot = Spot.of(table, hang.target, row.cells[hang.target], row.label)
            if before:
                now = Call("+", (ledger.ref(before.cells[hang.target], f"上期{spot.term}"), now))
            if spot.open and not _idle(now):
                ledger.record(settled(spot, Plan(Relation.RUNNING, law[0], now)))
        before = row if row and hang.target in row.cells else None


def _progress(ledger: Ledger, table: Table, hang: Hang) -> None:
    spent, budget = str(hang.of[0]), str(hang.of[1])
    for row in table.rows:
        done = row.cells.get(spent)
        if row.role is Role.TOTAL and not has_value(ledger.now(done) if done else None):
            done = row.cells.get("spending", done)
        if hang.target in row.cells and done:
            over = ledger.ref(done, term(table.kind, spent))
            under = annual_budget(ledger, table, row, budget)
            spot = Spot.of(table, hang.target, row.cells[hang.target], row.label)
            if not _idle(over):
                _rate(ledger, spot, hang, over, under)


def annual_budget(ledger: Ledger, table: Table, row: Row, key: str) -> Expr | None:
    """Return the year's budget in the table's unit: the row's own, the table's, or that of the execution table."""
    near = [cells[key] for cells in (row.cells, table.fields) if key in cells]
    own = next((figure for figure in near if has_value(figure)), None)
    if own:
        return ledger.ref(own, term(table.kind, key))
    whole = _whole_budget(ledger)
    if whole is None:
        return ledger.ref(near[0], term(table.kind, key)) if near else None
    return converted(ledger.ref(whole[0], term(table.kind, key)), whole[1], table.unit)


def _whole_budget(ledger: Ledger) -> tuple[Figure, str] | None:
    """Return the department's annual budget and its unit; None where execution tables tell none, or several."""
    found: dict[tuple[object, str], Figure] = {}
    for table in ledger.evaluation.of("execution"):
        row = table.item("total")
        figure = ledger.now(row.cells["annual_budget"]) if row and "annual_budget" in row.cells else None
        if figure and has_value(figure):
            found.setdefault((figure.value, figure.unit or table.unit), figure)
    return next(((figure, unit) for (_, unit), figure in found.items()), None) if len(found) == 1 else None


def converted(operand: Expr, unit: str, wanted: str) -> Expr | None:
    """Return an amount of money in another unit; None where only one of the units is known."""
    if unit == wanted:
        return operand
    source, target = money_factor(unit), money_factor(wanted)
    if source is None or target is None:
        return None
    return times(operand, number(source / target)) if source > target else divide(operand, number(target / source))


_VERBS: Mapping[str, Callable[[Ledger, Table, Hang], None]] = {
    "total": _totals,
    "difference": _difference,
    "running": _running,
    "ratio": _ratio,
    "share": _share,
    "progress": _progress,
}
