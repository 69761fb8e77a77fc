"""The rows below a heading: labels, items, roles, figures, and what each of their cells is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from perfxl.model.figure import Figure
from perfxl.model.table import Account, Role, Row
from perfxl.numerals.characters import compact
from perfxl.numerals.units import money_factor, unit_in
from perfxl.recognition.accounts import Claims
from perfxl.recognition.ends import first_record, first_spot, is_goal, record_rows
from perfxl.recognition.figures import Column, figure, rate_scale
from perfxl.recognition.grid import Grid
from perfxl.recognition.headings import Heading
from perfxl.recognition.labels import best, common, is_of_which, variants
from perfxl.rules.kind import Kind, Vocabulary
from perfxl.sheets.address import Box, Position

_SECTION = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|附[件表]|.*表$")
_PLAIN = ("text", "any")
_LABELS_OF_FORMS = {
    "form": (("level3",), ("level2",)),
    "columns": (),
    "fields": (),
}  # where the first heading is missing


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table, the last row that belongs to it, and what its cells were taken for."""

    rows: tuple[Row, ...]
    last: int
    claims: Claims


def body(grid: Grid, heading: Heading, unit: str, stop: int) -> Body:
    """Read the rows below a heading, up to `stop` (exclusive), its foot, a note, or a gap."""
    numbers = _numbers(grid, heading, stop)
    columns = columns_of(grid, heading, unit, numbers)
    labels = label_columns(heading)
    goals = _goals(grid, heading, numbers)
    read = [_row(grid, heading, number, columns, labels) for number in numbers if number not in goals]
    rows = [row for row in read if _says_something(row, heading.kind)]
    claims = _heading_claims(grid, heading)
    for row in read:
        claims |= _row_claims(grid, heading, row, labels, row in rows)
    claims |= dict.fromkeys((first_spot(grid, heading, number) for number in goals), Account.LABEL)
    kept = tuple(row for row in rows if not _is_filler(row))
    return Body(_categorised(kept, goals), numbers[-1] if numbers else heading.bottom, claims)


def _numbers(grid: Grid, heading: Heading, stop: int) -> list[int]:
    """Return the numbers of the rows below a heading, without the title of the next section at their end."""
    numbers = list(record_rows(grid, heading, stop))
    while numbers and _is_section_title(grid, heading, numbers[-1]):
        numbers.pop()
    return numbers


def _goals(grid: Grid, heading: Heading, numbers: list[int]) -> dict[int, Figure]:
    """Return the rows that part the indicators by goals (年度绩效目标1（40分）), right above the heading too."""
    if heading.kind.layout != "form":
        return {}
    rows = (row for row in (heading.top - 1, *numbers) if is_goal(grid, heading, row))
    return {row: figure(grid, *first_spot(grid, heading, row), Column("text")) for row in rows}


def columns_of(grid: Grid, heading: Heading, unit: str, numbers: list[int]) -> dict[str, tuple[int, Column]]:
    """Return for each field its column number and what its cells are."""
    described: dict[str, tuple[int, Column]] = {}
    for key, column in heading.columns.items():
        told = "".join(grid.label(row, column) for row in range(heading.top, heading.bottom + 1))
        described[key] = (column, _column(grid, _type(heading.kind, key), told, unit, column, numbers))
    return described


def _type(kind: Kind, key: str) -> str:
    entry = kind.columns.get(key)
    return entry.type if entry else "text"


def _column(grid: Grid, type_: str, told: str, unit: str, column: int, numbers: list[int]) -> Column:
    own = unit_in(told)
    if type_ == "money":
        return Column(type_, own if money_factor(own) else unit)
    if type_ == "rate":
        return Column(type_, "%", rate_scale((grid.cell(row, column) for row in numbers), own))
    return Column(type_, "人" if type_ == "count" else "")


def _is_section_title(grid: Grid, heading: Heading, row: int) -> bool:
    """Whether a last row is no record but the title of what follows: one text, numbered, and no figure."""
    spoken = [column for column in range(heading.left, heading.right + 1) if grid.speaks(row, column)]
    text = grid.label(row, spoken[0]) if len({grid.anchor(row, column) for column in spoken}) == 1 else ""
    return bool(text) and best(heading.kind.items, text) is None and bool(_SECTION.match(compact(text)))


def _row(
    grid: Grid, heading: Heading, number: int, columns: Mapping[str, tuple[int, Column]], labels: list[int]
) -> Row:
    label, category = _labels(grid, heading, number, labels)
    entry = best(heading.kind.items, label)
    cells = {key: figure(grid, number, column, what) for key, (column, what) in columns.items()}
    return Row(number, role_of(entry, label), label, entry.key if entry else None, category, cells)


def _labels(grid: Grid, heading: Heading, number: int, columns: list[int]) -> tuple[str, str]:
    """Return a row's label and the merged label to its left: the last and the first text before the figures."""
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


def label_columns(heading: Heading) -> list[int]:
    """Return the columns that hold the labels of rows, from left to right."""
    for named in (("category", "label"), ("level1", "level3"), ("level1",), *_LABELS_OF_FORMS[heading.kind.layout]):
        if all(key in heading.columns for key in named):
            return [heading.columns[key] for key in named]
    if not heading.kind.requires.items and "label" in heading.columns:
        return [heading.columns["label"]]
    return _before_figures(heading) or [heading.columns.get("label", heading.left)]


