"""From a target cell and an expression to a derivation: value, rounding, what is missing or undefined."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfxl.model.derivation import Derivation, Relation, Rule
from perfxl.model.expression import Call, Expr, Missing, Undefined, evaluate, refs, rounded
from perfxl.model.figure import Figure, State
from perfxl.numerals import rounding
from perfxl.numerals.rounding import half_up
from perfxl.scoring.terms import term


@dataclass(frozen=True, slots=True)
class Spot:
    """A computed cell: its figure, and how a reader names it."""

    figure: Figure
    kind: str
    field: str
    row: str = ""

    @property
    def open(self) -> bool:
        """Whether the cell takes a computed number; one that says 不适用 or — does not."""
        return self.figure.state is not State.NOT_APPLICABLE

    @property
    def term(self) -> str:
        """The field's term."""
        return term(self.kind, self.field)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a cell is computed.

    places   decimals that the result is rounded to; None keeps the exact value (a sum of printed figures)
    zero     the clause that tells why a zero denominator leaves no value
    """

    relation: Relation
    rule: Rule
    expression: Expr
    places: int | None = None
    zero: str = ""
    tolerance: Decimal = Decimal(0)
    fillable: bool = True


def settled(spot: Spot, plan: Plan) -> Derivation:
    """Return the derivation of a cell; without a value where operands miss or a denominator is 0."""
    exact, undefined, missing = _computed(plan)
    places = finest(plan.expression) if plan.places is None else plan.places
    value = None if exact is None else half_up(exact, places)
    return Derivation(
        target=spot.figure,
        term=spot.term,
        relation=plan.relation,
        rule=plan.rule,
        expression=plan.expression if plan.places is None and value == exact else rounded(plan.expression, places),
        kind=spot.kind,
        field=spot.field,
        row=spot.row,
        value=value,
        exact=exact,
        places=places,
        undefined=undefined,
        missing=missing,
        tolerance=plan.tolerance,
        fillable=plan.fillable,
    )


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
    gaps = (ref.figure for ref in refs(expression) if ref.figure.state is not State.NUMBER)
    return tuple(dict.fromkeys(gaps))


def finest(expression: Expr) -> int:
    """Return the most decimals that an operand is printed with."""
    return max((_decimals(ref.figure) for ref in refs(expression)), default=0)


def _decimals(figure: Figure) -> int:
    return 0 if figure.quantum is None else max(0, -int(figure.quantum.normalize().as_tuple().exponent))


def slack(expression: Call, unit: str) -> Decimal:
    """Return how far a sum of rounded figures may lie from the rounded sum (尾差)."""
    return rounding.slack([ref.figure.quantum for ref in refs(expression) if ref.figure.quantum is not None], unit)
