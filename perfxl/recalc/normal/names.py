"""Names: of functions as files store them, and defined names (定义的名称), put in their places."""

from __future__ import annotations

from dataclasses import replace

from perfxl.formulas.calculation import Name
from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Area, Call, Corner, Identifier, Literal, Node, Unary, map_children
from perfxl.formulas.tokens import FormulaError, split_name
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.scope import Scope, Site
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Position

PARAMETER = "_xlpm."
_ETA = "_xleta."
_OPERATORS = {"SINGLE": "@", "ANCHORARRAY": "#"}
_DEEPEST = 32


def strip_prefixes(node: Node) -> Node:
    """Return the tree with functions by their strip_prefixes names; EngineError for a function of another file."""
    node = map_children(node, strip_prefixes)
    if isinstance(node, Identifier) and node.text.casefold().startswith(_ETA):
        return Identifier(node.text[len(_ETA) :].upper())
    if not isinstance(node, Call) or not node.name:
        return node
    if "!" in node.name:
        raise EngineError("调用了别的文件里的函数")
    _, name = split_name(node.name)
    if name in _OPERATORS and len(node.args) == 1:
        return Unary(_OPERATORS[name], node.args[0])
    return node if name == node.name else replace(node, name=name)


def resolve_names(node: Node, site: Site, depth: int = 0) -> Node:
    """Return the tree without names; an unknown one is #NAME?, as it is in Excel.

    EngineError for a name that leads in a circle, or into another file.
    """
    if depth > _DEEPEST:
        raise EngineError(f"定义的名称互相引用，或一个套一个超过{_DEEPEST}层，没有展开")
    if isinstance(node, Identifier):
        return _meaning(node, site, depth)
    if isinstance(node, Call) and not node.callee:
        name = _lookup(site.scope, node.name, None, site.sheet)
        if name is not None:  # a name that holds a LAMBDA
            callee = _formula(name, site, depth)
            args = tuple(resolve_names(arg, site, depth) for arg in node.args)
            return Call("", args, callee)
    return map_children(node, lambda child: resolve_names(child, site, depth))


def _meaning(word: Identifier, site: Site, depth: int) -> Node:
    if word.text.casefold().startswith(PARAMETER):
        return word
    if word.book:
        raise EngineError("引用了别的工作簿")
    name = _lookup(site.scope, word.text, word.sheet, site.sheet)
    if name is None:
        return word  # a variable of LET or LAMBDA; `binding` knows, and says #NAME? of the rest
    return Call("()", (_formula(name, site, depth),))


def _lookup(book: Scope, text: str, sheet: str | None, own: str) -> Name | None:
    return book.name(text, sheet or own)


def _formula(name: Name, site: Site, depth: int) -> Node:
    try:
        tree = parse(name.formula)
    except FormulaError:
        return Literal("error", "#REF!" if "#REF!" in name.formula else "#NAME?")
    return resolve_names(moved(tree, site.position), site, depth + 1)


def moved(node: Node, position: Position) -> Node:
    """Return the tree of a name as it is meant at a position: its relative references are told from A1."""
    return _shift(node, position[0] - 1, position[1] - 1)


def _shift(node: Node, rows: int, columns: int) -> Node:
    """Return a tree whose relative references moved: those of a name are told from A1, and wrap around the sheet."""
    if isinstance(node, Area):
        return replace(node, first=_move(node.first, rows, columns), last=_move(node.last, rows, columns))
    return map_children(node, lambda child: _shift(child, rows, columns))


def _move(corner: Corner, rows: int, columns: int) -> Corner:
    row, column = corner.row, corner.column
    if row is not None and not corner.row_fixed:
        row = (row + rows - 1) % LAST_ROW + 1
    if column is not None and not corner.column_fixed:
        column = (column + columns - 1) % LAST_COLUMN + 1
    return replace(corner, row=row, column=column)
