"""Single figures: a label with its value to the right, below, or in the same cell after a colon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, product

from perfxl.model.figure import Figure
from perfxl.model.table import Account, Table
from perfxl.numerals.characters import compact
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.accounts import Claims, Found, accounted
from perfxl.recognition.figures import Column, figure, figure_of, rate_scale
from perfxl.recognition.grid import Grid
from perfxl.recognition.labels import best, common, senses
from perfxl.recognition.surroundings import claims_above, first_row, notes_below, title_above, unit_above
from perfxl.rules.kind import Kind, Lexicon, Vocabulary
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, Position

_WIDEST_LABEL = 40
_LONGEST_GAP = 2  # blank rows inside a list of labels and values


@dataclass(frozen=True, slots=True)
class Pair:
    """A field's figure, the cell of its label and the cell of its value."""

    key: str
    figure: Figure
    label: Position
    value: Position

    @property
    def claims(self) -> Claims:
        """What the two cells are."""
        return {self.label: Account.LABEL, self.value: Account.VALUE}


def pair_tables(grid: Grid, taken: Iterable[Box]) -> Iterator[Found]:
    """Yield the tables that are lists of labels and values, outside the rows of other tables."""
    closed = set(chain.from_iterable(range(box.top, box.bottom + 1) for box in taken))
    clusters = _clusters([row for row in grid.worded if row not in closed])
    for rows, kind in product(clusters, filter(_is_list, kinds().values())):
        found = list(pairs(grid, kind.fields, rows, ""))
        if len(found) >= kind.requires.fields_count and _titled(grid, kind, found, rows):
            yield _table(grid, kind, found, rows)


def _is_list(kind: Kind) -> bool:
    return kind.requires.fields_count > 1 and kind.layout != "form"


def _clusters(rows: list[int]) -> Iterator[list[int]]:
    """Part rows where more than a blank row or two, or another table, stand between them."""
    cluster: list[int] = []
    for row in rows:
        if cluster and row > cluster[-1] + 1 + _LONGEST_GAP:
            yield cluster
            cluster = []
        cluster.append(row)
    if cluster:
        yield cluster


def _titled(grid: Grid, kind: Kind, found: list[Pair], rows: list[int]) -> bool:
    """Whether what stands above the figures speaks of the kind's matter, for a kind that asks for it."""
    if not kind.requires.titled:
        return True
    first = min(pair.label[0] for pair in found)
    texts = (grid.label(row, column) for row in rows if row <= first for column in grid.worded[row])
    return any(word in compact(text) for text in (grid.sheet.name, *texts) for word in kind.titles)


def pairs(grid: Grid, fields: Lexicon, rows: Iterable[int], unit: str) -> Iterator[Pair]:
    """Yield the first figure found for each field within `rows`."""
    seen: set[str] = set()
    for row in rows:
        for column in grid.worded.get(row, ()):
            text = grid.label(row, column)
            if not text or grid.anchor(row, column) != (row, column):
                continue
            pair = _pair(grid, fields, (row, column), seen, unit)
            if pair:
                seen.add(pair.key)
                yield pair


def _pair(grid: Grid, fields: Lexicon, spot: Position, seen: set[str], unit: str) -> Pair | None:
    text = grid.label(*spot)
    head, colon, tail = compact(text).partition(":")
    entry = _unseen(fields, head, seen) if len(head) <= _WIDEST_LABEL else None
    if entry is None:
        return None
    if colon and tail and entry.type == "text":
        return Pair(entry.key, _figure(grid, entry, text, spot, unit, tail), spot, spot)
    value = _value_spot(grid, *spot, fields) if len(text) <= _WIDEST_LABEL else None
    return Pair(entry.key, _figure(grid, entry, text, value, unit), spot, grid.anchor(*value)) if value else None


def _unseen(fields: Lexicon, text: str, seen: set[str]) -> Vocabulary | None:
    """Return what fits a label best of the fields that were not found before."""
    ranked = [sense for sense in senses(fields, text) if sense[2] not in seen]
    return fields.entries[min(ranked)[1]] if ranked else None


