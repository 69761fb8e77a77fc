"""A tree of precedents as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from perfxl.formulas.precedents import Node
from perfxl.numerals.display import display
from perfxl.output.visible import lines_text
from perfxl.sheets.snapshot import Cell


def tree_text(root: Node) -> str:
    """Return a line a node, the children drawn below what reads them."""
    return lines_text([_told(root), *_branches(root, "")])


def tree_document(node: Node) -> dict[str, Any]:
    """Return a node and all below it; numbers are texts, exact as they stand."""
    document: dict[str, Any] = {"reference": node.text}
    if node.cell:
        document |= {"value": _plain(node.cell), "formula": node.cell.formula}
    if node.filled is not None:
        document["filled"] = node.filled
    document |= {"cycle": node.cycle, "cut": node.cut}
    return document | {"precedents": [tree_document(child) for child in node.children]}


def _branches(node: Node, indent: str) -> Iterator[str]:
    for child in node.children:
        last = child is node.children[-1]
        yield f"{indent}{'└─' if last else '├─'} {_told(child)}"
        yield from _branches(child, f"{indent}{'   ' if last else '│  '}")


def _told(node: Node) -> str:
    if node.cell:
        value = _shown(node.cell)
        formula = f"  ={node.cell.formula}" if node.cell.formula is not None else ""
        more = "（循环引用）" if node.cycle else "（还引用了别的单元格，未展开）" if node.cut else ""
        return f"{node.text} = {value}{formula}{more}"
    if node.filled is not None:
        more = "，未逐个列出" if node.cut else ""
        return f"{node.text}（区域，{node.filled} 个单元格有内容{more}）"
    return f"{node.text}（名称、表格或其他工作簿，未展开）"


def _shown(cell: Cell) -> str:
    if cell.error:
        return cell.error
    if cell.value is None:
        return "（没有缓存的结果）" if cell.formula is not None else "空白"
    return display(cell.value, cell.number_format) if not isinstance(cell.value, (bool, str)) else _plain(cell)


def _plain(cell: Cell) -> str:
    if isinstance(cell.value, bool):
        return "TRUE" if cell.value else "FALSE"
    return cell.error or ("" if cell.value is None else str(cell.value))
