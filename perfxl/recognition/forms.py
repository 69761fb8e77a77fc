"""Project forms (项目支出绩效自评表): head, funds, goals, indicators, foot, each found by its labels.

The indicators' heading is what a form is known by. Its head stands above it, below the foot of the form above; forms
side by side are read each in columns of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.model.figure import Figure
from perfxl.model.table import Account, Role, Row, Table
from perfxl.numerals.characters import compact
from perfxl.recognition.accounts import Claims, Found, accounted
from perfxl.recognition.bodies import Body, body
from perfxl.recognition.funds import Funds, funds_in
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading, headings, match
from perfxl.recognition.labels import best
from perfxl.recognition.pairs import Pair, pairs
from perfxl.recognition.surroundings import claims_above, first_row, notes_below, title_above
from perfxl.rules.kind import Kind
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import Box, column_letters

_HEAD_REACH = 40  # rows above the indicators that may belong to the form
_WINDOW = 8  # rows around the heading that tell how far a form reaches to the sides
_LEAST_EVIDENCE = 2  # of: the head's first field, the funds, a title that says so


def form_tables(grid: Grid) -> Iterator[Found]:
    """Yield the project forms of a sheet."""
    kind = kinds()["project_form"]
    for left, right, anchors in _bands(grid, list(_indicator_headings(grid, kind))):
        band = grid.within(Box(1, left, grid.extent[0], right))
        floor = 1
        for heading, following in zip(anchors, [*anchors[1:], None], strict=True):
            stop = following.top if following else grid.extent[0] + 1
            form = _form(band, kind, heading, Box(floor, left, stop - 1, right))
            if form:
                floor = form.box[2] + 1
                yield form


def _indicator_headings(grid: Grid, kind: Kind) -> Iterator[Heading]:
    """Yield the best reading of each heading of indicators, from top to bottom."""
    taken: list[Heading] = []
    for row in grid.worded:
        readings: dict[int, list[Heading]] = {}
        for heading in headings(grid, row):
            if heading.kind is kind and not _is_list(grid, heading):
                readings.setdefault(heading.left, []).append(heading)
        for some in readings.values():
            best_reading = max(some, key=lambda heading: (len(heading.columns), -heading.bottom))
            if not any(other.bottom >= row and _beside(other, best_reading) for other in taken):
                taken.append(best_reading)
                yield best_reading


def _beside(one: Heading, other: Heading) -> bool:
    return one.left <= other.right and other.left <= one.right


def _is_list(grid: Grid, heading: Heading) -> bool:
    """Whether a column of project names makes it a list of many projects, not a form of one."""
    texts = {column: (grid.label(heading.bottom, column),) for column in range(heading.left, heading.right + 1)}
    return "project_name" in match(kinds()["indicator_list"].columns, texts)


def _bands(grid: Grid, anchors: list[Heading]) -> Iterator[tuple[int, int, list[Heading]]]:
    """Yield the columns that forms above each other take, with their headings."""
    bands: list[list[Heading]] = []
    for heading in anchors:
        band = next((band for band in bands if any(_beside(heading, other) for other in band)), None)
        if band is None:
            bands.append([heading])
        else:
            band.append(heading)
    for band in bands:
        edges = [_edges(grid, heading) for heading in band]
        yield min(left for left, _ in edges), max(right for _, right in edges), band


def _edges(grid: Grid, heading: Heading) -> tuple[int, int]:
    """Return the columns of a form: those of its heading, and beside these as far as no column is blank."""
    rows = range(max(1, heading.top - _WINDOW), heading.bottom + _WINDOW)
    left, right = heading.left, heading.right
    while left > 1 and _stands(grid, rows, left - 1, heading):
        left -= 1
    while right < grid.extent[1] and _stands(grid, rows, right + 1, heading):
        right += 1
    return left, right


def _stands(grid: Grid, rows: range, column: int, heading: Heading) -> bool:
    """Whether anything stands in a column, besides titles merged over more than the form."""
    boxes = (grid.box(row, column) for row in rows if grid.speaks(row, column))
    return any(box.left > heading.left or box.right < heading.right for box in boxes)


def _form(grid: Grid, kind: Kind, heading: Heading, space: Box) -> Found | None:
    floor, left, last, right = space
    first = _first_field(grid, kind, max(floor, heading.top - _HEAD_REACH), heading)
    title, title_row = title_above(grid, first, left, right, floor)
    rows = range(title_row, heading.top)
    head = list(pairs(grid, kind.fields, rows, ""))
    funds = funds_in(grid, kind, rows)
    titled = any(word in compact(title) for word in kind.titles)
    named = any(pair.key in kind.requires.fields for pair in head)
    if named + (funds is not None) + titled < _LEAST_EVIDENCE:
        return None
    told = body(grid, heading, "", last + 1)
    above = first_row(grid, title_row, first, left, right, floor)
    bottom, notes = notes_below(grid, told.last, left, right, last + 1)
    box = Box(above, left, bottom, right)
    claims = claims_above(grid, Box(above, left, first, right), title) | _labels(grid, kind, box)
    for part in (funds.claims if funds else {}, told.claims, notes, *(pair.claims for pair in head)):
        claims |= part
    table = _table(grid, kind, heading, (title_row, title), head, funds, told)
    return accounted(grid, table, box, claims)


def _first_field(grid: Grid, kind: Kind, top: int, heading: Heading) -> int:
    """Return the row where the head of a form begins: that of the nearest name of the project above its indicators.

    Where it has no such field, the highest row above the indicators that has another, without a blank row between.
    """
    first = heading.top
    for row in range(heading.top - 1, top - 1, -1):
        found = [
            best(kind.fields, compact(grid.label(row, column)).partition(":")[0]) for column in grid.worded.get(row, ())
        ]
        keys = {entry.key for entry in found if entry}
        if keys & set(kind.requires.fields):
            return row
        first = row if keys else first
    return first


def _table(
    grid: Grid,
    kind: Kind,
    heading: Heading,
    titled: tuple[int, str],
    head: list[Pair],
    funds: Funds | None,
    told: Body,
) -> Table:
    title_row, title = titled
    rows = tuple(_indicator(row) for row in told.rows if row.role is not Role.TOTAL)
    right = max([heading.right, *(funds.columns.values() if funds else ())])
    return Table(
        kind=kind.key,
        name=title,
        sheet=grid.sheet.name,
        range=Box(
            title_row, min(heading.left, *(pair.label[1] for pair in head)) if head else heading.left, told.last, right
        ).reference,
        unit=funds.unit if funds else "",
        confidence=0,
        rows=(funds.rows if funds else ()) + rows,
        columns={key: column_letters(column) for key, column in heading.columns.items()},
        fields={pair.key: pair.figure for pair in head} | _totals(kind, told),
        years=heading.years,
    )


def _indicator(row: Row) -> Row:
    return Row(row.number, Role.INDICATOR, row.text("level3"), row.item, row.text("level1"), row.cells)


def _totals(kind: Kind, told: Body) -> dict[str, Figure]:
    total = next((row for row in told.rows if row.role is Role.TOTAL), None)
    if total is None:
        return {}
    return {entry.key: total.cells[entry.column] for entry in kind.totals if entry.column in total.cells}


def _labels(grid: Grid, kind: Kind, box: Box) -> Claims:
    """Return the words that part a form and carry no value: 绩效指标, 年度总体目标."""
    texts = ((spot, compact(grid.label(*spot))) for spot in grid.anchors(box))
    return {
        spot: Account.LABEL
        for spot, text in texts
        if text and (any(label.fullmatch(text) for label in kind.labels) or best(kind.fields, text))
    }
