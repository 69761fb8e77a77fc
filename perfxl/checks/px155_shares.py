"""占比一栏之和等于100%。

各占比四舍五入造成的尾差只作提示；合计行印出的占比与各项之和相差超过尾差的为错误。

错例
    占比 60.00%、30.00%、15.00%，合计 100.00%
正例
    占比 60.00%、30.00%、10.00%，合计 100.00%
依据
占比的定义：各项占合计的比例，其和为100%。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import given, number, total_of
from perfxl.model.derivation import Relation
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Row, Table
from perfxl.numerals.display import percent
from perfxl.numerals.tolerance import share_tolerance
from perfxl.scoring.nesting import readings

CODE = "PX155"
NAME = "占比合计"
GROUP = "rates"
LOOKS_AT = ("budget_lines",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each column of shares that does not add up to the whole."""
    reported = {suspect.figure.place for suspect in book.suspects((Relation.SHARE,))}
    for table in book.evaluation.of("budget_lines"):
        total = next(iter(table.of_role(Role.TOTAL)), None)
        columns = list(_columns(table, total))
        if columns and not any(part.place in reported for part in columns[0]):
            yield from _judge(table, number(total, "share"), columns)


def _columns(table: Table, total: Row | None) -> Iterator[list[Figure]]:
    """Yield what the column's whole may add up, where all of it was written."""
    for rows in readings(table, total) if total else (table.of_role(Role.LINE),):
        parts = [row.cells["share"] for row in rows if "share" in row.cells]
        if parts and all(map(given, parts)):
            yield parts


def _judge(table: Table, total: Figure | None, columns: list[list[Figure]]) -> Iterator[Finding]:
    """Judge the reading of the column that comes closest to the whole: nested lines count once."""
    whole = total_of([total]) if total else Decimal(1)
    parts = min(columns, key=lambda column: abs(total_of(column) - whole))
    apart = abs(total_of(parts) - whole)
    if apart > share_tolerance(parts):
        yield _finding(table, total or parts[-1], parts, Severity.ERROR if total else Severity.WARNING)
    elif apart >= max(part.quantum or Decimal(0) for part in parts) > 0:
        yield _finding(table, total or parts[-1], parts, Severity.INFO)


def _finding(table: Table, spot: Figure, parts: list[Figure], severity: Severity) -> Finding:
    reached = percent(total_of(parts))
    rounding = severity is Severity.INFO
    return Finding(
        CODE, NAME, severity, spot.place,
        f"“{table.name}”各项占比相加为{reached}，与100%{'有四舍五入的尾差' if rounding else '不符'}。",
        spot.text if spot not in parts else reached, reached if spot not in parts else "100%",
        "尾差属正常，可不改。" if rounding else "请核对各项占比，并重新计算合计。",
        related=tuple(part.place for part in parts),
    )  # fmt: skip
