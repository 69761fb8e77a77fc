"""Names of functions as files store them: what newer versions of Excel prefix is taken off."""

from __future__ import annotations

from dataclasses import replace

from perfxl.formulas.syntax import Call, Identifier, Node, Unary, map_children
from perfxl.formulas.tokens import split_name
from perfxl.recalc.engine import EngineError

PARAMETER = "_xlpm."
_ETA = "_xleta."
_OPERATORS = {"SINGLE": "@", "ANCHORARRAY": "#"}


def plain(node: Node) -> Node:
    """Return the tree with functions by their plain names; EngineError for a function of another file."""
    node = map_children(node, plain)
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
