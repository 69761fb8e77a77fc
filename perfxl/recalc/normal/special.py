"""Functions that an engine computes from a reference, not from values, where it cannot do so itself."""

from __future__ import annotations

from dataclasses import replace

from perfxl.formulas.syntax import Area, Call, Literal, Node, Omitted, map_children
from perfxl.recalc.normal.book import Site, box, is_single

ADDRESS = "XL.ADDRESS"  # the text of a reference, names put in their places
LEFT_OUT = "\ue001"  # what our functions are handed for an argument that is left out
_CONDITIONAL = frozenset({"SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS"})
_PLAIN = {"XLOOKUP": 4, "XMATCH": 2}  # the arguments of the plain search, which the engine does itself
_LEFT_OUT = Literal("text", f'"{LEFT_OUT}"')


def rewritten(node: Node, site: Site) -> Node:
    """Return the tree with such functions written as what they give, or as functions of ours."""
    node = map_children(node, lambda child: rewritten(child, site))
    if not isinstance(node, Call) or node.callee is not None:
        return node
    return _placed(node, site) or _ours(node, site) or node


def _placed(node: Call, site: Site) -> Node | None:
    """Return the rows and columns of references as the numbers that they are."""
    match node:
        case Call("ROW", (Area() as ref,)) if not is_single(ref):
            top, _, bottom, _ = box(ref)
            return _sequence(bottom - top + 1, 1, top)
        case Call("COLUMN", (Area() as ref,)) if not is_single(ref):
            _, left, _, right = box(ref)
            return _sequence(1, right - left + 1, left)
        case Call("ROW" | "COLUMN", ()):
            return _number(site.position[node.name == "COLUMN"])
        case Call("ROWS" | "COLUMNS", (Area() as ref,)):
            top, left, bottom, right = box(ref)
            return _number(bottom - top + 1 if node.name == "ROWS" else right - left + 1)
    return None


def _ours(node: Call, site: Site) -> Node | None:
    """Return what functions of ours do in place of the engine's."""
    args = node.args
    if node.name == "TEXTSPLIT" or (node.name.startswith("PX_") and Omitted() in args):
        return replace(node, args=_told(args))
    if node.name in _PLAIN and (len(args) > _PLAIN[node.name] or Omitted() in args[:1]):
        return replace(node, name=f"XL.{node.name}", args=_told(args))
    if node.name == "INDIRECT" and 1 <= len(args) <= 2:
        address = Call(ADDRESS, (_quoted(site.sheet), *args))
        return Call("IF", (Call("ISTEXT", (address,)), replace(node, args=(address,)), address))
    if node.name in _CONDITIONAL and site.book.careful and len(args) > 1:
        summed = args[0] if node.name.endswith("S") else args[-1 if len(args) == 3 else 0]
        fails = Call("ISERROR", (Call("SUM", (summed,)),))
        return Call("IF", (fails, replace(node, name=f"XL.{node.name}"), node))
    return None


def _quoted(text: str) -> Literal:
    return Literal("text", '"' + text.replace('"', '""') + '"')


def _told(args: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(_LEFT_OUT if isinstance(arg, Omitted) else arg for arg in args)


def _sequence(rows: int, columns: int, start: int) -> Node:
    return Call("SEQUENCE", (_number(rows), _number(columns), _number(start)))


def _number(value: int) -> Literal:
    return Literal("number", str(value))
