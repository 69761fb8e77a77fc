"""What a table prints of its own columns and lines: 3=1+2 under a heading, (C=A+B) in it, 9=1+…+8 in a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice

from perfxl.numerals.definitions import Definition, definition, own_name
from perfxl.structure import words
from perfxl.structure.numbers import Number
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.tables import Table

_RATES = (Decimal(1), Decimal(100))  # a column of fractions, or of percent points
_PRODUCTS = (Decimal(1), Decimal("0.01"), Decimal("0.0001"))  # percent points among the factors; 元 into 万元
_TELLING = 2  # lines of which none ties: the definition is not understood


def printed(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield the relations that definitions printed in the tables claim."""
    for table in found:
        yield from _of_columns(table)
        yield from _of_rows(table)


def _of_columns(table: Table) -> Iterator[Relation]:
    span = range(table.left, table.right + 1)
    named = {name: at for at in reversed(span) for name in _names(table, at)}
    for column in table.columns if named else ():
        texts = (table.numbering(column), table.heading(column))
        defined = ((told, text) for text in texts if (told := definition(text)) and told.names <= named.keys())
        for told, text in islice(defined, 1):
            yield from _of_column(table, column, told, {name: named[name] for name in told.names}, text.strip())


def _of_column(table: Table, column: int, told: Definition, at: Mapping[str, int], text: str) -> Iterator[Relation]:
    if column in at.values():
        return
    lines = [_line([table.numbers.get((row, one)) for one in (column, *at.values())]) for row in table.body]
    called = words.bare(table.heading(column)) or table.heading(column)
    yield from _related(told, [*at], lines, f"“{called}”按表中印出的算式（{text}）")


def _names(table: Table, column: int) -> Iterator[str]:
    yield from filter(None, (own_name(table.numbering(column)), own_name(table.heading(column))))


def _of_rows(table: Table) -> Iterator[Relation]:
    named = _numbered_rows(table)
    for row in table.body if named else ():
        text = table.label(row)
        told = definition(text)
        if told and told.names <= named.keys():
            at = {name: named[name] for name in told.names}
            lines = [_line([table.numbers.get((one, at_)) for one in (row, *at.values())]) for at_ in table.columns]
            yield from _related(told, [*at], lines, f"“{words.bare(text)}”按表中印出的行次算式")


def _numbered_rows(table: Table) -> Mapping[str, int]:
    """Return the rows by their numbers, where a column of the table gives them (行次)."""
    for column in range(table.left, table.right + 1):
        if words.is_line_number(table.heading(column)):
            told = ((row, table.numbers.get((row, column))) for row in table.body)
            return {str(number.value): row for row, number in told if number}
    return {}


def _line(numbers: list[Number | None]) -> list[Number]:
    """Return the result and the operands of a line, nothing where one of them is no number."""
    told = [number for number in numbers if number]
    return told if len(told) == len(numbers) else []


def _related(told: Definition, names: list[str], lines: list[list[Number]], text: str) -> Iterator[Relation]:
    """Yield the relations of a definition; none where it ties in no line and so is not understood."""
    whole = [(line[0], dict(zip(names, line[1:], strict=True))) for line in lines if line]
    best: list[Relation] = []
    most = -1
    for factor in _factors(told):
        reading = [_relation(told, target, operands, Claim(text, printed=True), factor) for target, operands in whole]
        held = sum(each.holds() for each in reading)
        best, most = (reading, held) if held > most else (best, most)
    if most or len(whole) < _TELLING:
        yield from best


def _factors(told: Definition) -> tuple[Decimal, ...]:
    if told.below:
        return _RATES
    return _PRODUCTS if told.times else _RATES[:1]


def _relation(
    told: Definition, target: Number, operands: Mapping[str, Number], claim: Claim, factor: Decimal
) -> Relation:
    terms = tuple((operands[name], sign) for name, sign in told.above)
    if told.below:
        terms = (terms[0], (operands[told.below], 1), *terms[1:])
        return Relation(Law.RATE, target, terms, claim, Decimal(1) if target.percent else factor, capped=True)
    return Relation(Law.PRODUCT if told.times else Law.DIFFERENCE, target, terms, claim, factor)
