"""Sums that labels claim: 合计, 小计 and 其中 against their parts, by rows and by columns.

Labels alone prove nothing: which lines are the parts is taken from the reading that most columns bear out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from decimal import Decimal

from perfxl.numerals.tolerance import POINTS
from perfxl.records import dataclass
from perfxl.structure.axis import Axis, across, down
from perfxl.structure.members import formula_members
from perfxl.structure.numbers import Number
from perfxl.structure.readings import Members, readings
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.slips import slip
from perfxl.structure.tables import Table

_NEAR = Decimal("0.2")  # a larger difference is another meaning, not an error
_MOST_LINES = 400
_FEWEST = 2  # columns that bear a reading out, and parts of a sum that proves anything
_PARTS = "其中"


@dataclass(eq=False)
class Reading:
    """One way to read a total: which lines are its parts, and how the columns bear it out.

    holds   relations of at least two parts that tie
    fails   those that do not
    weak    those that tie but rest on one part
    """

    line: int
    members: Members
    holds: list[Relation] = field(default_factory=list)
    fails: list[Relation] = field(default_factory=list)
    weak: list[Relation] = field(default_factory=list)
    formulas: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """How well the reading is borne out."""
        return len(self.holds) + self.formulas - len(self.fails), len(self.holds), -len(self.fails)

    @property
    def believed(self) -> bool:
        """Whether more bears the reading out than speaks against it."""
        return len(self.fails) <= max(len(self.holds), self.formulas)


def sums(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield the sums of the tables, with how many columns bear them out."""
    pools: dict[object, list[list[Reading]]] = defaultdict(list)
    for table in found:
        for axis in (down(table), across(table)):
            for line, told in _told(axis):
                pools[table.key, axis.across, axis.labels[line] if axis.claims(line) else _PARTS].append(told)
    for pool in pools.values():
        yield from _accepted(pool)


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
        reading = Reading(line, members, formulas=1 if members in own else 0)
        for cross in axis.crosses:
            _weigh(axis, reading, cross)
        yield reading


def _weigh(axis: Axis, reading: Reading, cross: int) -> None:
    relation = _relation(axis, reading, cross)
    if relation is None:
        return
    if not relation.holds():
        if relation.target.typed or formula_members(axis, reading.line, cross):
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
    unit = POINTS if axis.scored(cross) else ""
    return Relation(Law.SUM, stated, parts, Claim(axis.claim(reading.line)), unit=unit) if parts else None


def _accepted(pool: list[list[Reading]]) -> Iterator[Relation]:
    """Yield the relations of the best readings of one label over all the copies of a table."""
    best = [max(told, key=lambda reading: reading.rank) for told in pool]
    holds, fails = sum(len(one.holds) for one in best), sum(len(one.fails) for one in best)
    for told, one in zip(pool, best, strict=True):
        yield from _borne_out(one, holds)
        if one.believed or fails * 2 <= holds:
            yield from _contradicted(one, _excused(told), holds, fails)


def _excused(told: list[Reading]) -> set[Number]:
    """Return the totals that one of the readings bears out."""
    return {relation.target for reading in told for relation in (*reading.holds, *reading.weak)}


def _contradicted(one: Reading, excused: set[Number], holds: int, fails: int) -> Iterator[Relation]:
    for relation in one.fails:
        if relation.target not in excused and _supported(relation, holds, fails, one.formulas):
            yield relation.borne_out(holds=holds, formula=bool(one.formulas))


def _borne_out(one: Reading, holds: int) -> Iterator[Relation]:
    for relation in (*one.holds, *(one.weak if holds else ())):
        yield relation.borne_out(holds=max(holds - 1, 0), formula=bool(one.formulas))


def _supported(relation: Relation, holds: int, fails: int, formulas: int) -> bool:
    """Whether what fails is believed to be a slip and not another meaning."""
    said, expected = relation.target.value, relation.expected()
    if expected is None or not (relation.target.typed or said):
        return False
    if holds >= _FEWEST and fails * 2 <= holds:
        return True
    return fails == 1 and holds + formulas >= 1 and _near(said, expected)


def _near(said: Decimal, expected: Decimal) -> bool:
    """Whether a difference looks like a slip of the pen: a known one, or a small one."""
    return bool(slip(said, expected)) or abs(expected - said) < _NEAR * max(abs(expected), abs(said))
