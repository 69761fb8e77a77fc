"""Names of functions as files store them: what newer versions of Excel prefix is taken off."""

from __future__ import annotations

import re
from dataclasses import replace

from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.syntax import Call, Node, Unary, Word, mapped

PARAMETER = "_xlpm."
_ETA = "_xleta."
_PREFIXES = re.compile(r"(?:_XLFN\.|_XLWS\.|_XLUDF\.)+")
_OPERATORS = {"SINGLE": "@", "ANCHORARRAY": "#"}


def plain(node: Node) -> Node:
    """Return the tree with functions by their plain names; EngineError for a function of another file."""
    node = mapped(node, plain)
    if isinstance(node, Word) and node.text.casefold().startswith(_ETA):
        return Word(node.text[len(_ETA) :].upper())
    if not isinstance(node, Call) or not node.name:
        return node
    if "!" in node.name:
        raise EngineError("调用了别的文件里的函数")
    name = _PREFIXES.sub("", node.name)
    if name in _OPERATORS and len(node.args) == 1:
        return Unary(_OPERATORS[name], node.args[0])
    return node if name == node.name else replace(node, name=name)
