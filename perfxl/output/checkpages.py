"""The reference of all checks (检查说明), made from their docstrings.

`python -m perfxl.output.checkpages > docs/checks.md` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from perfxl.checks.registry import HEADS, Check, checks
from perfxl.prose.laws.registry import Law, laws

_GROUPS = {
    "1": "单张表内的计算与得分",
    "2": "表与表之间的勾稽",
    "3": "不认识的表：表内标签自述的关系",
    "4": "数字的书写与单元格状态",
    "5": "报告文字",
    "6": "所用的规则",
    "7": "绩效运行监控",
}
_INTRODUCTION = """# 检查项说明

每项检查一个编号。首位数字表示看什么：1 单张表内的计算与得分，2 表与表之间的勾稽，3 不认识的表内标签自述的关系，
4 数字的书写与单元格状态，5 报告文字（`perfxl check --report`），6 所用的规则，7 绩效运行监控。
级别分三等：错误（必须改）、核实（请核对，可能属实）、提示（供参考）。依据未经证实的规则，最高只报“核实”。
同一处笔误只报一次：由它带出的其他不符不再重复报。

本文由各检查的说明生成，请勿直接修改。
"""


def page() -> str:
    """Return the whole reference as Markdown."""
    return "\n".join([_INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    group = ""
    documented: tuple[Check | Law, ...] = (*checks(), *laws())
    for check in sorted(documented, key=lambda entry: entry.code):
        if check.code[2] != group:
            group = check.code[2]
            yield f"## {_GROUPS[group]}\n"
        yield _section(check)


def _section(check: Check | Law) -> str:
    lines = [f"### {check.code} {check.name}", ""]
    for line in check.page.splitlines():
        lines += ["", f"**{line}**", ""] if line in HEADS else [line]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode("utf-8"))
