"""The add-in's own sheet: what its VBA says in Chinese, which VBA source cannot hold safely on every Windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from perfxl import __version__
from perfxl.functions.signature import Function

NAME = "perfxl"
TEXTS = {
    "title": "绩效自评",
    "version": __version__,
    "no-dll": "没有找到连接组件，请重新安装 perfxl。缺少的文件是：",
    "no-server": "函数服务没有启动，请点“排除故障”里的“重启函数服务”；仍不行就重新安装 perfxl，"
    "并把安装文件夹加入杀毒软件的信任列表。原因：",
    "working": "perfxl：正在处理，请稍候…",
    "midway": "函数服务中途停止了，可能只写入了一部分：请点“撤销上次操作”还原，再试一次。服务已准备好重新启动。",
    "failed": "没有做成，工作簿可能没有改动；请点“排除故障”里的“环境自检”，或重新安装 perfxl。",
}
_LONGEST = 255  # characters that Excel takes for one help text
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class Places:
    """Where Windows has Python: both empty means the folder `runtime` beside the add-in.

    home    the folder of xlwings' DLLs
    python  the path of pythonw.exe
    """

    home: str = ""
    python: str = ""


BESIDE = Places()


def rows(functions: Iterable[Function], places: Places = BESIDE) -> list[Sequence[str]]:
    """Return the sheet's rows: ("text", key, text) and ("function", name, category, help, count, help of each)."""
    told = TEXTS | {"home": places.home, "python": places.python}
    texts = [("text", key, text) for key, text in told.items()]
    return [*texts, *map(_function, functions)]


def xml(functions: Iterable[Function], places: Places = BESIDE) -> str:
    """Return the worksheet part; all cells are texts, written in place."""
    lines = "".join(_row(number, cells) for number, cells in enumerate(rows(functions, places), start=1))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_NAMESPACE}"><sheetPr codeName="Sheet1"/><sheetData>{lines}</sheetData></worksheet>'
    )


def _function(function: Function) -> tuple[str, ...]:
    helps = [f"{argument.label}：{argument.help}"[:_LONGEST] for argument in function.arguments]
    return "function", function.name, function.category, function.help[:_LONGEST], str(len(helps)), *helps


def _row(number: int, cells: Sequence[str]) -> str:
    told = "".join(
        f'<c r="{_column(index)}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        for index, cell in enumerate(cells)
    )
    return f'<row r="{number}">{told}</row>'


def _column(index: int) -> str:
    """Return the letters of a column, 0 being A."""
    prefix = _column(index // 26 - 1) if index >= 26 else ""
    return prefix + chr(ord("A") + index % 26)
