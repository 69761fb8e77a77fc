"""Recognised tables (表): the rows and fields of one form, and the evaluation that holds them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfxl.model.figure import Figure
from perfxl.model.place import Place

EXECUTION = "execution"  # the item of a form's row that scores 预算执行率 among the indicators


class Role(StrEnum):
    """What a row of a table is."""

    LINE = "line"
    OF_WHICH = "of_which"  # 其中
    SUBTOTAL = "subtotal"  # 小计
    TOTAL = "total"  # 合计
    FUND = "fund"  # a row of 项目资金 in a project form
    INDICATOR = "indicator"  # a row of 绩效指标


class Account(StrEnum):
    """What a cell was taken for (单元格的归类); every non-empty cell in and around a table has one."""

    TITLE = "title"  # 表题
    HEADING = "heading"  # 表头
    LABEL = "label"  # 标签
    VALUE = "value"  # 所填的内容
    UNIT = "unit"  # 单位
    NOTE = "note"  # 注、落款
    FILLER = "filler"  # 表样里没有替换的字样
    UNREAD = "unread"  # 未读


@dataclass(frozen=True, slots=True)
class Unread:
    """A block of cells that nobody read (未读).

    range    "C7:F12"
    numbers  how many of its cells hold numbers, `texts` how many hold text
    sample   what its first cell says
    table    the range of the table that it stands in or around, "" where it stands in none
    """

    sheet: str
    range: str
    numbers: int
    texts: int
    sample: str = ""
    table: str = ""


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
    base        the kind that its own one states differences to, whose rules and checks hold for it too; "" for none
    range       "A1:H30", its cells with title and foot
    unit        the unit of its money columns ("万元", "元"; "" where no unit is told)
    confidence  0 to 1: the share of its cells that were read, less for what is missing; 1 only where all was read
    columns     column letters by field key
    fields      single figures by field key
    years       the year that a column's heading names, by field key; "last_..." keys are columns of the year before
    account     what each non-empty cell in and around the table was taken for, by address
    missing     terms of what tables of the kind have and this one has not (项目资金, 总分)
    month       the month that its title and headings end with (1-7月执行数: 7), None where they name none
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
    years: Mapping[str, int] = field(default_factory=dict)
    account: Mapping[str, Account] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    base: str = ""
    month: int | None = None

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
class Material:
    """What a person wrote for the report (文字材料): the place in the report that it is for, and the text."""

    place: Place
    position: str
    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """The place ("" for that which the workbook names) and the year that the clerk chose, and where they stand."""

    place: str
    year: int | None
    where: Place


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A department's evaluation (绩效自评): everything recognised in one workbook.

    captions  titles and names of departments, of the sheets without a known table too
    unread    what was not read: blocks in and around tables, and whole sheets without a known one
    materials texts for the report
    stated    what the clerk chose on the sheet 识别情况, None for nothing
    """

    book: str
    tables: tuple[Table, ...] = ()
    captions: tuple[Caption, ...] = ()
    unread: tuple[Unread, ...] = ()
    materials: tuple[Material, ...] = ()
    stated: Stated | None = None

    @property
    def year(self) -> int | None:
        """The year that the clerk chose, else the one that the most captions name (评价年度), the latest of several.

        None where none names one.
        """
        if self.stated and self.stated.year:
            return self.stated.year
        named = Counter(caption.year for caption in self.captions if caption.year is not None)
        return max(named, key=lambda year: (named[year], year), default=None)

    def of(self, *kinds: str) -> tuple[Table, ...]:
        """Return the tables of the given kinds and of kinds derived from them, in workbook order."""
        return tuple(table for table in self.tables if table.kind in kinds or table.base in kinds)
