"""公式单元格应当带有计算结果。

由程序生成、没有用表格软件打开保存过的工作簿，公式没有结果，无法核对；每张工作表提示一次。

错例
    D5 的公式 =B5+C5 没有保存结果
正例
    D5 的公式 =B5+C5 保存了结果 30.00
依据
工作簿文件格式：公式的结果由表格软件计算后保存。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.model.figure import Figure, State
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place

CODE = "PX471"
NAME = "公式无结果"
GROUP = "form"


def check(book: Checked) -> Iterator[Finding]:
    """Yield one info a sheet that holds formulas without results."""
    sheets: dict[str | None, dict[Place, Figure]] = defaultdict(dict)
    for table in book.evaluation.tables:
        for _, _, figure in table.figures():
            if figure.state is State.UNCACHED or (figure.derived and figure.formula is not None):
                sheets[figure.place.sheet].setdefault(figure.place, figure)
    for sheet, figures in sheets.items():
        first, *others = figures
        yield Finding(
            CODE, NAME, Severity.INFO, first,
            f"工作表“{sheet}”有{len(figures)}个公式没有保存计算结果（如{first.cell}），未能核对。",
            "", "",
            "请用 perfxl recalc 工作簿 -o 新文件 重算，或用 Excel、WPS 打开后重新计算并保存，再检查。",
            related=tuple(others),
        )  # fmt: skip