def _value_spot(grid: Grid, row: int, column: int, fields: Lexicon) -> Position | None:
    """Return the cell right of a label, or below it where the right neighbour is itself a label."""
    _, _, bottom, right = grid.box(row, column)
    beside, below = (row, right + 1), (bottom + 1, column)
    if _stands_above(grid, (row, column), below, fields):
        return below
    if right < grid.extent[1]:
        return None if _is_label(grid, *beside, fields) else beside
    return beside if right == grid.extent[1] and not grid.speaks(*beside) else None


def _stands_above(grid: Grid, spot: Position, below: Position, fields: Lexicon) -> bool:
    """Whether a label's value stands below it: other labels stand beside it, or nothing does."""
    bottom, right = grid.box(*spot)[2:]
    if bottom >= grid.extent[0] or _is_label(grid, *below, fields):
        return False
    if bottom == spot[0] and _is_heading(grid, *spot, fields):
        return True
    return not grid.speaks(spot[0], right + 1) and grid.speaks(*below) and right > spot[1]


def _is_heading(grid: Grid, row: int, column: int, fields: Lexicon) -> bool:
    right, left = grid.box(row, column)[3] + 1, column - 1
    return _is_label(grid, row, right, fields) or (left >= 1 and _is_label(grid, row, left, fields))


def _is_label(grid: Grid, row: int, column: int, fields: Lexicon) -> bool:
    head, colon, tail = compact(grid.label(row, column)).partition(":")
    return bool(head) and not (colon and tail) and best(fields, head) is not None


def _figure(grid: Grid, entry: Vocabulary, label: str, spot: Position, unit: str, tail: str | None = None) -> Figure:
    told = unit_in(label)
    what = Column(entry.type)
    if entry.type == "money":
        what = Column("money", told if money_factor(told) else unit or unit_above(grid, spot[0], 1, grid.extent[1]))
    elif entry.type == "rate":
        what = Column("rate", "%", rate_scale([grid.cell(*spot)], told))
    if tail is None:
        return figure(grid, *spot, what)
    return figure_of(replace(grid.cell(*spot), value=tail), grid.sheet.name, grid.address(*spot), what)


def _table(grid: Grid, kind: Kind, found: list[Pair], rows: list[int]) -> Found:
    first, left, last, right = Box.around(spot for pair in found for spot in (pair.label, pair.value))
    title, top = title_above(grid, first, 1, grid.extent[1], rows[0])
    above = first_row(grid, top, first, 1, grid.extent[1], rows[0])
    bottom, claims = notes_below(grid, last, left, right, rows[-1] + 1)
    box = Box(above, left, bottom, grid.extent[1])
    claims |= claims_above(grid, Box(above, left, first - 1, grid.extent[1]), title)
    claims |= _labels(grid, kind, box, first)
    for pair in found:
        claims |= pair.claims
    table = Table(
        kind=kind.key,
        name=title,
        sheet=grid.sheet.name,
        range=Box(top, left, last, right).reference,
        unit=next((pair.figure.unit for pair in found if money_factor(pair.figure.unit)), ""),
        confidence=0,
        fields={pair.key: pair.figure for pair in found},
    )
    return accounted(grid, table, box, claims)


def _labels(grid: Grid, kind: Kind, box: Box, first: int) -> Claims:
    """Return what the words are that part a list and carry no value: its heading, its columns of remarks."""
    claims: Claims = {}
    remarks: set[int] = set()
    for spot in grid.anchors(box):
        text = compact(grid.label(*spot))
        if any(label.fullmatch(text) for label in kind.labels):
            claims[spot] = Account.LABEL
        elif spot[0] <= first and "remarks" in common(text):
            remarks.add(spot[1])
        if spot[1] in remarks and text:
            claims[spot] = Account.NOTE
    return claims
