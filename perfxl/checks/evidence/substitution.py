"""What derivations would give if some of their figures read otherwise, and what such a reading mends or breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfxl.model.derivation import Derivation
from perfxl.model.expression import Call, Choose, Expr, Missing, Ref, Undefined, evaluate
from perfxl.model.figure import Figure
from perfxl.model.place import Place

Readings = Mapping[Place, Decimal]
Input = tuple[Figure, int]


def exact(derivation: Derivation, readings: Readings) -> Decimal | None:
    """Return the derived value before rounding under other readings, None where it has none."""
    try:
        return evaluate(_substituted(unrounded(derivation.expression), readings))
    except (Missing, Undefined):
        return None


def holds(derivation: Derivation, readings: Readings) -> bool | None:
    """Whether stated and derived value tie under other readings, None where either is missing."""
    stated = readings.get(derivation.target.place, derivation.target.value)
    if stated is None or derivation.target.derived or isinstance(derivation.value, str):
        return None
    value = exact(derivation, readings)
    return None if value is None else abs(stated - value) <= derivation.tolerance


def weight_of(derivation: Derivation, place: Place, value: Decimal) -> int:
    """Return +1, -1 or 0: how the derived value moves when the figure at `place` grows; 0 also where not by 1 to 1."""
    before, after = exact(derivation, {}), exact(derivation, {place: value + 1})
    if before is None or after is None:
        return 0
    moved = after - before
    return int(moved) if abs(moved) == 1 else 0


def unrounded(expr: Expr) -> Expr:
    """Return an expression without the rounding at its end."""
    return expr.args[0] if isinstance(expr, Call) and expr.op == "round" else expr


def _substituted(expr: Expr, readings: Readings) -> Expr:
    if isinstance(expr, Ref):
        value = readings.get(expr.figure.place)
        return expr if value is None else replace(expr, figure=replace(expr.figure, value=value))
    if isinstance(expr, Call):
        return replace(expr, args=tuple(_substituted(arg, readings) for arg in expr.args))
    if isinstance(expr, Choose):
        left, right, then, otherwise = (
            _substituted(part, readings) for part in (expr.left, expr.right, expr.then, expr.otherwise)
        )
        return Choose(left, expr.comparison, right, then, otherwise)
    return expr


@dataclass(frozen=True)
class Dependents:
    """The derivations of a book by the cells that take part in them."""

    derivations: Sequence[Derivation]
    _at: dict[Place, list[Derivation]] = field(default_factory=lambda: defaultdict(list), init=False)
    _follows: dict[Place, Derivation] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for item in self.derivations:
            for place in {item.target.place, *(figure.place for _, figure in item.operands())}:
                self._at[place].append(item)
            if item.exact is not None and item.ties() is not False:
                self._follows[item.target.place] = item

    def net(self, place: Place, value: Decimal, besides: Derivation | None = None) -> int:
        """Return how many derivations `value` at a cell would mend, less those it would break; `besides` apart.

        A formula breaks nothing: it follows.
        """
        return sum(_change(item, place, value) for item in self._at.get(place, ()) if item is not besides)

    def is_computed(self, figure: Figure) -> bool:
        """Whether a figure follows from others, with which it ties."""
        return figure.place in self._follows

    def inputs(self, figure: Figure, weight: int = 1, above: frozenset[Place] = frozenset()) -> Iterator[Input]:
        """Yield the typed figures that a sum or difference comes down to, each with +1 or -1; none of a typed one."""
        item = self._follows.get(figure.place)
        if item is None or figure.place in above:
            return
        for _, operand in item.operands():
            own = weight * weight_of(item, operand.place, operand.value or Decimal(0))
            deeper = list(self.inputs(operand, own, above | {figure.place})) if own else []
            yield from deeper or ([(operand, own)] if own else [])

    def read(self, figure: Figure, readings: Readings, above: frozenset[Place] = frozenset()) -> Decimal | None:
        """Return a figure's value under other readings, which computed figures follow."""
        item = self._follows.get(figure.place)
        if figure.place in readings or item is None or figure.place in above:
            return readings.get(figure.place, figure.value)
        deeper = above | {figure.place}
        operands = {operand.place: self.read(operand, readings, deeper) for _, operand in item.operands()}
        other = {place: value for place, value in operands.items() if value is not None}
        changed = any(other.get(operand.place) != operand.value for _, operand in item.operands())
        return exact(item, other) if changed else figure.value


def _change(item: Derivation, place: Place, value: Decimal) -> int:
    before, after = holds(item, {}), holds(item, {place: value})
    if before is None or after is None or (before and item.target.formula is not None and item.target.place != place):
        return 0
    return int(after) - int(before)
