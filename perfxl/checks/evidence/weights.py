"""What a form's weights and their groups add up to, what they should, and which weight is the misprinted one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.scored_forms import ScoredForm, lacks_funds, numbers, out_of_range, total_of
from perfxl.checks.evidence.substitution import Dependents
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.model.table import Row
from perfxl.numerals.tolerance import share_tolerance
from perfxl.recognition.labels import points_in

FULL = Decimal(100)
_WITHOUT_EXECUTION = (Decimal(90), Decimal(80))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A form with the sums its weights may stand for.

    goal       what they should add up to
    customary  most other projects of the same list do add up to it, so that a difference is a slip
    """

    form: ScoredForm
    sums: tuple[Decimal, ...]
    goal: Decimal
    customary: bool

    def near(self, wanted: Decimal) -> bool:
        """Whether one of the sums is the number wanted."""
        return any(abs(reached - wanted) <= share_tolerance(self.form.weights()) for reached in self.sums)

    @property
    def near_total(self) -> bool:
        """Whether the printed sum, where there is one, is what the weights add up to."""
        stated = self.form.total.value if self.form.total else None
        return stated is None or self.near(stated)

    @property
    def full(self) -> bool:
        """Whether the weights add up as weights may."""
        return any(self.near(wanted) for wanted in _accepted(self.form))


def weigh(forms: Sequence[ScoredForm]) -> Iterator[Weighed]:
    """Yield the forms whose weights are all there."""
    complete = [form for form in forms if form.weights()]
    for form in complete:
        others = [total_of(other.weights()) for other in complete if other.table is form.table and other is not form]
        usual, count = Counter(others).most_common(1)[0] if others else (FULL, 0)
        customary = usual in _accepted(form) and 2 * count > len(others)
        yield Weighed(form, _sums(form), usual if customary else FULL, customary)


def misprints(forms: Sequence[Weighed], dependents: Dependents) -> Iterator[tuple[Place, Decimal]]:
    """Yield (cell, weight) where one other weight mends both the sum and a score that it made impossible or wrong.

    `dependents` holds the derivations of scores only, since every weight would mend the sum.
    """
    for one in forms:
        if not one.full and (one.form.total is None or one.form.total.value == FULL):
            found = list(_misprints(one, dependents))
            yield from found if len(found) == 1 else ()


def _misprints(one: Weighed, dependents: Dependents) -> Iterator[tuple[Place, Decimal]]:
    gap = one.goal - one.sums[-1]
    beyond = {weight.place: score for score, weight in out_of_range(one.form.table)}
    for weight in (*one.form.weights(), *filter(None, [one.form.execution])):
        value = (weight.value or Decimal(0)) + gap
        if value > 0 and (_fits(beyond.get(weight.place), value) or dependents.net(weight.place, value) > 0):
            yield weight.place, value


def _fits(score: Figure | None, weight: Decimal) -> bool:
    return score is not None and 0 <= (score.value or Decimal(0)) <= weight


def _accepted(form: ScoredForm) -> tuple[Decimal, ...]:
    return (FULL,) if form.execution else (FULL, *_WITHOUT_EXECUTION)


def _sums(form: ScoredForm) -> tuple[Decimal, ...]:
    alone = total_of(form.weights())
    if lacks_funds(form.table):
        return (alone, *(alone + FULL - own for own in _WITHOUT_EXECUTION))
    return (alone, alone + (form.execution.value or 0)) if form.execution else (alone,)


@dataclass(frozen=True, slots=True)
class PointGroup:
    """A group of indicators under a label that declares their points."""

    label: Figure
    points: Decimal
    weights: tuple[Figure, ...]


def declared_groups(form: ScoredForm) -> Iterator[PointGroup]:
    """Yield the groups whose label declares their points and whose weights are all there."""
    for level in ("level1", "level2"):
        for label, rows in _groups(form.rows, level).items():
            points, weights = points_in(label.text), numbers(row.cells.get("weight") for row in rows)
            if points is not None and weights:
                yield PointGroup(label, points, weights)


def _groups(rows: Iterable[Row], level: str) -> Mapping[Figure, list[Row]]:
    """Gather rows under the label of a level, which holds until another one stands in its column."""
    groups: dict[Figure, list[Row]] = {}
    label: Figure | None = None
    for row in rows:
        figure = row.cells.get(level)
        if figure is not None and figure.text.strip() not in ("", label.text.strip() if label else ""):
            label = figure
        if label is not None:
            groups.setdefault(label, []).append(row)
    return groups


def untied_groups(form: ScoredForm) -> Iterator[PointGroup]:
    """Yield the groups whose weights do not add up to the declared points."""
    return (
        share for share in declared_groups(form)
        if abs(total_of(share.weights) - share.points) > share_tolerance(share.weights)
    )  # fmt: skip
