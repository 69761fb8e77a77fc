"""Functions that an engine computes from a reference, not from values, where it cannot do so itself."""

from __future__ import annotations

from dataclasses import replace

from perfxl.recalc.normal.book import Site, box, is_single
from perfxl.recalc.normal.syntax import Call, Literal, Missing, Node, Ref, mapped

ADDRESS = "XL.ADDRESS"  # the text of a reference, names put in their places
LEFT_OUT = "\ue001"  # what our functions are handed for an argument that is left out
_PLAIN = {"XLOOKUP": 4, "XMATCH": 2}  # the arguments of the plain search, which the engine does itself
_LEFT_OUT = Literal("text", f'"{LEFT_OUT}"')


def rewritten(node: Node, site: Site) -> Node:
    """Return the tree with ROW and COLUMN of ranges as the numbers that they give."""
    node = mapped(node, lambda child: rewritten(child, site))
    match node:
        case Call(name, args, None) if name.startswith("PX_") and any(isinstance(arg, Missing) for arg in args):
            return replace(node, args=_told(args))
        case Call("XLOOKUP" | "XMATCH", args, None) if len(args) > _PLAIN[node.name] or isinstance(args[0], Missing):
            return replace(node, name=f"XL.{node.name}", args=_told(args))
        case Call("INDIRECT", (text, *style), None):
            sheet = Literal("text", f'"{site.sheet.replace(chr(34), chr(34) * 2)}"')
            address = Call(ADDRESS, (sheet, text, *style))
            return Call("IF", (Call("ISTEXT", (address,)), replace(node, args=(address,)), address))
        case Call("SUMIF" | "AVERAGEIF" | "SUMIFS" | "AVERAGEIFS", args, None) if site.book.careful and len(args) > 1:
            summed = args[0] if node.name.endswith("S") else args[-1 if len(args) == 3 else 0]
            return Call("IF", (Call("ISERROR", (Call("SUM", (summed,)),)), replace(node, name=f"XL.{node.name}"), node))
        case Call("TEXTSPLIT", args, None):
            return replace(node, args=_told(args))
        case Call("ROW", (Ref() as ref,), None) if not is_single(ref):
            top, _, bottom, _ = box(ref)
            return _sequence(bottom - top + 1, 1, top)
        case Call("COLUMN", (Ref() as ref,), None) if not is_single(ref):
            _, left, _, right = box(ref)
            return _sequence(1, right - left + 1, left)
        case Call("ROW" | "COLUMN", (), None):
            return _number(site.position[node.name == "COLUMN"])
        case Call("ROWS", (Ref() as ref,), None):
            return _number(box(ref)[2] - box(ref)[0] + 1)
        case Call("COLUMNS", (Ref() as ref,), None):
            return _number(box(ref)[3] - box(ref)[1] + 1)
    return node


def _told(args: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(_LEFT_OUT if isinstance(arg, Missing) else arg for arg in args)


def _sequence(rows: int, columns: int, start: int) -> Node:
    return Call("SEQUENCE", (_number(rows), _number(columns), _number(start)))


def _number(value: int) -> Literal:
    return Literal("number", str(value))
