"""Tables that stand in a report (文中表格): rows of cells, the numbers in them as claims, what their columns say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from perfxl.numerals.units import money_factor, unit_in
from perfxl.prose.claim import Claim, Role
from perfxl.prose.flow import BAR
from perfxl.prose.naming import Name, name_of
from perfxl.prose.numbers import Kind, Number, numbers
from perfxl.prose.passages import Passage, Shape
from perfxl.prose.syntax import Mention

_PERCENT = re.compile(r"占|比例|比重|率|%|增减幅|幅度")
_TOTAL = re.compile(r"^(?:本年)?(?:合计|总计|共计|总额|合计数)$|合计$|总计$")
_NO_MONEY = re.compile("得分|总分|分值|权重|人数|编制数|实有|个数|户数|件数|次数|面积")
_UNIT_LINE = re.compile(r"单位：?[^，。]*元")


@dataclass(frozen=True)
class Row:
    """One row: the words of its cells, and the claims by column, counted from the right as cells merge on the left."""

    passage: Passage
    cells: tuple[str, ...]
    claims: dict[int, Claim]

    @property
    def label(self) -> str:
        """The words of the row's last cell without a number before its first number."""
        words = [cell for cell in self.cells[: len(self.cells) - max(self.claims, default=0)] if _worded(cell)]
        return words[-1] if words else ""

    @property
    def total(self) -> bool:
        """Whether the row is a total."""
        return any(_TOTAL.search(cell) for cell in self.cells[:2])

    def group_label(self, widest: int) -> str:
        """Return the words of the merged cell that begins at this row; "" where the row is narrower than the widest."""
        begins = len(self.cells) == widest and len(self.cells) - len(self.claims) >= 2
        return self.cells[0] if begins else ""


@dataclass(frozen=True)
class Table:
    """Rows that follow each other, with the words above each column."""

    rows: tuple[Row, ...]
    headings: dict[int, str]
    before: Passage | None

    @cached_property
    def body(self) -> tuple[Row, ...]:
        """The rows that hold numbers."""
        return tuple(row for row in self.rows if row.claims)

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns with numbers, from the right."""
        return tuple(sorted({column for row in self.body for column in row.claims}))

    def groups(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Yield the groups that a first column of merged cells makes: its words and its rows, totals left out."""
        label = ""
        rows: list[Row] = []
        widest = max((len(row.cells) for row in self.body), default=0)
        for row in (row for row in self.body if not row.total):
            first = row.group_label(widest)
            if first and rows:
                yield label, tuple(rows)
                rows = []
            label = first or label
            rows.append(row)
        if rows:
            yield label, tuple(rows)


def tables(passages: Sequence[Passage]) -> Iterator[tuple[int, list[Passage]]]:
    """Yield the tables of a report: where each begins, and its rows."""
    group: list[Passage] = []
    for passage in passages:
        if passage.shape is Shape.ROW:
            group.append(passage)
        elif group and (
            passage.shape is Shape.HEADING or len(passage.text) > 12 or re.search(r"[，。；]", passage.text)
        ):
            yield group[0].index, group
            group = []
    if group:
        yield group[0].index, group


def table(passages: Sequence[Passage], rows: Sequence[Passage], first: int) -> Table:
    """Return the table of some rows; its claims are numbered from `first` on."""
    before = passages[rows[0].index - 1] if rows[0].index else None
    unit = _unit(passages, rows)
    drawn: list[Row] = []
    headings: dict[int, str] = {}
    count = first
    for passage in rows:
        cells = tuple(passage.text.split(BAR))
        found = dict(_numbers(passage, cells))
        if len(found) == 0 and not any(row.claims for row in drawn):
            headings |= {
                len(cells) - spot: headings.get(len(cells) - spot, "") + cell for spot, cell in enumerate(cells)
            }
        claims = {}
        for column, number in sorted(found.items(), reverse=True):
            claims[column] = _claim(passage, cells, _with_unit(number, headings.get(column, ""), unit), count)
            count += 1
        drawn.append(Row(passage, cells, claims))
    return Table(tuple(drawn), headings, before)


def _worded(cell: str) -> bool:
    """Whether a cell says anything: a dash stands for nothing."""
    return bool(cell.strip("-—–－/＼、 "))


def _unit(passages: Sequence[Passage], rows: Sequence[Passage]) -> str:
    for passage in (*passages[max(0, rows[0].index - 2) : rows[0].index], *rows[:2]):
        if _UNIT_LINE.search(passage.flow.text) and (unit := unit_in(passage.flow.text)):
            return unit
    return ""


def _numbers(passage: Passage, cells: Sequence[str]) -> Iterator[tuple[int, Number]]:
    """Yield the cells that are one number, by their column from the right."""
    spans, spot = [], 0
    for cell in cells:
        spans.append((spot, spot + len(cell)))
        spot += len(cell) + 1
    whole = {(number.start, number.end): number for number in numbers(passage.text)}
    for position, span in enumerate(spans):
        number = whole.get(span)
        if number is not None and number.kind in (Kind.BARE, Kind.PERCENT, Kind.MONEY):
            yield len(cells) - position, number


def _with_unit(number: Number, heading: str, unit: str) -> Number:
    """Return a number without a unit in the unit of its column or table."""
    if number.kind is not Kind.BARE:
        return number
    own = unit_in(heading) or ("%" if _PERCENT.search(heading) and "%" in heading else "")
    if own == "%":
        return replace(
            number, kind=Kind.PERCENT, value=number.value / 100, quantum=number.quantum / 100, factor=Decimal("0.01")
        )
    factor = None if _NO_MONEY.search(heading) else money_factor(own or unit)
    if factor is None:
        return replace(number, kind=Kind.MEASURE)
    return replace(
        number, kind=Kind.MONEY, value=number.value * factor, quantum=number.quantum * factor, factor=factor,
    )  # fmt: skip


def _claim(passage: Passage, cells: Sequence[str], number: Number, index: int) -> Claim:
    words = next((cell for cell in reversed(cells) if _worded(cell) and not re.fullmatch(r"-?[\d.,]+%?", cell)), "")
    mention = Mention(passage, number, 0, 0, 0, 0, 0, words, words, explained=False)
    name: Name = name_of(words)
    return Claim(index, mention, Role.CELL, name, name)
