"""Forms (项目支出绩效自评表 and its kin): head, funds, goals, indicators, foot, each found by its labels.

The indicators' heading is what a form is known by. Its head stands above it, below the foot of the form above; forms
side by side are read each in columns of its own. Of several kinds of forms the one that reads the most is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from perfxl.model.figure import Figure
from perfxl.model.table import Account, Role, Row, Table
from perfxl.numerals.characters import compact
from perfxl.recognition.accounts import Claims, Found, accounted
from perfxl.recognition.bands import Anchor, anchors_of, bands
from perfxl.recognition.bodies import Body, body
from perfxl.recognition.funds import Funds, funds_in
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading
from perfxl.recognition.labels import best, common
from perfxl.recognition.pairs import Pair, pairs
from perfxl.recognition.surroundings import claims_above, first_row, notes_below, title_above
from perfxl.rules.kind import Kind
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, column_letters

_HEAD_REACH = 40  # rows above the indicators that may belong to the form
_FARTHEST_HEADING = 3  # rows between the parts of indicators under headings of their own
_LEAST_EVIDENCE = 2  # of: the head's first field, the funds, a title that says so
_SURE = 0.98  # a form read so well is no other


def form_tables(grid: Grid) -> Iterator[Found]:
    """Yield the forms of a sheet."""
    some = [kind for kind in kinds().values() if kind.layout == "form"]
    for left, right, anchors in bands(grid, anchors_of(grid, some)):
        space = Box(1, left, grid.extent[0], right)
        yield from _stacked(grid.within(space), anchors, space)


def _stacked(grid: Grid, anchors: list[Anchor], space: Box) -> Iterator[Found]:
    """Yield the forms above each other: each begins below the foot of the one before."""
    waiting = list(anchors)
    while waiting:
        found = _best(grid, waiting, space)
        waiting = [anchor for anchor in waiting[1:] if found is None or anchor.top > found.box.bottom]
        if found:
            space = space._replace(top=found.box.bottom + 1)
            yield found


def _best(grid: Grid, anchors: list[Anchor], space: Box) -> Found | None:
    """Return the form under the first heading by the kind that reads the most of it, None where none does."""
    best_found: Found | None = None
    for heading in anchors[0].readings:
        found = _form(grid, heading, anchors[1:], space)
        if found and (best_found is None or found.table.confidence > best_found.table.confidence):
            best_found = found
        if best_found and best_found.table.confidence >= _SURE:
            break
    return best_found


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the indicators: the title, the single figures, the funds, and the row where they begin."""

    title: str
    title_row: int
    first: int
    pairs: list[Pair]
    funds: Funds | None


def _form(grid: Grid, heading: Heading, following: list[Anchor], space: Box) -> Found | None:
    kind = heading.kind
    head = _head(grid, heading, space)
    if not _is_form(kind, head):
        return None
    told = _indicators(grid, heading, following, space)
    foot = _foot(grid, kind, told.last, space, head)
    last = max([told.last, *(pair.value[0] for pair in foot)])
    above = first_row(grid, head.title_row, head.first, space.left, space.right, space.top)
    bottom, notes = notes_below(grid, last, space.left, space.right, space.bottom + 1)
    box = Box(above, space.left, bottom, space.right)
    claims = claims_above(grid, Box(above, space.left, head.first, space.right), head.title) | _labels(grid, kind, box)
    funds = head.funds.claims if head.funds else {}
    for part in (funds, told.claims, notes, *(pair.claims for pair in (*head.pairs, *foot))):
        claims |= part
    return accounted(grid, _table(grid, heading, head, foot, told), box, claims)


def _head(grid: Grid, heading: Heading, space: Box) -> _Head:
    kind = heading.kind
    first = _first_field(grid, kind, max(space.top, heading.top - _HEAD_REACH), heading)
    title, title_row = title_above(grid, first, space.left, space.right, space.top)
    rows = range(title_row, heading.top)
    return _Head(title, title_row, first, list(pairs(grid, kind.fields, rows, "")), funds_in(grid, kind, rows))


def _first_field(grid: Grid, kind: Kind, top: int, heading: Heading) -> int:
    """Return the row where the head of a form begins: that of the nearest name of the project above its indicators.

    Where it has no such field, the highest row above the indicators that has another, without a blank row between.
    """
    first = heading.top
    for row in range(heading.top - 1, top - 1, -1):
        keys = _fields_of(grid, kind, row)
        if keys & set(kind.requires.fields):
            return row
        first = row if keys else first
    return first