def _before_figures(heading: Heading) -> list[int]:
    figures = [column for key, column in heading.columns.items() if _type(heading.kind, key) not in _PLAIN]
    first = min(figures, default=heading.right + 1)
    return [column for column in range(max(1, heading.left - 1), first) if column != heading.columns.get("number")]


def role_of(entry: Vocabulary | None, label: str) -> Role:
    """Return what a row is by its vocabulary and its label (其中, 小计)."""
    if is_of_which(label):
        return Role.OF_WHICH
    if entry and entry.role is not Role.LINE:
        return entry.role
    return Role.SUBTOTAL if any("小计" in form for form in variants(label)) else Role.LINE


def _says_something(row: Row, kind: Kind) -> bool:
    """Whether a row is a record: it has a label, or figures under a merged one; figures without any are nobody's."""
    if row.label:
        return True
    plain = {entry.key for entry in kind.columns if entry.type == "text" and entry.key != "label"}
    filled = any(not cell.blank for key, cell in row.cells.items() if key not in plain)
    return filled and bool(row.category or "level3" in row.cells)


def _is_filler(row: Row) -> bool:
    """Whether a row of the template was left as it was (指标1：, ……)."""
    texts = [figure.text for figure in row.cells.values() if not figure.blank]
    own = [text for text in (row.label, *texts) if text != row.category]
    return bool(own) and all("fillers" in common(text) for text in own)


def _heading_claims(grid: Grid, heading: Heading) -> Claims:
    known = {*heading.columns.values(), *label_columns(heading)}
    claims: Claims = {}
    for row in range(heading.top, heading.bottom + 1):
        for column in range(heading.left, heading.right + 1):
            spot = grid.anchor(row, column)
            if column in known:
                claims[spot] = Account.HEADING
            elif _is_remark(grid, heading, column):
                claims.setdefault(spot, Account.NOTE)
    numbering = range(heading.bottom + 1, first_record(grid, heading))
    spots = product(numbering, range(heading.left, heading.right + 1))
    return claims | {grid.anchor(*spot): Account.HEADING for spot in spots}


def _is_remark(grid: Grid, heading: Heading, column: int) -> bool:
    return any("remarks" in common(grid.label(row, column)) for row in range(heading.top, heading.bottom + 1))


def _row_claims(grid: Grid, heading: Heading, row: Row, labels: list[int], read: bool) -> Claims:
    if not read and _is_numbered(row):
        return {grid.anchor(row.number, heading.columns["number"]): Account.FILLER}
    named = heading.columns.values()
    accounts = dict.fromkeys(_telling(grid, heading, row, labels), Account.LABEL)
    if read:
        accounts |= dict.fromkeys(_remark_columns(grid, heading), Account.NOTE)
        accounts |= dict.fromkeys(set(named) - set(labels), Account.VALUE)
    claims: Claims = {}
    for column in range(min(heading.left, *labels), heading.right + 1):
        spot = grid.anchor(row.number, column)
        account = _account(grid, spot, row, accounts.get(column))
        if account and spot[0] == row.number:
            claims[spot] = account
    return claims


def _telling(grid: Grid, heading: Heading, row: Row, labels: list[int]) -> Iterator[int]:
    """Yield the columns whose words are labels: without a heading over them only those of the first column are."""
    for column in labels:
        headed = any(grid.speaks(above, column) for above in range(heading.top, heading.bottom + 1))
        told = (headed or column == min(labels)) and grid.label(row.number, column)
        if told or column in heading.columns.values():
            yield column


def _account(grid: Grid, spot: Position, row: Row, account: Account | None) -> Account | None:
    """Return what a cell of a row is by its column; a total often stands in another column than other labels."""
    text = grid.label(*spot)
    if account and "fillers" in common(text):
        return Account.FILLER
    return Account.LABEL if account is None and text and text == row.label else account


def _is_numbered(row: Row) -> bool:
    """Whether a row of the template holds its number alone."""
    return "number" in row.cells and all(cell.blank for key, cell in row.cells.items() if key != "number")


def _remark_columns(grid: Grid, heading: Heading) -> list[int]:
    return [column for column in range(heading.left, heading.right + 1) if _is_remark(grid, heading, column)]


def remarks_above(grid: Grid, heading: Heading, box: Box) -> Claims:
    """Return the remarks that stand above a heading in its columns of remarks."""
    columns = _remark_columns(grid, heading)
    return {spot: Account.NOTE for spot in grid.anchors(box) if spot[1] in columns}


def _categorised(rows: tuple[Row, ...], goals: Mapping[int, Figure]) -> tuple[Row, ...]:
    """Carry a category down to the rows that leave its cell empty, as unmerged tables do, and a goal as a cell."""
    carried, told = "", []
    for row in rows:
        goal = next((goals[number] for number in sorted(goals, reverse=True) if number < row.number), None)
        carried = row.category or carried if row.role is Role.LINE else ""
        cells = {**row.cells, "goal": goal} if goal and row.role is Role.LINE else row.cells
        told.append(replace(row, category=carried, cells=cells))
    return tuple(told)
