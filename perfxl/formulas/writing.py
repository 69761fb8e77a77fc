"""Trees written as text again: as Excel reads it, or with every bracket that an engine might need."""

from __future__ import annotations

import re

from perfxl.formulas.syntax import (
    Area,
    ArrayConstant,
    Binary,
    Call,
    Corner,
    Identifier,
    Literal,
    Node,
    Omitted,
    TableReference,
    Unary,
)
from perfxl.formulas.tokens import scan
from perfxl.sheets.address import column_letters, quoted_sheet

# How closely operators bind, Excel's order: a sign before a number binds closer than a power.
BINDING = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
SIGN, PERCENT, UNION, INTERSECTION, RANGE, CLOSEST = 6, 7, 8, 9, 10, 11
_BINARY = {**BINDING, ",": UNION, " ": INTERSECTION, ":": RANGE}
_UNARY = {"-": SIGN, "+": SIGN, "@": UNION, "%": PERCENT, "#": CLOSEST}
_ATOM = 12
_SPECIAL = re.compile(r"[\\?]|\A(?:[rR][0-9]*(?:[cC][0-9]*)?|[cC][0-9]*|(?i:true|false))\Z")
_NUMBERED = re.compile(r"(?:\[[0-9]+\])?")
_CHAINED = frozenset({2, 3, 4})


def write(tree: Node) -> str:
    """Return the formula without "=" as Excel reads it; parsed again it is the same tree."""
    return _Writer(explicit=False).text(tree)


def write_explicitly(tree: Node) -> str:
    """Return the formula with brackets wherever precedence could matter, and without dollar signs."""
    return _Writer(explicit=True).text(tree)


class _Writer:
    def __init__(self, *, explicit: bool) -> None:
        self._explicit = explicit

    def text(self, node: Node) -> str:
        match node:
            case Literal(_, text):
                return text
            case Area() | Identifier() | TableReference():
                return self._reference(node)
            case Call():
                return self._call(node)
            case Unary():
                return self._unary(node)
            case Binary():
                return self._chain(node)
            case ArrayConstant(rows):
                return "{" + ";".join(",".join(value.text for value in row) for row in rows) + "}"
            case Omitted():
                return ""

    def _reference(self, node: Area | Identifier | TableReference) -> str:
        match node:
            case Identifier(text, sheet, book):
                return f"{self._prefix(book, sheet)}{text}"
            case TableReference(table, inside, book):
                return f"{self._prefix(book, None)}{table}[{inside}]"
        return self._prefix(node.book, node.sheet, node.last_sheet) + self._area(node)

    def _prefix(self, book: str, sheet: str | None, last: str | None = None) -> str:
        """Return what stands before a reference to another sheet or workbook, its "!" included."""
        if sheet is None:
            return f"{book}!" if book else ""
        text = book + (sheet if last is None else f"{sheet}:{last}")
        plain = not self._explicit and _is_plain(sheet) and _is_plain(last or sheet) and _NUMBERED.fullmatch(book)
        return f"{text}!" if plain else f"{quoted_sheet(text)}!"

    def _call(self, node: Call) -> str:
        inside = ",".join([self.text(arg) for arg in node.args])
        if node.callee is not None:
            return f"{self._operand(node.callee, CLOSEST)}({inside})"
        return f"({inside})" if node.name == "()" else f"{node.name}({inside})"

    def _unary(self, node: Unary) -> str:
        behind = node.operator in {"%", "#"}
        operand = self._operand(node.operand, _UNARY[node.operator])
        return f"{operand}{node.operator}" if behind else f"{node.operator}{operand}"

    def _chain(self, node: Binary) -> str:
        """Return operands and operators from left to right, down the left side without recursion."""
        parts: list[str] = []
        left: Node = node
        least = 0
        while isinstance(left, Binary) and (left is node or self._continues(left, least)):
            least = _BINARY[left.operator]
            parts += (self._operand(left.right, least + 1), left.operator)
            left = left.left
        return "".join((self._operand(left, least), *reversed(parts)))

    def _operand(self, node: Node, least: int) -> str:
        return self.text(node) if self._is_open(node, least) else f"({self.text(node)})"

    def _is_open(self, node: Node, least: int) -> bool:
        """Whether an operand needs no brackets beside an operator that binds so closely."""
        closeness = _closeness(node)
        return closeness == _ATOM or (closeness >= least and not self._explicit)

    def _continues(self, left: Binary, least: int) -> bool:
        """Whether what stands left of an operator needs no brackets: of 1-2-3 nobody computes 2-3 first."""
        return _BINARY[left.operator] == least in _CHAINED if self._explicit else _BINARY[left.operator] >= least

    def _area(self, area: Area) -> str:
        first, last = self._corner(area.first), self._corner(area.last)
        is_cell = first == last and area.first.row is not None and area.first.column is not None
        return first if is_cell else f"{first}:{last}"

    def _corner(self, corner: Corner) -> str:
        column = f"{self._dollar(corner.column_fixed)}{column_letters(corner.column)}" if corner.column else ""
        return f"{column}{self._dollar(corner.row_fixed)}{corner.row}" if corner.row else column

    def _dollar(self, fixed: bool) -> str:
        return "$" if fixed and not self._explicit else ""


def _closeness(node: Node) -> int:
    match node:
        case Binary(operator):
            return _BINARY[operator]
        case Unary(operator):
            return _UNARY[operator]
        case Literal("number", text) if text.startswith("-"):
            return SIGN
    return _ATOM


def _is_plain(name: str) -> bool:
    """Whether a sheet's name may stand in a formula without quotes."""
    words = list(scan(name))
    return [word.kind for word in words] == ["word"] and not _SPECIAL.search(name)
