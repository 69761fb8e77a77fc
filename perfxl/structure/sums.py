"""Sums that labels claim: 合计, 小计 and 其中 against their parts, by rows and by columns.

Labels alone prove nothing: which lines are the parts is taken from the reading that most columns bear out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from perfxl.numerals.tolerance import POINTS
from perfxl.structure import words
from perfxl.structure.axis import Axis, across, down
from perfxl.structure.members import formula_members
from perfxl.structure.numbers import Number
from perfxl.structure.readings import Members, readings
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.slips import is_near
from perfxl.structure.support import swapped
from perfxl.structure.tables import Table

_MOST_LINES = 400
_FEWEST = 2  # columns that bear a reading out, and parts of a sum that proves anything
_PARTS = "其中"
_HEADED = 2


@dataclass(eq=False)
class Reading:
    """One way to read a total: which lines are its parts, and how the columns bear it out.

    holds   relations of at least two parts that tie
    fails   those that do not
    weak    those that tie but rest on one part
    grouped  how many merged headings stand over the total and its parts
    declared  whether headings, codes or a numbered list say which the parts are
    """

    line: int
    members: Members
    holds: list[Relation] = field(default_factory=list)
    fails: list[Relation] = field(default_factory=list)
    weak: list[Relation] = field(default_factory=list)
    formulas: int = 0
    grouped: int = 0
    declared: bool = False

    @property
    def rank(self) -> tuple[int, int, int]:
        """How well the reading is borne out; each heading over a total and its parts counts as two columns."""
        told = len(self.holds) + self.formulas + _HEADED * self.grouped
        return told - len(self.fails), len(self.holds), -len(self.fails)

    @property
    def gaps(self) -> int:
        """By how many different amounts the line misses its parts: a part mistyped goes through to other columns."""
        missed = ((each.target.value, each.expected()) for each in self.fails)
        return len({abs(stated - expected) for stated, expected in missed if expected is not None})

    @property
    def believed(self) -> bool:
        """Whether more bears the reading out than speaks against it."""
        return self.gaps <= max(len(self.holds), self.formulas)


@dataclass(frozen=True)
class Support:
    """How the best readings of the lines that claim alike bear each other out."""

    readings: list[Reading]

    @cached_property
    def holds(self) -> int:
        """How many relations tie."""
        return sum(len(one.holds) for one in self.readings)

    @cached_property
    def fails(self) -> int:
        """How many do not; one line that misses by the same in several columns counts once."""
        return sum(one.gaps for one in self.readings)

    @property
    def enough(self) -> bool:
        """Whether two relations tie for each that does not, two at least."""
        return self.holds >= _FEWEST and self.fails * 2 <= self.holds

    def bears_out(self, one: Reading) -> bool:
        """Whether more speaks for the readings, or for one of them, than against."""
        return one.believed or self.enough or self.fails == 1 or self.by_lines

    @cached_property
    def by_lines(self) -> bool:
        """Whether whole lines tie, two at least and two for each that does not."""
        whole = sum(bool(one.holds or len(one.members) == 1) and not one.fails for one in self.readings)
        broken = sum(bool(one.fails) for one in self.readings)
        return whole >= _FEWEST and broken * 2 <= whole


def sums(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield the sums of the tables, with how many columns bear them out."""
    pools: dict[object, list[list[Reading]]] = defaultdict(list)
    for table in found:
        for axis in (down(table), across(table)):
            for line, told in _told(axis):
                pools[_pool(axis, line)].append(told)
    for pool in pools.values():
        yield from _accepted(pool)


def _pool(axis: Axis, line: int) -> tuple[object, ...]:
    """Return what lines must share to bear each other out: the layout, the direction, and how they claim to sum up."""
    layout = tuple(map(words.bare, axis.table.key))
    return layout, axis.across, words.kind_of_total(axis.labels[line]) if axis.claims(line) else _PARTS


