"""Lambdas of single values that are given arrays: they are computed for each value, as Excel does.

Becomes XL.EACH with SPREAD: one row or column repeats, what lacks is #N/A.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfxl.formulas.syntax import (
    Area,
    ArrayConstant,
    Binary,
    Call,
    Literal,
    Node,
    Unary,
    children,
    map_children,
    operands,
)
from perfxl.recalc.normal.kinds import LIFTED, SCALARS, SPILLING
from perfxl.recalc.normal.lambdas import EACH, KINDS, Lambdas, keep_lambda, new_variable
from perfxl.recalc.normal.scope import box, is_single

_ALL = range(255)
_SPREADING = frozenset({"IF", "IFERROR", "IFNA", "IFS", "CHOOSE", "ATAN2", "COS", "SIN", "TAN"})  # the library's own
_BRANCHING = frozenset({"IF", "IFERROR", "IFNA"})
_ALWAYS = frozenset({"OFFSET", "INDIRECT"})  # their size is not known before
_ARRAYS = frozenset({EACH, "XL.CMP", "XL.IF", "XL.IFERROR", "XL.IFNA", "SEQUENCE"})
_REFERENCES = frozenset({"OFFSET", "INDIRECT", "INDEX", "CHOOSE", "XLOOKUP"})


def broadcast(node: Node, lambdas: Lambdas) -> Node:
    """Return the tree with lambdas of single values spread over the arrays that they are given."""
    node = map_children(node, lambda child: broadcast(child, lambdas))
    if not isinstance(node, Call) or node.callee is not None:
        return node
    if node.name in _BRANCHING and _uneven(node.args):
        return replace(node, name=f"XL.{node.name}")
    singles = _singles(node.name)
    spread = [at for at, arg in enumerate(node.args) if at in singles and is_array(arg)]
    return _each(node, spread, lambdas) if spread else node


def _each(node: Call, spread: list[int], lambdas: Lambdas) -> Call:
    """Return a call computed for each value of the arguments that are spread."""
    words = [new_variable(at) for at in spread]
    args = list(node.args)
    for at, word in zip(spread, words, strict=True):
        args[at] = word
    number, captured = keep_lambda(tuple(words), replace(node, args=tuple(args)), lambdas)
    arrays = [node.args[at] for at in spread]
    head = [Literal("number", str(each)) for each in (KINDS.index("SPREAD"), number, len(arrays))]
    return Call(EACH, (*head, *arrays, *captured))


def _singles(name: str) -> range | frozenset[int]:
    """Return the positions of the arguments of which a function takes one value."""
    if name in LIFTED:
        return LIFTED[name]
    return _ALL if name in SCALARS and name not in _SPREADING else frozenset()


def is_array(node: Node) -> bool:
    """Whether a node may give more than one value."""
    match node:
        case Area():
            return not is_single(node)
        case ArrayConstant(rows):
            return len(rows) > 1 or len(rows[0]) > 1
        case Binary(":", _, _):
            return True
        case Binary() | Unary() | Call("()"):
            return any(map(is_array, _inside(node)))
        case Call():
            return _gives_array(node)
    return False


def _gives_array(node: Call) -> bool:
    """Whether a function may give more than one value."""
    if node.callee is None and node.name in _SPREADING:
        return any(map(is_array, node.args))
    if node.callee is None and node.name in _REFERENCES:
        return node.name in _ALWAYS or any(map(is_array, node.args[1:]))
    return node.name in SPILLING or node.name in _ARRAYS


def _uneven(args: tuple[Node, ...]) -> bool:
    """Whether arguments have several sizes, as far as that can be told, which the library does not bring together."""
    sizes = {size for arg in args for size in _sizes(arg)}
    return len(sizes) > 1


def _sizes(node: Node) -> Iterator[tuple[int, int]]:
    match node:
        case Area() if not is_single(node):
            top, left, bottom, right = box(node)
            yield bottom - top + 1, right - left + 1
        case ArrayConstant(rows):
            yield len(rows), len(rows[0])
        case Binary() | Unary() | Call("()"):
            for inner in _inside(node):
                yield from _sizes(inner)


def _inside(node: Node) -> tuple[Node, ...]:
    return operands(node) if isinstance(node, Binary) else children(node)
