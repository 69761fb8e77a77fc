"""Trees written as text again, as an engine reads them."""

from __future__ import annotations

from perfxl.recalc.normal.syntax import Binary, Call, Corner, Grid, Literal, Missing, Node, Ref, Unary, Word
from perfxl.sheets import a1


def written(node: Node) -> str:
    """Return the text of a tree, without "="; parentheses stand wherever precedence could matter."""
    match node:
        case Literal(_, text) | Word(text):
            return text
        case Ref():
            return reference(node)
        case Call():
            return _call(node)
        case Unary("%", operand):
            return f"{_closed(operand)}%"
        case Unary(operator, operand):
            return f"{operator}{_closed(operand)}"
        case Binary(operator, left, right):
            return f"{_closed(left)}{operator}{_closed(right)}"
        case Grid(rows):
            return "{" + ";".join(",".join(value.text for value in row) for row in rows) + "}"
        case Missing():
            return ""
        case _:
            raise TypeError(node)


def reference(ref: Ref) -> str:
    """Return a reference with the sheet it names."""
    text = _corner(ref.first)
    if ref.first != ref.last or ref.first.row is None or ref.first.column is None:
        text = f"{text}:{_corner(ref.last)}"
    return text if ref.sheet is None else f"{a1.quoted(ref.sheet)}!{text}"


def _call(node: Call) -> str:
    inside = ",".join(map(written, node.args))
    if node.name == "()":
        return f"({inside})"
    return f"{written(node.callee)}({inside})" if node.callee is not None else f"{node.name}({inside})"


def _closed(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, (Binary, Unary)) else written(node)


def _corner(corner: Corner) -> str:
    column = a1.letters(corner.column) if corner.column else ""
    return f"{column}{corner.row or ''}"