def _fields_of(grid: Grid, kind: Kind, row: int) -> set[str]:
    heads = (compact(grid.label(row, column)).partition(":")[0] for column in grid.worded.get(row, ()))
    return {entry.key for head in heads if (entry := best(kind.fields, head))}


def _is_form(kind: Kind, head: _Head) -> bool:
    titled = any(word in compact(head.title) for word in kind.titles)
    named = any(pair.key in kind.requires.fields for pair in head.pairs)
    if kind.requires.titled and not titled:
        return False
    return titled + named + (head.funds is not None) >= _LEAST_EVIDENCE


def _indicators(grid: Grid, heading: Heading, following: list[Anchor], space: Box) -> Body:
    """Read the indicators; each goal of a form may have a heading of its own."""
    stops = [anchor.top for anchor in following]
    told = body(grid, heading, "", min([*stops, space.bottom + 1]))
    for anchor, stop in zip(following, [*stops[1:], space.bottom + 1], strict=False):
        again = next((reading for reading in anchor.readings if reading.kind is heading.kind), None)
        if again is None or not _goes_on(grid, told, again):
            break
        part = body(grid, again, "", min(stop, space.bottom + 1))
        told = Body((*told.rows, *part.rows), part.last, {**told.claims, **part.claims})
    return told


def _goes_on(grid: Grid, told: Body, heading: Heading) -> bool:
    """Whether a heading continues the indicators above it: no total, title or head of another form between."""
    between = range(told.last + 1, heading.top)
    if any(row.role is Role.TOTAL for row in told.rows) or len(between) > _FARTHEST_HEADING:
        return False
    return not any(_fields_of(grid, heading.kind, row) & set(heading.kind.requires.fields) for row in between)


def _foot(grid: Grid, kind: Kind, last: int, space: Box, head: _Head) -> list[Pair]:
    """Return the single figures below the indicators, as far as each row holds one or a signature."""
    below = range(last + 1, min(space.bottom, grid.extent[0]) + 1)
    rows = list(takewhile(lambda row: _is_foot(grid, kind, row), below))
    known = {pair.key for pair in head.pairs}
    return [pair for pair in pairs(grid, kind.foot, rows, "") if pair.key not in known]


def _is_foot(grid: Grid, kind: Kind, row: int) -> bool:
    heads = [compact(grid.label(row, column)).partition(":")[0] for column in grid.worded.get(row, ())]
    return any(best(kind.foot, head) or "signatures" in common(head) for head in heads)


def _table(grid: Grid, heading: Heading, head: _Head, foot: list[Pair], told: Body) -> Table:
    rows = tuple(_indicator(heading.kind, row) for row in told.rows if row.role is not Role.TOTAL)
    funds = head.funds
    left = min([heading.left, *(pair.label[1] for pair in head.pairs)])
    right = max([heading.right, *(funds.columns.values() if funds else ())])
    return Table(
        kind=heading.kind.key,
        name=head.title,
        sheet=grid.sheet.name,
        range=Box(head.title_row, left, told.last, right).reference,
        unit=funds.unit if funds else "",
        confidence=0,
        rows=(funds.rows if funds else ()) + rows,
        columns={key: column_letters(column) for key, column in heading.columns.items()},
        fields={pair.key: pair.figure for pair in reversed((*head.pairs, *foot))}
        | _totals(heading.kind, told)
        | _points(funds),
        years=heading.years,
        base=heading.kind.base,
    )


def _points(funds: Funds | None) -> dict[str, Figure]:
    return {"execution_weight": funds.points} if funds and funds.points else {}


def _indicator(kind: Kind, row: Row) -> Row:
    if row.role is Role.SUBTOTAL:
        return row
    label, category = row.text("level3") or row.label, row.text("level1") or row.category
    entry = best(kind.items, category or label)
    return Row(row.number, Role.INDICATOR, label, entry.key if entry else None, category, row.cells)


def _totals(kind: Kind, told: Body) -> dict[str, Figure]:
    total = next((row for row in told.rows if row.role is Role.TOTAL), None)
    if total is None:
        return {}
    return {entry.key: total.cells[entry.column] for entry in kind.totals if entry.column in total.cells}


def _labels(grid: Grid, kind: Kind, box: Box) -> Claims:
    """Return the words that part a form and carry no value: 绩效指标, 年度总体目标."""
    texts = ((spot, compact(grid.label(*spot))) for spot in grid.anchors(box))
    return {spot: Account.LABEL for spot, text in texts if text and _is_label(kind, text)}


def _is_label(kind: Kind, text: str) -> bool:
    known = (kind.fields, kind.foot)
    return kind.is_label(text) or any(best(lexicon, text) for lexicon in known)
