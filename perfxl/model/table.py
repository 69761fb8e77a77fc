"""Recognised tables (表): the rows and fields of one form, and the evaluation that holds them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfxl.model.figure import Figure
from perfxl.model.place import Place


class Role(StrEnum):
    """What a row of a table is."""

    LINE = "line"
    OF_WHICH = "of_which"  # 其中
    SUBTOTAL = "subtotal"  # 小计
    TOTAL = "total"  # 合计
    FUND = "fund"  # a row of 项目资金 in a project form
    INDICATOR = "indicator"  # a row of 绩效指标


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table.

    item      what the row is, by the kind's vocabulary ("basic", "reception", "q1"); None for free rows
    label     its label as written
    category  the merged label to its left (人员经费, 产出指标(50分)), "" where none
    cells     figures by field key; a text field is a Figure of state TEXT
    """

    number: int
    role: Role
    label: str
    item: str | None = None
    category: str = ""
    cells: Mapping[str, Figure] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a field's text, "" where the row has none."""
        figure = self.cells.get(key)
        return figure.text.strip() if figure else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One recognised table.

    kind        a kind of the glossary ("quarters", "project_form", ...)
    range       "A1:H30", its cells with title and foot
    unit        the unit of its money columns ("万元", "元"; "" where no unit is told)
    confidence  0 to 1: the share of the kind's evidence that was found
    columns     column letters by field key
    fields      single figures by field key
    """

    kind: str
    name: str
    sheet: str
    range: str
    unit: str
    confidence: float
    rows: tuple[Row, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Figure] = field(default_factory=dict)

    def figures(self) -> Iterator[tuple[Row | None, str, Figure]]:
        """Yield every figure with its row (None for a single field) and its field key."""
        for key, figure in self.fields.items():
            yield None, key, figure
        for row in self.rows:
            for key, figure in row.cells.items():
                yield row, key, figure

    def item(self, key: str) -> Row | None:
        """Return the row of an item, None where the table has none."""
        return next((row for row in self.rows if row.item == key), None)

    def of_role(self, *roles: Role) -> tuple[Row, ...]:
        """Return the rows of the given roles, in their order."""
        return tuple(row for row in self.rows if row.role in roles)

    def text(self, key: str) -> str:
        """Return a single field's text, "" where the table has none."""
        figure = self.fields.get(key)
        return figure.text.strip() if figure else ""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a sheet is about (表题、单位名称): whose it is, and of which year; None where it does not say."""

    place: Place
    text: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A department's evaluation (绩效自评): everything recognised in one workbook.

    captions  titles and names of departments, of the sheets without a known table too
    """

    book: str
    tables: tuple[Table, ...] = ()
    captions: tuple[Caption, ...] = ()

    @property
    def year(self) -> int | None:
        """The year that the most captions name (评价年度), the latest of several; None where none names one."""
        named = Counter(caption.year for caption in self.captions if caption.year is not None)
        return max(named, key=lambda year: (named[year], year), default=None)

    def of(self, *kinds: str) -> tuple[Table, ...]:
        """Return the tables of the given kinds, in workbook order."""
        return tuple(table for table in self.tables if table.kind in kinds)
