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
from perfxl.recognition.labels import Sense, best, common, is_column_label, own_words, senses
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
    """Yield the figure of each field within `rows`: that of the label that fits it best, the first of several.

    Of a field that there may be many of, all.
    """
    many = {entry.key for entry in fields if entry.many}
    taken: dict[Position, Pair] = {}
    for pair in _likeliest(grid, fields, rows, unit):
        if pair.label not in taken and (pair.key in many or all(other.key != pair.key for other in taken.values())):
            taken[pair.label] = pair
    yield from sorted(taken.values(), key=lambda pair: pair.label)


def _likeliest(grid: Grid, fields: Lexicon, rows: Iterable[int], unit: str) -> list[Pair]:
    """Return what each label may name, the best first; of two as good the one that has a value, then the upper one."""
    told = ((rank, position, key) for position, meant in _meanings(grid, fields, rows) for rank, _, key in meant)
    found = ((rank, _pair(grid, fields, position, key, unit)) for rank, position, key in told)
    ranked = [(rank, pair) for rank, pair in found if pair]
    ranked.sort(key=lambda each: (each[0], each[1].figure.blank, each[1].label, each[1].key))
    return [pair for _, pair in ranked]


def _meanings(grid: Grid, fields: Lexicon, rows: Iterable[int]) -> Iterator[tuple[Position, tuple[Sense, ...]]]:
    """Yield the cells with words that may name a field, and what each may mean; each text is judged once."""
    known: dict[str, tuple[Sense, ...]] = {}
    for row in rows:
        for column in grid.worded.get(row, ()):
            text = grid.label(row, column)
            meant = known.get(text)
            if meant is None:
                head = _head(text)
                meant = known[text] = senses(fields, head) if len(head) <= _WIDEST_LABEL else ()
            if meant and grid.anchor(row, column) == (row, column):
                yield (row, column), meant


def _head(text: str) -> str:
    return own_words(text).partition(":")[0]


def _pair(grid: Grid, fields: Lexicon, position: Position, key: str, unit: str) -> Pair | None:
    text, entry = grid.label(*position), fields.get(key)
    tail = own_words(text).partition(":")[2]
    if entry is None:
        return None
    if tail and (entry.inline or entry.type == "text"):
        return Pair(key, _figure(grid, entry, text, position, unit, tail), position, position)
    value = _value_spot(grid, position, fields) if len(text) <= _WIDEST_LABEL else None
    return Pair(key, _figure(grid, entry, text, value, unit), position, grid.anchor(*value)) if value else None


def _value_spot(grid: Grid, position: Position, fields: Lexicon) -> Position | None:
    """Return the cell of a label's value: the next one to its right that says anything, or the one below it.

    Below where labels stand side by side, as over a list; beside, and blank, where nothing says otherwise.
    """
    row, column = position
    box = grid.box(row, column)
    below, near = (box.bottom + 1, column), _next_beside(grid, row, box.right)
    if _over_a_list(grid, box, fields) and below[0] <= grid.extent[0] and not _is_any_label(grid, below, fields):
        return below
    if near and not _is_label(grid, *near, fields):
        return near
    listed = near is not None or _label_before(grid, row, column, fields) or box.right > column
    if listed and _holds_value(grid, below, fields):
        return below
    return _blank_beside(grid, row, box.right, near)


def _blank_beside(grid: Grid, row: int, right: int, near: Position | None) -> Position | None:
    """Return the cell right beside a label that ends at a column, None where something stands there, or no cell is."""
    beside = (row, right + 1)
    return beside if right <= grid.extent[1] and near != beside else None


def _over_a_list(grid: Grid, box: Box, fields: Lexicon) -> bool:
    """Whether another label stands right beside one: a row of headings."""
    left, right = (box.top, box.left - 1), (box.top, box.right + 1)
    return box.bottom == box.top and (
        _is_label(grid, *right, fields) or (box.left > 1 and _is_label(grid, *left, fields))
    )


def _next_beside(grid: Grid, row: int, right: int) -> Position | None:
    """Return the next cell to the right that says anything and begins in the row."""
    for column in range(right + 1, grid.extent[1] + 1):
        if grid.speaks(row, column) and grid.box(row, column).top <= row:
            return (row, column)
    return None


def _holds_value(grid: Grid, below: Position, fields: Lexicon) -> bool:
    """Whether the cell below a label may hold its value: it says something, and is no label itself."""
    text = grid.label(*below)
    return grid.speaks(*below) and not _is_label(grid, *below, fields) and not (text and is_column_label(text))


def _is_any_label(grid: Grid, spot: Position, fields: Lexicon) -> bool:
    """Whether a cell names a field, or heads a column of the table below."""
    text = grid.label(*spot)
    return _is_label(grid, *spot, fields) or bool(text and is_column_label(text))


def _label_before(grid: Grid, row: int, column: int, fields: Lexicon) -> bool:
    before = [other for other in grid.worded.get(row, ()) if other < column]
    return bool(before) and _is_label(grid, row, before[-1], fields)


def _is_label(grid: Grid, row: int, column: int, fields: Lexicon) -> bool:
    head, colon, tail = own_words(grid.label(row, column)).partition(":")
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
        if kind.is_label(text):
            claims[spot] = Account.LABEL
        elif spot[0] <= first and "remarks" in common(text):
            remarks.add(spot[1])
        if spot[1] in remarks and text:
            claims[spot] = Account.NOTE
    return claims
