"""The rows below a heading: labels, items, roles, figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from perfxl.model.table import Role, Row
from perfxl.numerals.characters import compact
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.figures import Column, figure, rate_scale
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading
from perfxl.recognition.labels import best, is_of_which, variants
from perfxl.rules.kind import Kind, Vocabulary

_NOTE = ("注:", "备注:", "说明:", "填报人", "填表人", "填报日期", "联系电话", "审核人", "单位:", "金额单位", "制表")
_SECTION = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|附[件表]|.*表$")
_LONGEST_GAP = 2  # blank rows inside a table
_PLAIN = ("text", "any")


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table with the last row that belongs to it."""

    rows: tuple[Row, ...]
    last: int


def body(grid: Grid, heading: Heading, unit: str, stop: int) -> Body:
    """Read the rows below a heading, up to `stop` (exclusive), a note, or a gap."""
    numbers = list(_record_rows(grid, heading, stop))
    while numbers and _is_section_title(grid, heading, numbers[-1]):
        numbers.pop()
    columns = columns_of(grid, heading, unit, numbers)
    rows = tuple(_row(grid, heading, number, columns) for number in numbers)
    return Body(_categorised(_trimmed(rows, heading.kind)), numbers[-1] if numbers else heading.bottom)


def columns_of(grid: Grid, heading: Heading, unit: str, numbers: list[int]) -> dict[str, tuple[int, Column]]:
    """Return for each field its column number and what its cells are."""
    types = {entry.key: entry.type for entry in heading.kind.columns}
    described: dict[str, tuple[int, Column]] = {}
    for key, column in heading.columns.items():
        told = "".join(grid.label(row, column) for row in range(heading.top, heading.bottom + 1))
        described[key] = (column, _column(grid, types[key], told, unit, column, numbers))
    return described


def _column(grid: Grid, type_: str, told: str, unit: str, column: int, numbers: list[int]) -> Column:
    own = unit_in(told)
    if type_ == "money":
        return Column(type_, own if money_factor(own) else unit)
    if type_ == "rate":
        return Column(type_, "%", rate_scale((grid.cell(row, column) for row in numbers), own))
    return Column(type_, "人" if type_ == "count" else "")


def _record_rows(grid: Grid, heading: Heading, stop: int) -> Iterator[int]:
    gap = 0
    for row in range(heading.bottom + 1, min(stop, grid.extent[0] + 1)):
        if not any(grid.speaks(row, column) for column in range(heading.left, heading.right + 1)):
            gap += 1
            if gap > _LONGEST_GAP:
                return
            continue
        first = _first_text(grid, heading, row)
        if compact(first).startswith(_NOTE) or _is_banner(grid, heading, row):
            return
        gap = 0
        yield row


def _first_text(grid: Grid, heading: Heading, row: int) -> str:
    texts = (grid.text(row, column) for column in range(heading.left, heading.right + 1))
    return next((text for text in texts if text), "")


def _is_banner(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether one merged text spans the table: the title of the next one, or a note."""
    top, left, bottom, right = grid.box(row, heading.left)
    return top == bottom == row and right - left >= 1 and left <= heading.left and right >= heading.right


def _is_section_title(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether a last row is no record but the title of what follows: one text, numbered, and no figure."""
    spoken = [column for column in range(heading.left, heading.right + 1) if grid.speaks(row, column)]
    text = grid.label(row, spoken[0]) if len({grid.anchor(row, column) for column in spoken}) == 1 else ""
    return bool(text) and best(heading.kind.items, text) is None and bool(_SECTION.match(compact(text)))


def _row(grid: Grid, heading: Heading, number: int, columns: Mapping[str, tuple[int, Column]]) -> Row:
    label, category = _labels(grid, heading, number)
    entry = best(heading.kind.items, label)
    cells = {key: figure(grid, number, column, what) for key, (column, what) in columns.items()}
    return Row(number, _role(entry, label), label, entry.key if entry else None, category, cells)


def _labels(grid: Grid, heading: Heading, number: int) -> tuple[str, str]:
    """Return a row's label and the merged label to its left: the last and the first text before the figures."""
    columns = _label_columns(heading)
    told = _own_texts(grid, number, columns)
    if not told:  # a total often stands in the column of numbers
        told = _own_texts(grid, number, range(heading.left, columns[-1]))[:1]
    category = next((text for column in columns if (text := grid.label(number, column))), "")
    label = told[-1] if told else ""
    return label, (category if category != label else "")


def _own_texts(grid: Grid, number: int, columns: Iterable[int]) -> list[str]:
    """The labels that begin in a row: what is merged from above belongs to the row above."""
    own = (column for column in columns if grid.anchor(number, column)[0] == number)
    return [text for column in own if (text := grid.label(number, column))]


def _label_columns(heading: Heading) -> list[int]:
    kind_types = {entry.key: entry.type for entry in heading.kind.columns}
    for named in (("category", "label"), ("level1", "level3"), ("level1",)):
        if all(key in heading.columns for key in named):
            return [heading.columns[key] for key in named]
    if not heading.kind.requires.items and "label" in heading.columns:
        return [heading.columns["label"]]
    figures = [column for key, column in heading.columns.items() if kind_types[key] not in _PLAIN]
    first = min(figures, default=heading.right + 1)
    skipped = {heading.columns.get("number")}
    columns = [column for column in range(max(1, heading.left - 1), first) if column not in skipped]
    return columns or [heading.columns.get("label", heading.left)]


def _role(entry: Vocabulary | None, label: str) -> Role:
    if is_of_which(label):
        return Role.OF_WHICH
    if entry and entry.role is not Role.LINE:
        return entry.role
    return Role.SUBTOTAL if any("小计" in form for form in variants(label)) else Role.LINE


def _trimmed(rows: tuple[Row, ...], kind: Kind) -> tuple[Row, ...]:
    """Drop rows that say nothing: no label and no figure."""
    plain = {entry.key for entry in kind.columns if entry.type == "text" and entry.key != "label"}
    return tuple(
        row for row in rows if row.label or any(not cell.blank for key, cell in row.cells.items() if key not in plain)
    )


def _categorised(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Carry a category down to the rows that leave its cell empty, as unmerged tables do."""
    carried, told = "", []
    for row in rows:
        carried = row.category or carried if row.role is Role.LINE else ""
        told.append(replace(row, category=carried))
    return tuple(told)
