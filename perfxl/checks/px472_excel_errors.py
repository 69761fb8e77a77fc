"""应填数字的单元格不应是公式错误值（#DIV/0!、#REF! 等）。

同一行还没有填数的不报。

错例
    执行率 #DIV/0!
正例
    预算数为0时，执行率填“不适用”或“—”
依据
错误值会传给引用它的所有公式。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.model.figure import Figure, State
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Row

CODE = "PX472"
NAME = "公式错误值"
GROUP = "form"
_PRESET = frozenset({"weight"})


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each error value in a row that somebody filled in."""
    seen: set[Place] = set()
    for table in book.evaluation.tables:
        for row, _, figure in table.figures():
            if figure.state is State.ERROR and figure.place not in seen and (row is None or _filled(row)):
                seen.add(figure.place)
                yield _finding(book, figure)


def _filled(row: Row) -> bool:
    return any(
        figure.state is State.NUMBER and figure.formula is None and not figure.derived
        for key, figure in row.cells.items()
        if key not in _PRESET
    )


def _finding(book: Checked, figure: Figure) -> Finding:
    return Finding(
        CODE, NAME, Severity.WARNING, figure.place,
        f"{book.name(figure)}是公式错误值{figure.text}。",
        figure.text, "",
        "请检查公式引用的单元格；分母为0的，改填“不适用”或“—”。",
    )  # fmt: skip
