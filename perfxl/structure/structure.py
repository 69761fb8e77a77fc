"""What the labels of a workbook's tables claim, what bears it out and what does not tie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from perfxl.model.place import Place
from perfxl.sheets.snapshot import Snapshot
from perfxl.structure import words
from perfxl.structure.balances import balances
from perfxl.structure.cards import cards
from perfxl.structure.differences import differences
from perfxl.structure.numbers import MOST_CELLS, Number, view
from perfxl.structure.printed import printed
from perfxl.structure.products import products
from perfxl.structure.ratios import ratios
from perfxl.structure.relation import Law, Relation
from perfxl.structure.restated import restated
from perfxl.structure.scores import scores
from perfxl.structure.stacking import tables
from perfxl.structure.sums import sums
from perfxl.structure.support import corroborated
from perfxl.structure.tables import Table
from perfxl.structure.turned import turned
from perfxl.structure.verdict import Verdict, verdicts

_PLAIN = frozenset({Law.LIMIT, Law.MISSED})  # which blame one cell by themselves


@dataclass(frozen=True)
class Structure:
    """The tables, the relations that are borne out, and the sheets too large to be looked at."""

    tables: tuple[Table, ...] = ()
    relations: tuple[Relation, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What does not tie, one verdict for each fault."""
        told = {each.target: _blamed(each) for each in self.relations if each.law in _PLAIN and not each.holds()}
        beyond = {
            number for number, each in told.items() if each.relation.law is Law.LIMIT
        }  # takes the totals above it with it
        linked = verdicts([each for each in self.relations if each.law not in _PLAIN])
        return (*told.values(), *(each for each in linked if not beyond & {each.number, *each.relation.numbers}))

    @cached_property
    def compared(self) -> frozenset[Place]:
        """The cells that were held against others (核对过的数)."""
        return frozenset(number.place for relation in self.relations for number in relation.numbers)

    @cached_property
    def uncompared(self) -> Mapping[Place, str]:
        """The numbers of tables that nothing was held against, and why."""
        return {
            number.place: "没有标签说明它与哪些数有关系，或这种关系没有得到印证"
            for table in self.tables
            for number in table.numbers.values()
            if number.column in table.columns and number.place not in self.compared
        }

    @cached_property
    def _homes(self) -> Mapping[Number, Table]:
        return {number: table for table in self.tables for number in table.numbers.values()}

    @cached_property
    def labels(self) -> Mapping[Place, tuple[str, str]]:
        """The label of the row and the heading of the column of every number of a table."""
        return {
            number.place: (words.bare(table.label(number.row)), words.bare(table.heading(number.column)))
            for number, table in self._homes.items()
        }

    def name(self, number: Number) -> str:
        """Return how a message calls a number: “合计”的预算数."""
        table = self._homes.get(number)
        if table is None:
            return number.place.cell or ""
        label, heading = words.bare(table.label(number.row)), table.heading(number.column)
        owner = f"“{label}”" if label else f"第{number.row}行"
        return f"{owner}的{words.bare(heading) or '数'}"


def _blamed(relation: Relation) -> Verdict:
    """Return the verdict on the one cell that a relation speaks of."""
    return Verdict(relation.target, relation.terms[0][0].value, relation, 1, True)


def structure(snapshot: Snapshot) -> Structure:
    """Return the structure of the sheets that people made."""
    views = [view(sheet) for sheet in snapshot.sources()]
    found = tuple(table for each in views for table in tables(each))
    skipped = {
        each.sheet.name: f"单元格超过{MOST_CELLS}个，未作表内勾稽"
        for each in views
        if len(each.sheet.cells) > MOST_CELLS
    }
    return Structure(found, tuple(corroborated([*_relations(found)])), skipped)


def _relations(found: tuple[Table, ...]) -> Iterator[Relation]:
    """Yield each relation once, printed definitions first, then the score tables' own."""
    seen: set[tuple[Number, frozenset[Number]]] = set()
    for relation in (
        *printed(found),
        *scores(found),
        *sums(found),
        *ratios(found),
        *differences(found),
        *products(found),
        *_of_turned(found),
        *restated(found),
        *cards(found),
        *balances(found),
    ):
        key = relation.target, frozenset(relation.numbers)
        if key not in seen or relation.law in _PLAIN:
            seen.add(key)
            yield relation


def _of_turned(found: tuple[Table, ...]) -> Iterator[Relation]:
    """Yield the rates and differences of tables whose rows name them."""
    sides = [side for table in found if _names_results(table) and (side := turned(table))]
    yield from (*ratios(sides), *differences(sides))


def _names_results(table: Table) -> bool:
    labels = [table.label(row) for row in table.body]
    return any(words.is_rate(label) or words.is_difference(label) for label in labels)
