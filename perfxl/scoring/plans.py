"""How a computed cell is planned, and the derivation that follows: value, rounding, what misses or is undefined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.model.derivation import Derivation, FunctionCall, Relation, Rule
from perfxl.model.expression import Call, Expr, Missing, Undefined, evaluate, refs, rounded
from perfxl.model.figure import Figure, State
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.rounding import half_up
from perfxl.numerals.tolerance import POINTS, RATE, points_tolerance, rate_tolerance, sum_tolerance
from perfxl.rules.kinds import kinds, term
from perfxl.scoring.ledger import Ledger

_SCORES = frozenset({Relation.SCORE, Relation.EXECUTION_SCORE, Relation.TOTAL})
_RATES = frozenset({Relation.RATE, Relation.SHARE, Relation.PROGRESS})


@dataclass(frozen=True, slots=True)
class ComputedCell:
    """A computed cell: its figure, how a reader names it, the unit of what it states.

    optional  its row stands for what a department may not have
    """

    figure: Figure
    kind: str
    field: str
    row: str = ""
    unit: str = ""
    optional: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the cell takes a computed number; one that says 不适用 or — does not."""
        return self.figure.state is not State.NOT_APPLICABLE

    @classmethod
    def of(cls, table: Table, field: str, figure: Figure, row: Row | None = None) -> ComputedCell:
        """Return the computed cell of a table's field, in a row or alone."""
        label, optional = (row.label, is_optional(table, row)) if row else ("", False)
        return cls(figure, table.kind, field, label, unit_of(table, field, figure), optional)

    @property
    def term(self) -> str:
        """The field's term."""
        return term(self.kind, self.field)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a cell is computed.

    places   decimals that the result is rounded to; None keeps the exact value (a sum of printed figures)
    zero     the clause that tells why a zero denominator leaves no value
    function the worksheet function that computes it
    """

    relation: Relation
    rule: Rule
    expression: Expr
    places: int | None = None
    zero: str = ""
    fillable: bool = True
    function: FunctionCall | None = None


def derive_cell(cell: ComputedCell, plan: Plan) -> Derivation:
    """Return the derivation of a cell; without a value where operands miss or a denominator is 0."""
    exact, undefined, missing = _computed(plan)
    places = most_decimals(plan.expression) if plan.places is None else plan.places
    value = None if exact is None else half_up(exact, places)
    return Derivation(
        target=cell.figure,
        term=cell.term,
        relation=plan.relation,
        rule=plan.rule,
        expression=plan.expression if plan.places is None and value == exact else rounded(plan.expression, places),
        kind=cell.kind,
        field=cell.field,
        row=cell.row,
        value=value,
        exact=exact,
        places=places,
        undefined=undefined,
        missing=missing,
        tolerance=_tolerance(cell, plan),
        fillable=plan.fillable and not (undefined and cell.optional and _is_void(plan.expression)),
        function=plan.function,
    )


def record(ledger: Ledger, cell: ComputedCell, plan: Plan | None) -> None:
    """Record how a cell is derived, where there is a plan for it and it takes a number."""
    if plan and cell.is_open:
        ledger.record(derive_cell(cell, plan))


def record_likeliest(ledger: Ledger, cell: ComputedCell, plans: Sequence[Plan]) -> None:
    """Record the plan by which the stated value ties, the first where none does."""
    if cell.is_open:
        derivations = [derive_cell(cell, plan) for plan in plans]
        ledger.record(next((derivation for derivation in derivations if derivation.ties()), derivations[0]))


def _computed(plan: Plan) -> tuple[Decimal | None, str, tuple[Figure, ...]]:
    missing = missing_in(plan.expression)
    if missing:
        return None, "", missing
    try:
        return evaluate(plan.expression), "", ()
    except Undefined:
        return None, plan.zero, ()
    except Missing as gap:
        return None, "", (gap.figure,)


def missing_in(expression: Expr) -> tuple[Figure, ...]:
    """Return the operands that are no numbers, each once."""
    gaps = (ref.figure for ref in refs(expression) if ref.figure.state is not State.NUMBER and not ref.is_nothing)
    return tuple(dict.fromkeys(gaps))


def most_decimals(expression: Expr) -> int:
    """Return the most decimals that an operand is printed with."""
    return max((_decimals(ref.figure) for ref in refs(expression)), default=0)


def _decimals(figure: Figure) -> int:
    return 0 if figure.quantum is None else max(0, -int(figure.quantum.normalize().as_tuple().exponent))


def total_plan(rule: Rule, parts: Sequence[Expr], op: str = "sum", zero: str = "") -> Plan:
    """Return how a total of scores or weights is computed."""
    args = tuple(parts)
    return Plan(Relation.TOTAL, rule, Call(op, args), zero=zero, function=FunctionCall("PX_TOTAL", args))


def _tolerance(cell: ComputedCell, plan: Plan) -> Decimal:
    if plan.relation in _SCORES:
        return points_tolerance() if plan.places is None else points_tolerance(plan.places)
    if plan.relation in _RATES:
        return rate_tolerance(cell.figure)
    return sum_tolerance(cell.figure, (ref.figure for ref in refs(plan.expression)), cell.unit)


def unit_of(table: Table, field: str, figure: Figure) -> str:
    """Return the unit of what a field states; "money" where nobody tells whether 元 or 万元."""
    kind = kinds()[table.kind]
    types = {entry.type for entry in (*kind.columns, *kind.fields, *kind.funds) if entry.key == field}
    told = {"score": POINTS, "rate": RATE}.get(next(iter(types), ""), "")
    return told or figure.unit or table.unit or kind.unit


def is_optional(table: Table, row: Row) -> bool:
    """Whether a row stands for what a department may not have: 其他资金, 因公出国, posts for retired staff."""
    kind = kinds()[table.kind]
    entry = (kind.fund_items if row.role is Role.FUND else kind.items).get(row.item or "")
    return entry is not None and entry.optional


def _is_void(expression: Expr) -> bool:
    """Whether nothing is there to compute with: every operand is 0, as in a row of 因公出国 that nobody used."""
    return not any(ref.figure.value for ref in refs(expression))
