"""What the checks look at: the evaluation after filling, and what each computed cell ought to be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cached_property

from perfxl.checks.evidence.conflicts import Conflict, Root, conflicts, differ, root_of
from perfxl.checks.evidence.facts import facts
from perfxl.checks.evidence.scales import Slip, slips
from perfxl.checks.evidence.scored_forms import is_lowered, scored_forms
from perfxl.checks.evidence.substitution import Dependents, holds
from perfxl.checks.evidence.suspects import LINEAR, Suspect, suspects
from perfxl.checks.evidence.weights import Weighed, misprints, weigh
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding
from perfxl.model.place import Place
from perfxl.model.table import Evaluation, Row, Table
from perfxl.monitoring.record import Reported
from perfxl.numerals.units import convert, money_factor
from perfxl.rules.kinds import term
from perfxl.rules.rulebook import Rulebook
from perfxl.scoring.derived import Unjudged
from perfxl.sheets.address import position_of
from perfxl.structure.structure import Structure

_OWN_CHECKS = frozenset({"share", "weight", "total_weight"})  # sums that have checks of their own
_SCORES = frozenset({Relation.SCORE, Relation.EXECUTION_SCORE})
Home = tuple[Table, Row | None, str]


@dataclass(frozen=True)
class Checked:
    """An evaluation, the derivations of its cells, their rules, what any labels claim, and what is left unjudged.

    history   what was reported of its projects in earlier months, where the year is under way
    previous  last year's workbook (上年的工作簿), None where nobody gave it
    """

    evaluation: Evaluation
    derivations: tuple[Derivation, ...] = ()
    rules: Rulebook = field(default_factory=lambda: Rulebook(()))
    structure: Structure = field(default_factory=Structure)
    unjudged: tuple[Unjudged, ...] = ()
    history: tuple[Reported, ...] = ()
    previous: Evaluation | None = None

    @cached_property
    def _homes(self) -> Mapping[Place, Home]:
        return {
            figure.place: (table, row, key)
            for table in reversed(self.evaluation.tables)
            for row, key, figure in table.figures()
        }

    @cached_property
    def filled(self) -> Mapping[Place, Derivation]:
        """The derivations of the cells that nobody filled in."""
        return {item.target.place: item for item in self.derivations if item.target.value is None}

    @cached_property
    def _dependents(self) -> Dependents:
        return Dependents(self.derivations)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The facts stated differently in several places."""
        found = conflicts(facts(self.evaluation, {}), self._dependents)
        return tuple(one for one in found if not self._settled(one))

    def _settled(self, conflict: Conflict) -> bool:
        """Whether the two agree once scores and units that are wrong by themselves are mended."""
        mended = {**self._scores, **self.scaled}
        told = [(fact, self._dependents.read(fact.figure, mended)) for fact in (conflict.reference, conflict.other)]
        if all(value == fact.value for fact, value in told):
            return False
        left, right = (fact if value is None else replace(fact, value=value) for fact, value in told)
        return not differ(left, right)

    @cached_property
    def roots(self) -> Mapping[int, Root]:
        """The typed figures that explain conflicts of computed ones, by the conflict's identity."""
        found = ((conflict, root_of(conflict, self._dependents)) for conflict in self.conflicts)
        return {id(conflict): root for conflict, root in found if root}

    @cached_property
    def weighed(self) -> tuple[Weighed, ...]:
        """The forms whose weights are all there, with what these add up to."""
        return tuple(weigh(list(scored_forms(self.evaluation))))

    @cached_property
    def misprints(self) -> Mapping[Place, Decimal]:
        """The weights that are misprinted, and what they ought to be."""
        return dict(misprints(self.weighed, Dependents(tuple(self.derived(_SCORES)))))

    @cached_property
    def _proven(self) -> Mapping[Place, Decimal]:
        """What figures ought to read that a rule, another place or this one's own computations contradict."""
        proven = (one for one in self.conflicts if one.proof > 0 and not one.within_rounding)
        stated = {one.other.figure.place: one.value for one in proven}
        roots = {root.figure.place: root.value for root in self.roots.values() if root.rival is None}
        return {**self.claimed, **self._scores, **stated, **roots, **self.misprints, **self.scaled}

    @cached_property
    def claimed(self) -> Mapping[Place, Decimal]:
        """What numbers ought to read that several relations of their table's labels contradict (表内自述)."""
        told = (
            each
            for each in self.structure.verdicts
            if each.certain and each.proof > 1 and each.relation.target.place not in self.judged
        )
        return {each.number.place: each.expected for each in told if self._reads(each.number.place, each.number.value)}

    @cached_property
    def judged(self) -> frozenset[Place]:
        """The stated cells that a rule of a known kind derives."""
        return frozenset(item.target.place for item in self.derivations if item.ties() is not None)

    def _reads(self, place: Place, value: Decimal) -> bool:
        """Whether a known table reads a cell as just this number."""
        home = self.home(place)
        if home is None:
            return False
        table, row, key = home
        return (row.cells if row else table.fields)[key].value == value

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """The amounts that stand in another unit than their table's."""
        return tuple(slips(self.evaluation, self.derivations))

    @cached_property
    def scaled(self) -> Mapping[Place, Decimal]:
        """What the amounts in another unit ought to read."""
        return {place: value for slip in self.slips for place, value in slip.mended.items()}

    @cached_property
    def _scores(self) -> Mapping[Place, Decimal]:
        """What scores ought to read by their rule; one that a person lowered, with a reason, is theirs to give."""
        wrong = (item for item in self.derived(_SCORES) if disagrees(item) and not holds(item, self.scaled))
        known = ((item.target, item.exact) for item in wrong if item.exact is not None)
        return {score.place: exact for score, exact in known if not is_lowered(score, exact, self.row(score.place))}

    @cached_property
    def _suspects(self) -> Mapping[int, Suspect]:
        wrong = (item for item in self.derivations if item.field not in _OWN_CHECKS and disagrees(item))
        return {id(suspect.derivation): suspect for suspect in suspects(self._dependents, wrong, self._proven)}

    @cached_property
    def _sheets(self) -> Mapping[str | None, int]:
        return {
            name: order for order, name in enumerate(dict.fromkeys(table.sheet for table in self.evaluation.tables))
        }

    @cached_property
    def mended(self) -> Mapping[Place, Decimal]:
        """What the figures known to be wrong ought to read: proven by another place, by a rule, or blamed for a sum."""
        return {**self._proven, **{one.figure.place: one.value for one in self._suspects.values()}}

    def read(self, figure: Figure) -> Decimal | None:
        """Return what a figure reads once all that is known to be wrong is mended; computed figures follow."""
        return self._dependents.read(figure, self.mended)

    def inputs(self, figure: Figure) -> tuple[Place, ...]:
        """Return the typed cells that a computed sum comes down to, none of a typed figure."""
        return tuple(dict.fromkeys(operand.place for operand, _ in self._dependents.inputs(figure)))

    def derived(self, relations: Collection[Relation], kinds: Collection[str] = ()) -> Iterator[Derivation]:
        """Yield the derivations of the relations, of the given kinds of tables only where some are given."""
        return (d for d in self.derivations if d.relation in relations and (not kinds or d.kind in kinds))

    def home(self, place: Place) -> Home | None:
        """Return the table, row and field key of a cell, None where no table holds it."""
        return self._homes.get(place)

    def row(self, place: Place) -> Row | None:
        """Return the row of a cell, None for a single field."""
        home = self.home(place)
        return home[1] if home else None

    def name(self, figure: Figure, called: str = "") -> str:
        """Return how a message calls a figure: “第四季度”的累计支出."""
        home = self.home(figure.place)
        if home is None:
            return called or str(figure.place)
        table, row, key = home
        label = row.label if row and row.label else ("" if row is None else f"第{row.number}行")
        project = table.text("project_name")
        owner = "".join(f"“{text.strip()}”" for text in (project, label) if text.strip())
        return f"{owner or f'“{table.name}”'}的{called or term(table.kind, key)}"

    def suspects(self, relations: Collection[Relation], kinds: Collection[str] = ()) -> Iterator[Suspect]:
        """Yield the derivations of the relations that do not tie, each with the figure to blame.

        What fails only because of a figure already blamed elsewhere is left out: one mistake, one finding.
        """
        for item in self.derived(relations, kinds):
            if not disagrees(item):
                continue
            if item.relation in LINEAR:
                found = self._suspects.get(id(item))
                if found:
                    yield found
            elif item.exact is not None and not holds(item, self._mended_besides(item)):
                yield Suspect(item, item.target, item.exact)

    def _mended_besides(self, item: Derivation) -> Mapping[Place, Decimal]:
        return {place: value for place, value in self.mended.items() if place != item.target.place}

    def order(self, finding: Finding) -> tuple[int, int, int, str]:
        """Return the sort key of a finding: sheet, row, column, code."""
        row, column = position_of(finding.place.cell) if finding.place.cell else (0, 0)
        return self._sheets.get(finding.place.sheet, len(self._sheets)), row, column, finding.code


def disagrees(item: Derivation) -> bool:
    """Whether a stated value is not the derived one."""
    return item.ties() is False


def is_truncated(item: Derivation) -> bool:
    """Whether the stated value is the derived one cut off where it should have been rounded."""
    stated = item.target
    if stated.value is None or stated.quantum is None or item.exact is None:
        return False
    return item.exact.quantize(stated.quantum, ROUND_DOWN) == stated.value


def shortened(item: Derivation) -> bool:
    """Whether the stated value is the derived one rounded to fewer decimals than the rule's, but to some: 9.8 for 9.76.

    A whole number in its place is no rounding of a score but another score.
    """
    stated = item.target
    if stated.value is None or stated.quantum is None or stated.quantum >= 1 or not isinstance(item.value, Decimal):
        return False
    return item.value.quantize(stated.quantum, ROUND_HALF_UP) == stated.value


def in_unit(figure: Figure, unit: str) -> Decimal | None:
    """Return a figure's amount in another unit of money; None without value or where a unit is unknown."""
    if figure.value is None or not money_factor(figure.unit) or not money_factor(unit):
        return None
    return convert(figure.value, figure.unit, unit)
