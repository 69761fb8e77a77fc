"""项目清单中的项目不应重复。

名称相同的列了两次的报“核实”；同名而金额也相同的多为误列。

错例
    清单第3行、第7行都是“道路养护”
正例
    清单各项目名称不同
依据
表内勾稽：一个项目列一次。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Role
from perfxl.numerals.characters import name_key

CODE = "PX179"
NAME = "项目重复列示"
GROUP = "cross"
LOOKS_AT = ("project_list",)


def check(book: Checked) -> Iterator[Finding]:
    """Yield a warning for each project that a list names a second time."""
    for table in book.evaluation.of(*LOOKS_AT):
        first: dict[str, Figure] = {}
        for row in table.of_role(Role.LINE):
            label = row.cells.get("label")
            earlier = first.setdefault(name_key(row.label), label) if label and row.label.strip() else None
            if label and earlier and earlier.place != label.place:
                yield Finding(
                    CODE, NAME, Severity.WARNING, label.place,
                    f"“{table.name}”的项目“{label.text.strip()}”与{earlier.place.cell}重复。",
                    label.text, "",
                    "请核对：同一项目只列一次；不同的项目请把名称写全。",
                    related=(earlier.place,),
                )  # fmt: skip
