"""数字应按规范书写：千分位逗号每三位一个，用半角数字，存为数值而不是文本。

千分位逗号位置不对的，分不清是逗号错还是数字错，为错误；全角等其他写法报“核实”；书写规范但存为文本的，每表提示一次。

错例
    12,3456.78
正例
    123,456.78
依据
GB/T 15835—2011《出版物上数字用法》：多位数字按三位分节。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.wording import print_like
from perfxl.model.figure import Figure, State
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role, Row, Table
from perfxl.rules.kinds import kinds
from perfxl.sheets.address import position_of

CODE = "PX467"
NAME = "数字书写"
GROUP = "writing"
_SEPARATOR = "千分位"
_NUMBERS = frozenset({"money", "rate", "count", "score"})


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each malformed number, and one for each table that keeps numbers as text."""
    for table in book.evaluation.tables:
        texts = []
        for row, key, figure in table.figures():
            if figure.state is not State.NUMBER or figure.numeric or figure.derived:
                continue
            if figure.malformed:
                yield _malformed(book, figure, _type(table, row, key))
            elif _type(table, row, key) in _NUMBERS:
                texts.append(figure)
        if texts:
            yield _as_text(table, texts)


def _type(table: Table, row: Row | None, key: str) -> str:
    kind = kinds()[table.kind]
    block = kind.fields if row is None else kind.funds if row.role is Role.FUND else kind.columns
    entry = block.get(key)
    return entry.type if entry else "text"


def _malformed(book: Checked, figure: Figure, type_: str) -> Finding:
    hard = _SEPARATOR in figure.malformed and type_ in _NUMBERS
    should = print_like(figure, figure.value) if figure.value is not None else ""
    return Finding(
        CODE, NAME, Severity.ERROR if hard else Severity.WARNING, figure.place,
        f"{book.name(figure)}写成了“{figure.text}”，{figure.malformed}，规范写法为{should}。",
        figure.text, should,
        f"请核对数字本身无误后，改为数值{should}。",
    )  # fmt: skip


def _as_text(table: Table, figures: list[Figure]) -> Finding:
    first, *others = sorted(dict.fromkeys(figures), key=lambda figure: position_of(figure.place.cell or "A1"))
    return Finding(
        CODE, NAME, Severity.INFO, first.place,
        f"“{table.name}”有{len(others) + 1}个数字存为文本（如{first.place.cell}的{first.text}），公式不会把它们计入。",
        first.text, "",
        "请选中这些单元格，转换为数字。",
        related=tuple(figure.place for figure in others),
    )  # fmt: skip
