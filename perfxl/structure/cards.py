"""A list against the forms of its lines (汇总表与登记卡): a form is that of the line whose name it bears.

Which number of a form a column of the list repeats is told by the same words over both, and learned from the forms
in which the two agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from perfxl.numerals.characters import compact
from perfxl.structure import words
from perfxl.structure.numbers import Number
from perfxl.structure.relation import Relation
from perfxl.structure.restated import believed, kept, restatement
from perfxl.structure.tables import Table

_FEWEST = 2
_MOST_LINES = 400
_ABOVE = 4  # rows over a form's numbers in which its name may stand


def cards(found: Sequence[Table]) -> Iterator[Relation]:
    """Yield what the forms of a list's lines state of them, where most of it is the same."""
    said = {id(table): _words(table) for table in found}
    for listing in found:
        names = _names(listing) if len(listing.body) <= _MOST_LINES else {}
        if len(names) >= _FEWEST:
            yield from _of_list(listing, names, [one for one in found if one is not listing], said)


def _names(table: Table) -> Mapping[str, int]:
    """Return the rows of a list by their labels, those of two rows left out."""
    told = {row: words.bare(table.label(row)) for row in table.body if not words.is_total(table.label(row))}
    times = Counter(told.values())
    return {label: row for row, label in told.items() if len(label) >= _FEWEST and times[label] == 1}


def _words(table: Table) -> frozenset[str]:
    """Return what is written in and right above a table."""
    first = (table.head or table.body)[0]
    rows = range(max(1, first - _ABOVE), table.body[-1] + 1)
    spots = ((spot, text) for spot, text in table.view.words.items() if spot[0] in rows)
    return frozenset(words.bare(text) for (_, column), text in spots if table.left <= column <= table.right)


def _of_list(
    listing: Table, names: Mapping[str, int], others: list[Table], said: Mapping[int, frozenset[str]]
) -> Iterator[Relation]:
    lines: dict[int, list[Relation]] = defaultdict(list)
    for form in others:
        told = names.keys() & said[id(form)]
        if len(told) == 1:
            row = names[told.pop()]
            for column, number in _same_words(listing, form):
                stated = listing.numbers.get((row, column))
                if stated:
                    lines[column].append(restatement(listing, form, (stated, number)))
    for column in sorted(lines):
        if believed(lines[column], 1):
            yield from kept(lines[column])


def _same_words(listing: Table, form: Table) -> Iterator[tuple[int, Number]]:
    """Yield the columns of a list whose heading names one number of a form, with that number."""
    told: dict[str, list[Number]] = defaultdict(list)
    for (row, column), number in form.numbers.items():
        for name in {words.bare(form.label(row)), words.bare(form.heading(column)), _before(form, row, column)}:
            told[name].append(number)
    for column in listing.columns:
        numbers = told.get(words.bare(listing.heading(column)), [])
        if len(numbers) == 1:
            yield column, numbers[0]


def _before(form: Table, row: int, column: int) -> str:
    """Return the words right before a number."""
    return words.bare(compact(form.view.word(row, column - 1)))
