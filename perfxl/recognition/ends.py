"""Where the rows of a table end: at its foot, a note, a gap, the title or the heading of the next table."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.model.table import Role
from perfxl.numerals.characters import compact
from perfxl.numerals.reading import is_not_applicable, read
from perfxl.recognition.definitions import numbering_row
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading
from perfxl.recognition.labels import best, common
from perfxl.sheets.address import Position

_LONGEST_GAP = 2  # blank rows inside a table
_FOOT = frozenset({"notes", "signatures", "units"})
_NUMERIC = frozenset({"money", "rate", "count", "score"})


def record_rows(grid: Grid, heading: Heading, stop: int) -> Iterator[int]:
    """Yield the rows of a table below its heading, up to `stop` (exclusive)."""
    gap, lines, closed = 0, 0, False
    for row in range(first_record(grid, heading), min(stop, grid.extent[0] + 1)):
        if not _spoken(grid, heading, row):
            gap += 1
            if gap > _LONGEST_GAP or closed:
                return
            continue
        if _ends(grid, heading, row, apart=gap > 0 or closed):
            return
        yield row
        total = _is_total(grid, heading, row)
        gap, lines, closed = 0, lines + (not total), total and lines > 0
        if closed and heading.kind.layout == "form":
            return


def first_record(grid: Grid, heading: Heading) -> int:
    """Return the first row below a heading and the row that numbers its columns (栏次)."""
    return (numbering_row(grid, (heading.bottom, heading.left, heading.right)) or heading.bottom) + 1


def _is_total(grid: Grid, heading: Heading, row: int) -> bool:
    entry = best(heading.kind.items, first_text(grid, heading, row))
    return entry is not None and entry.role is Role.TOTAL


def first_text(grid: Grid, heading: Heading, row: int) -> str:
    """Return the first text of a row, "" where it has none."""
    return grid.label(*first_spot(grid, heading, row))


def first_spot(grid: Grid, heading: Heading, row: int) -> Position:
    """Return the cell of the first text of a row, its first cell where it has none."""
    texted = (column for column in range(heading.left, heading.right + 1) if grid.label(row, column))
    return grid.anchor(row, next(texted, heading.left))


def is_goal(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether a row holds one text alone that parts the indicators of a form: 年度绩效目标1（40分）."""
    if heading.kind.layout != "form" or not _stands_alone(grid, heading, row):
        return False
    return heading.kind.is_label(compact(first_text(grid, heading, row)))


def _stands_alone(grid: Grid, heading: Heading, row: int) -> bool:
    return len({grid.anchor(row, column) for column in _spoken(grid, heading, row)}) == 1


def _ends(grid: Grid, heading: Heading, row: int, *, apart: bool) -> bool:
    """Whether a row belongs to no record; `apart`: a blank row or the total stands above it."""
    first = first_text(grid, heading, row)
    if is_goal(grid, heading, row):
        return False
    if common(first) & _FOOT or _is_banner(grid, heading, row) or _is_foot(grid, heading, row):
        return True
    alone = _stands_alone(grid, heading, row)
    if alone and first and (apart or "prose" in common(first)):
        return True
    return _is_foreign_heading(grid, heading, row)


def _is_foot(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether a row of a form begins with what stands at its foot (评价结论、改进措施), or does so left of it.

    What may stand at its head too (绩效目标) parts the indicators of some forms, and ends none.
    """
    if heading.kind.layout != "form":
        return False
    told = next((text for column in range(1, heading.right + 1) if (text := grid.label(row, column))), "")
    entry = best(heading.kind.foot, told.partition(":")[0])
    return entry is not None and entry.type == "text" and heading.kind.fields.get(entry.key) is None


def _spoken(grid: Grid, heading: Heading, row: int) -> list[int]:
    return [column for column in range(heading.left, heading.right + 1) if grid.speaks(row, column)]


def _is_banner(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether one merged text spans the table: the title of the next one, or a note."""
    top, left, bottom, right = grid.box(row, heading.left)
    return top == bottom == row and right - left >= 1 and left <= heading.left and right >= heading.right


def _is_foreign_heading(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether words stand where figures should, in two columns at least: the heading of another table."""
    columns = [column for key, column in heading.columns.items() if _is_numeric(heading, key)]
    spoken = {grid.anchor(row, column) for column in columns if grid.speaks(row, column)}
    words = [spot for spot in spoken if _is_words(grid.label(*spot))]
    return len(words) >= 2 and len(words) == len(spoken)


def _is_numeric(heading: Heading, key: str) -> bool:
    entry = heading.kind.columns.get(key)
    return entry is not None and entry.type in _NUMERIC


def _is_words(text: str) -> bool:
    return bool(text) and read(text) is None and not is_not_applicable(text) and "fillers" not in common(text)
