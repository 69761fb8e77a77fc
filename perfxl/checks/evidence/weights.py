"""What a form's weights add up to, what they should, and which weight is the misprinted one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.links import Links
from perfxl.checks.evidence.marks import Marks, out_of_range, total_of
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.numerals.tolerance import of_shares

FULL = Decimal(100)
_WITHOUT_EXECUTION = (Decimal(90), Decimal(80))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A form with the sums its weights may stand for.

    goal       what they should add up to
    customary  most other projects of the same list do add up to it, so that a difference is a slip
    """

    form: Marks
    sums: tuple[Decimal, ...]
    goal: Decimal
    customary: bool

    def near(self, wanted: Decimal) -> bool:
        """Whether one of the sums is the number wanted."""
        return any(abs(reached - wanted) <= of_shares(self.form.weights()) for reached in self.sums)

    @property
    def near_total(self) -> bool:
        """Whether the printed sum, where there is one, is what the weights add up to."""
        stated = self.form.total.value if self.form.total else None
        return stated is None or self.near(stated)

    @property
    def full(self) -> bool:
        """Whether the weights add up as weights may."""
        return any(self.near(wanted) for wanted in _accepted(self.form))


def weighed(forms: Sequence[Marks]) -> Iterator[Weighed]:
    """Yield the forms whose weights are all there."""
    complete = [form for form in forms if form.weights()]
    for form in complete:
        others = [total_of(other.weights()) for other in complete if other.table is form.table and other is not form]
        usual, count = Counter(others).most_common(1)[0] if others else (FULL, 0)
        customary = usual in _accepted(form) and 2 * count > len(others)
        yield Weighed(form, _sums(form), usual if customary else FULL, customary)


def misprints(forms: Sequence[Weighed], links: Links) -> Iterator[tuple[Place, Decimal]]:
    """Yield (cell, weight) where one other weight mends both the sum and a score that it made impossible or wrong.

    `links` holds the derivations of scores only, since every weight would mend the sum.
    """
    for one in forms:
        if not one.full and (one.form.total is None or one.form.total.value == FULL):
            found = list(_misprints(one, links))
            yield from found if len(found) == 1 else ()


def _misprints(one: Weighed, links: Links) -> Iterator[tuple[Place, Decimal]]:
    gap = one.goal - one.sums[-1]
    beyond = {weight.place: score for score, weight in out_of_range(one.form.table)}
    for weight in (*one.form.weights(), *filter(None, [one.form.execution])):
        value = (weight.value or Decimal(0)) + gap
        if value > 0 and (_fits(beyond.get(weight.place), value) or links.net(weight.place, value) > 0):
            yield weight.place, value


def _fits(score: Figure | None, weight: Decimal) -> bool:
    return score is not None and 0 <= (score.value or Decimal(0)) <= weight


def _accepted(form: Marks) -> tuple[Decimal, ...]:
    return (FULL,) if form.execution else (FULL, *_WITHOUT_EXECUTION)


def _sums(form: Marks) -> tuple[Decimal, ...]:
    alone = total_of(form.weights())
    return (alone, alone + (form.execution.value or 0)) if form.execution else (alone,)
