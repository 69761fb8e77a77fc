"""Figures above the limit beside them: spending above budget, staff above posts. True or not, worth a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import number
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Row, Table
from perfxl.rules.kinds import term

_SUMS = (Role.TOTAL, Role.SUBTOTAL)


@dataclass(frozen=True, slots=True)
class Excess:
    """A figure above its limit."""

    figure: Figure
    limit: Figure
    limit_term: str

    def finding(self, code: str, name: str, book: Checked, fix: str) -> Finding:
        """Return the warning."""
        message = f"{book.name(self.figure)}{self.figure.text}超过了{self.limit_term}{self.limit.text}。"
        return Finding(
            code, name, Severity.WARNING, self.figure.place, message,
            self.figure.text, f"≤{self.limit.text}", fix, related=(self.limit.place,),
        )  # fmt: skip


def excesses(table: Table, key: str, limit: str) -> Iterator[Excess]:
    """Yield the figures of a column above those of another; a total only where none of its parts is."""
    parts = [found for row in table.rows if not _is_sum(row) for found in _excess(table, row, key, limit)]
    sums = [found for row in table.rows if _is_sum(row) for found in _excess(table, row, key, limit)]
    yield from parts or sums


def _is_sum(row: Row) -> bool:
    return row.role in _SUMS or row.item == "total"


def _excess(table: Table, row: Row, key: str, limit: str) -> Iterator[Excess]:
    figure, bound = number(row, key), number(row, limit)
    if figure and bound and figure.value is not None and bound.value is not None and figure.value > bound.value:
        yield Excess(figure, bound, term(table.kind, limit))
