"""Differences and running totals that headings name: 结余, 增减, 剩余指标, 累计."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations

from perfxl.structure import words
from perfxl.structure.ratios import Candidate, chosen
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.tables import Table

_MOST_COLUMNS = 14
_MOST_LINES = 400
_PARTS_OF_MOVEMENT = 4


def differences(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield the differences and running totals of the tables, with how many lines bear them out."""
    for table in found:
        yield from _moved(table)
        if len(table.columns) > _MOST_COLUMNS or len(table.body) > _MOST_LINES:
            continue
        for column in table.columns:
            heading = table.heading(column)
            if words.is_rate(heading):
                continue
            if words.is_running(heading):
                yield from chosen(list(_running(table, column)))
            elif words.is_difference(heading):
                yield from chosen(list(_subtracted(table, column)))


def _moved(table: Table) -> Iterator[Relation]:
    """Yield opening + additions - deductions = closing, where a table has all four."""
    at = {part: column for column in table.columns if (part := words.part_of_movement(table.heading(column)))}
    if len(at) < _PARTS_OF_MOVEMENT:
        return
    opening, added, deducted, closing = (table.lines(at[part]) for part in ("opening", "added", "deducted", "closing"))
    names = [table.heading(at[part]) for part in ("closing", "opening", "added", "deducted")]
    candidate = Candidate(Claim(f"“{names[0]}”是{names[1]}加{names[2]}减{names[3]}"), True)
    for row in sorted(closing.keys() & opening.keys() & added.keys() & deducted.keys()):
        terms = ((opening[row], 1), (added[row], 1), (deducted[row], -1))
        candidate.lines.append(Relation(Law.DIFFERENCE, closing[row], terms, candidate.claim))
    yield from chosen([candidate])


def _subtracted(table: Table, column: int) -> Iterator[Candidate]:
    others = [at for at in table.columns if at != column and not words.is_rate(table.heading(at))]
    stated = table.lines(column)
    for above, below in permutations(others, 2):
        text = f"“{table.heading(column)}”是{table.heading(above)}减{table.heading(below)}"
        minuends, subtrahends = table.lines(above), table.lines(below)
        candidate = Candidate(Claim(text), True)
        for row in stated.keys() & minuends.keys() & subtrahends.keys():
            terms = ((minuends[row], 1), (subtrahends[row], -1))
            candidate.lines.append(Relation(Law.DIFFERENCE, stated[row], terms, candidate.claim))
        yield candidate


def _running(table: Table, column: int) -> Iterator[Candidate]:
    stated = {row: number for row, number in table.lines(column).items() if not words.is_total(table.label(row))}
    for other in table.columns:
        added = table.lines(other)
        candidate = Candidate(Claim(f"“{table.heading(column)}”是上一行与本行{table.heading(other)}之和"), True)
        for row in [*stated][:1] if other != column else ():
            if row in added:
                candidate.lines.append(Relation(Law.DIFFERENCE, stated[row], ((added[row], 1),), candidate.claim))
        for before, row in pairwise(stated) if other != column else ():
            if row in added:
                terms = ((stated[before], 1), (added[row], 1))
                candidate.lines.append(Relation(Law.DIFFERENCE, stated[row], terms, candidate.claim))
        yield candidate
