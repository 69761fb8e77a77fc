"""What is to be drawn: a book of sheets of tables, without a word on how."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

Cell = str | int | float | None
Row = list[Cell]

KEPT_KINDS = frozenset({"merge", "label", "number", "standard"})
TOTAL = "合计"
NOT_APPLICABLE = "—"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as staff write it, its width in characters and its kind (styles.KINDS)."""

    heading: str
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows.

    unit       of its money, printed above its right end
    caption    printed above its left end
    lead       label of the single value above the table, and `lead_row`, that value and its source
    keep       headings of columns whose values stand in the blank form too
    row_kinds  kinds of single cells that differ from their column, by the row's label
    """

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    caption: str = ""
    lead: str = ""
    lead_row: Row = field(default_factory=list)
    keep: tuple[str, ...] = ()
    row_kinds: dict[str, str] = field(default_factory=dict)
    blank: tuple[Row, ...] = ()
    blank_rows: int = 0

    def kind_at(self, column: int, row: Row) -> str:
        """Return the kind of a cell: its column's, but for single cells that differ and the label of the total."""
        kind = self.columns[column].kind
        if column == 0 and row[0] == TOTAL:
            return "center"
        return self.row_kinds.get(str(row[0]), kind) if kind == "money" else kind

    def emptied(self) -> Table:
        """Return the table as its blank form: labels and weights only."""
        return replace(self, rows=self._empty_rows(), lead_row=[None, None] if self.lead else [])

    def _empty_rows(self) -> tuple[Row, ...]:
        if self.blank:
            return self.blank
        if not self.blank_rows:
            return tuple(
                [self._kept(column, cell) for column, cell in zip(self.columns, row, strict=True)] for row in self.rows
            )
        total = [row for row in self.rows if row[0] == TOTAL]
        return tuple(self._numbered(n) for n in range(1, self.blank_rows + 1)) + tuple(
            [TOTAL, *[None] * (len(row) - 1)] for row in total
        )

    def _kept(self, column: Column, cell: Cell) -> Cell:
        stays = column.kind in KEPT_KINDS or column.heading in self.keep or cell == NOT_APPLICABLE
        return cell if stays else None

    def _numbered(self, number: int) -> Row:
        return [number if column.kind == "number" else None for column in self.columns]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet; `freeze_columns` stay in sight to the left, the heading row above."""

    sheet: str
    title: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    landscape: bool = False
    one_page: bool = False
    freeze_columns: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: labelled lines to fill in, and how to fill in the others."""

    sheet: str
    title: str
    heading: str
    fields: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook."""

    title: str
    cover: Cover
    sheets: tuple[Sheet, ...]


def table(form: dict[str, Any], rows: list[Row], lead_row: Row) -> Table:
    """Join a table of forms.yaml with its data."""
    told = dict(form)
    columns = tuple(Column(*column) for column in told.pop("columns"))
    keep, empty = tuple(told.pop("keep", ())), tuple(told.pop("blank", ()))
    return Table(columns=columns, rows=tuple(rows), lead_row=lead_row, keep=keep, blank=empty, **told)