def _told(axis: Axis) -> Iterator[tuple[int, list[Reading]]]:
    for line in axis.lines if len(axis.lines) <= _MOST_LINES else ():
        told = [reading for reading in _read(axis, line) if reading.holds or reading.fails or reading.weak]
        if told:
            yield line, told


def _read(axis: Axis, line: int) -> Iterator[Reading]:
    """Yield the readings of one line, the sheet's own formulas first."""
    if not axis.labels[line] or not axis.has_numbers(line):
        return
    own = {members for cross in axis.crosses if (members := formula_members(axis, line, cross))}
    for members in dict.fromkeys((*sorted(own), *readings(axis, line))):
        written = axis.grouped(line, members), axis.declares(line, members)
        reading = Reading(line, members, formulas=int(members in own), grouped=written[0], declared=written[1])
        for cross in axis.crosses:
            _weigh(axis, reading, cross)
        yield reading


def _weigh(axis: Axis, reading: Reading, cross: int) -> None:
    relation = _relation(axis, reading, cross)
    if relation is None:
        return
    if not relation.holds():
        told = len(reading.members) > 1 or axis.table.coded  # of a single part only codes tell that it is all
        if told and (relation.target.typed or formula_members(axis, reading.line, cross)):
            reading.fails.append(relation)
    elif sum(part.value != 0 for part, _ in relation.terms) >= _FEWEST:
        reading.holds.append(relation)
    else:
        reading.weak.append(relation)


def _relation(axis: Axis, reading: Reading, cross: int) -> Relation | None:
    stated = axis.number(reading.line, cross)
    if stated is None or not axis.adds_up(cross, reading.line):
        return None
    parts = tuple((number, 1) for line in reading.members if (number := axis.number(line, cross)))
    blanks = tuple(place for line in reading.members if (place := axis.blank(line, cross)))
    unit = POINTS if axis.scored(cross) else ""
    claim = Claim(axis.claim(reading.line))
    return Relation(Law.SUM, stated, parts, claim, unit=unit, blanks=blanks) if parts else None


def _accepted(pool: list[list[Reading]]) -> Iterator[Relation]:
    """Yield the relations of the best readings of one label over all the copies of a table."""
    best = [max(told, key=lambda reading: reading.rank) for told in pool]
    support = Support(best)
    for told, one in zip(pool, best, strict=True):
        yield from _borne_out(one, support.holds)
        yield from _contradicted(one, _excused(told), support)


def _excused(told: list[Reading]) -> set[Number]:
    """Return the totals that one of the readings bears out."""
    return {relation.target for reading in told for relation in (*reading.holds, *reading.weak)}


def _contradicted(one: Reading, excused: set[Number], support: Support) -> Iterator[Relation]:
    """Yield what fails and is believed to be a slip, and a single one that another relation may bear out."""
    for relation in one.fails:
        believed = support.bears_out(one) and _supported(relation, support, one)
        if relation.target not in excused and (believed or (support.fails == 1 and relation.target.typed)):
            yield relation.borne_out(holds=support.holds, formula=bool(one.formulas), believed=believed)


def _borne_out(one: Reading, holds: int) -> Iterator[Relation]:
    for relation in (*one.holds, *(one.weak if holds else ())):
        yield relation.borne_out(holds=max(holds - 1, 0), formula=bool(one.formulas))


def _supported(relation: Relation, support: Support, one: Reading) -> bool:
    """Whether what fails is believed to be a slip and not another meaning."""
    said, expected = relation.target.value, relation.expected()
    if expected is None or not (relation.target.typed or said):
        return False
    near = is_near(said, expected)
    if support.enough:
        return bool(one.holds or one.formulas) or near
    return _is_slip(relation, support, one, near=near)


def _is_slip(relation: Relation, support: Support, one: Reading, *, near: bool) -> bool:
    """Whether the only one that fails does so by a slip: the less is written of its parts, the nearer it must be."""
    if support.fails != 1:
        return support.by_lines and near
    if swapped(relation) or (support.holds and one.declared):
        return True
    return near and bool(support.holds + one.formulas + one.declared or support.by_lines)
