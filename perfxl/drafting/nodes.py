"""What templates name (字段树): tables by their kind, rows and figures by the terms of the field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from perfxl.drafting.field import Field
from perfxl.drafting.printing import field_of
from perfxl.model.figure import Figure
from perfxl.model.table import Role, Row, Table
from perfxl.rules.kind import Kind, Lexicon

_NO_WORD = re.compile(r"[^\w]")
_LISTS = {
    "行": tuple(Role),
    "项目": (Role.LINE, Role.OF_WHICH),
    "指标": (Role.INDICATOR, Role.LINE),
    "资金": (Role.FUND,),
}
_TOTAL = "合计"
_OF_WHICH = re.compile(r"^其中[:：]?")


def identifier(term: str) -> str:
    """Return a term as templates write it, without its punctuation: 因公出国（境）费 -> 因公出国境费."""
    return _NO_WORD.sub("", term)


@dataclass(frozen=True)
class RowNode:
    """A row: its figures by the terms of their columns, 名称 its label as written, 类别 its group."""

    name: str
    columns: Mapping[str, str]
    row: Row | None = None
    others: tuple[Row, ...] = ()

    def __getitem__(self, key: str) -> Field | bool:
        """Return a figure of the row; KeyError for a column that the kind does not have."""
        if key == "有":
            return self.row is not None
        if key == "合计行":
            return self.role in (Role.TOTAL, Role.SUBTOTAL)
        if key == "名称":
            label = self.row.label.strip() if self.row else ""
            return Field(f"{self.name}.名称", label, label, free=True)
        if key == "类别":
            words = self.row.category.strip() if self.row else ""
            return Field(f"{self.name}.类别", words, words, free=True)
        return self.figure(key)

    @property
    def role(self) -> Role | None:
        """What the row is in its table."""
        return self.row.role if self.row else None

    def figure(self, term: str) -> Field:
        """Return the figure in the column of that term; KeyError for a column that the kind does not have."""
        return field_of(self._figure(self.columns[term]), f"{self.name}.{term}")

    def _figure(self, key: str) -> Figure | None:
        """Return a figure: of this row, else of the row of that name in another table of the kind."""
        found = (row.cells.get(key) for row in ([self.row] if self.row else []) + list(self.others))
        stated = [figure for figure in found if figure is not None]
        return next((figure for figure in stated if not figure.blank), stated[0] if stated else None)


@dataclass(frozen=True)
class TableNode:
    """All tables of a kind: single figures and rows by their terms; 行 the rows of the first, 有, 单位."""

    name: str
    kind: Kind
    tables: tuple[Table, ...] = ()
    _known: dict[str, RowNode] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[str, str]:
        """Keys of columns by their terms; for a form those of its funds too."""
        return {**_terms(self.kind.funds), **_terms(self.kind.columns)}

    @cached_property
    def _fields(self) -> dict[str, str]:
        return {term: key for block in (self.kind.fields, self.kind.totals, self.kind.foot)
                for term, key in _terms(block).items()}  # fmt: skip

    @cached_property
    def _items(self) -> dict[str, str]:
        return {**_terms(self.kind.fund_items), **_terms(self.kind.items)}

    def __getitem__(self, key: str) -> object:
        """Return a row, a figure, or 行; KeyError for what the kind does not have."""
        if key in _LISTS:
            return [line for line in self.lines() if line.role in _LISTS[key]]
        if key in self._items:
            return self._item(key)
        return self._told[key] if key in self._told else self._single(key)

    @property
    def _told(self) -> dict[str, object]:
        return {"有": bool(self.tables), "单位": next((table.unit for table in self.tables if table.unit), "")}

    def _single(self, key: str) -> Field:
        """Return a single figure; where the table has none, that of the column of the same term in the total row."""
        figure, total = self._figure(self._fields[key]), self._item(_TOTAL) if _TOTAL in self._items else None
        if (figure is None or figure.blank) and total is not None and key in total.columns:
            return total.figure(key)
        return field_of(figure, f"{self.name}.{key}")

    def lines(self) -> Iterator[RowNode]:
        """Yield the rows of the first table that has rows; rows of one name are told apart by a number."""
        seen: dict[str, int] = {}
        first = next((table for table in self.tables if table.rows), None)
        for row in first.rows if first else ():
            label = self._label(row)
            seen[label] = seen.get(label, 0) + 1
            again = f"（{seen[label]}）" if seen[label] > 1 else ""
            others = tuple(found for table in self.tables if table is not first and row.item
                           if (found := table.item(row.item)))  # fmt: skip
            yield RowNode(f"{self.name}.{label}{again}", self.columns, row, others)

    def _label(self, row: Row) -> str:
        term = next((term for term, key in self._items.items() if key == row.item), "")
        return term or identifier(_OF_WHICH.sub("", row.label.strip())) or ("合计" if row.role is Role.TOTAL else "行")

    def _item(self, term: str) -> RowNode:
        if term not in self._known:
            rows = [row for table in self.tables if (row := table.item(self._items[term])) is not None]
            first = rows[0] if rows else None
            self._known[term] = RowNode(f"{self.name}.{term}", self.columns, first, tuple(rows[1:]))
        return self._known[term]

    def _figure(self, key: str) -> Figure | None:
        stated = [figure for table in self.tables if (figure := table.fields.get(key)) is not None]
        return next((figure for figure in stated if not figure.blank), stated[0] if stated else None)


def _terms(lexicon: Lexicon) -> dict[str, str]:
    return {identifier(entry.term): entry.key for entry in lexicon}


@dataclass(frozen=True)
class Texts:
    """What people wrote (文字): any place may be named, and where nobody wrote for it there is a gap.

    used  the places that were asked for
    """

    written: Mapping[str, Sequence[str]]
    used: set[str] = field(default_factory=set)

    def __getitem__(self, key: str) -> Field:
        """Return the text for a place, its paragraphs parted by line breaks."""
        self.used.add(place_key(key))
        text = "\n".join(self.written.get(place_key(key), ()))
        return Field(f"文字.{key}", text, text, free=True)

    @property
    def unused(self) -> tuple[str, ...]:
        """The places that were written for and nobody asked for."""
        return tuple(key for key in self.written if key not in self.used)


_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．])")


def place_key(place: str) -> str:
    """Return what places are compared by: without numbering and punctuation."""
    return identifier(_NUMBERED.sub("", place.strip()))
