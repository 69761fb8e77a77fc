"""Products that headings name: quantity × price = amount, points × coefficient = score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import product

from perfxl.numerals.tolerance import POINTS
from perfxl.structure import words
from perfxl.structure.ratios import Candidate, chosen
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.tables import Table

_MOST_LINES = 400
_AMOUNTS = (Decimal(1), Decimal("0.0001"), Decimal(10000))  # the same unit; 元 into 万元 and back
_SCORES = (Decimal(1), Decimal("0.01"))  # a fraction; percent points


def products(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield the products of the tables, with how many lines bear them out."""
    for table in found:
        if len(table.body) <= _MOST_LINES:
            yield from _amounts(table)
            yield from _scores(table)


def _amounts(table: Table) -> Iterator[Relation]:
    prices = _columns(table, words.is_price)
    quantities = _columns(table, words.is_quantity)
    pairs = list(product(prices, quantities))
    others = [at for at in table.columns if at not in (*prices, *quantities) and not words.is_rate(table.heading(at))]
    for at in others if pairs else ():
        yield from chosen([_product(table, (at, *pair), factor, "") for pair in pairs for factor in _AMOUNTS])


def _scores(table: Table) -> Iterator[Relation]:
    points, coefficients = _columns(table, words.is_points), _columns(table, words.is_coefficient)
    for score in (at for at in _columns(table, words.is_score) if at not in coefficients):
        triples = [(score, one, other) for one in points for other in coefficients if one != other]
        yield from chosen([_product(table, triple, factor, POINTS) for triple in triples for factor in _SCORES])


def _columns(table: Table, wanted: Callable[[str], bool]) -> list[int]:
    return [at for at in table.columns if wanted(table.heading(at))]


def _product(table: Table, columns: tuple[int, int, int], factor: Decimal, unit: str) -> Candidate:
    target, *factors = (table.heading(at) for at in columns)
    stated, left, right = (table.lines(at) for at in columns)
    candidate = Candidate(Claim(f"“{target}”是{'与'.join(factors)}的乘积"), True)
    for row in sorted(stated.keys() & left.keys() & right.keys()):
        if not words.is_total(table.label(row)):
            scale = Decimal(1) if right[row].percent else factor
            terms = ((left[row], 1), (right[row], 1))
            candidate.lines.append(Relation(Law.PRODUCT, stated[row], terms, candidate.claim, scale, unit=unit))
    return candidate
