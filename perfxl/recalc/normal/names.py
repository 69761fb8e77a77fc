"""Defined names (定义的名称) put in their places, with what they mean where the formula stands."""

from __future__ import annotations

from dataclasses import replace

from perfxl.formulas.calculation import Name
from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Area, Call, Corner, Identifier, Literal, Node, map_children
from perfxl.formulas.tokens import FormulaError
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.book import Book, Site
from perfxl.recalc.normal.functions import PARAMETER
from perfxl.sheets.a1 import LAST_COLUMN, LAST_ROW

_DEEPEST = 32


def resolved(node: Node, site: Site, depth: int = 0) -> Node:
    """Return the tree without names; an unknown one is #NAME?, as it is in Excel.

    EngineError for a name that leads in a circle, or into another file.
    """
    if depth > _DEEPEST:
        raise EngineError("定义的名称互相引用，无法展开")
    if isinstance(node, Identifier):
        return _meaning(node, site, depth)
    if isinstance(node, Call) and not node.callee:
        name = _lookup(site.book, node.name, None, site.sheet)
        if name is not None:  # a name that holds a LAMBDA
            callee = _formula(name, site, depth)
            args = tuple(resolved(arg, site, depth) for arg in node.args)
            return Call("", args, callee)
    return map_children(node, lambda child: resolved(child, site, depth))


def _meaning(word: Identifier, site: Site, depth: int) -> Node:
    if word.text.casefold().startswith(PARAMETER):
        return word
    if word.book:
        raise EngineError("引用了别的工作簿")
    name = _lookup(site.book, word.text, word.sheet, site.sheet)
    if name is None:
        return word  # a variable of LET or LAMBDA; `binding` knows, and says #NAME? of the rest
    return Call("()", (_formula(name, site, depth),))


def _lookup(book: Book, text: str, sheet: str | None, own: str) -> Name | None:
    return book.name(text, sheet or own)


def _formula(name: Name, site: Site, depth: int) -> Node:
    try:
        tree = parse(name.formula)
    except FormulaError:
        return Literal("error", "#REF!" if "#REF!" in name.formula else "#NAME?")
    return resolved(_shifted(tree, site.position[0] - 1, site.position[1] - 1), site, depth + 1)


def _shifted(node: Node, rows: int, columns: int) -> Node:
    """Return a tree whose relative references moved: those of a name are told from A1, and wrap around the sheet."""
    if isinstance(node, Area):
        return replace(node, first=_moved(node.first, rows, columns), last=_moved(node.last, rows, columns))
    return map_children(node, lambda child: _shifted(child, rows, columns))


def _moved(corner: Corner, rows: int, columns: int) -> Corner:
    row, column = corner.row, corner.column
    if row is not None and not corner.row_fixed:
        row = (row + rows - 1) % LAST_ROW + 1
    if column is not None and not corner.column_fixed:
        column = (column + columns - 1) % LAST_COLUMN + 1
    return replace(corner, row=row, column=column)
