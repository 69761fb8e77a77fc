"""参与计算的数应当填写。

空白不当作0：有空白时，有关结果既不填写也不核对；每张表提示一次。

错例
    全年预算数 50.00，全年执行数为空
正例
    全年预算数 50.00，全年执行数 0.00
依据
空白与0含义不同：空白表示尚未填写。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.indicators import unsupported
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.model.table import Table

CODE = "PX473"
NAME = "空白"
GROUP = "form"
_SHOWN = 5


def check(book: Checked) -> Iterator[Finding]:
    """Yield one info a table whose results lack operands."""
    told = {one.row.cells["actual"].place for one in unsupported(book)}  # PX173 speaks of them
    blanks: dict[int, tuple[Table, dict[Place, None]]] = defaultdict()
    for item in book.derivations:
        home = book.home(item.target.place)
        if home is None or item.value is not None:
            continue
        table, places = blanks.setdefault(id(home[0]), (home[0], {}))
        places.update({figure.place: None for figure in item.missing if figure.blank and figure.place not in told})
    for table, places in blanks.values():
        if places:
            yield _finding(table, list(places))


def _finding(table: Table, places: list[Place]) -> Finding:
    cells = "、".join(str(place.cell) for place in places[:_SHOWN]) + ("等" if len(places) > _SHOWN else "")
    return Finding(
        CODE, NAME, Severity.INFO, places[0],
        f"“{table.name}”有{len(places)}个参与计算的单元格为空（{cells}），有关结果未计算。",
        "", "",
        "请补填；确实没有发生的填0。",
        related=tuple(places[1:]),
    )  # fmt: skip
