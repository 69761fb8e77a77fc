"""Formulas parsed by Excel's own precedence: a minus sign binds closer than a power."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

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
from perfxl.formulas.tokens import FormulaError, Token, split_name, split_prefix, tokens
from perfxl.formulas.writing import BINDING, CLOSEST, INTERSECTION, PERCENT, RANGE, SIGN, UNION
from perfxl.sheets.address import column_number, position_of

_BEHIND = {":": RANGE, "%": PERCENT, "#": CLOSEST, "(": CLOSEST}
_DEEPEST = 200
_LITERALS = frozenset({"number", "text", "error"})


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """Return the tree of a formula without "="; FormulaError where it is none."""
    parser = _Parser(tokens(formula), len(formula))
    tree = parser.expression(0)
    if parser.next.kind != "end":
        raise parser.error()
    return tree


class _Parser:
    """Climbs the precedences of operators."""

    def __init__(self, found: list[Token], length: int) -> None:
        self._tokens = [*found, Token("end", "", length)]
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def error(self, reason: str = "公式无法识别") -> FormulaError:
        """Return the error that stands at the next word."""
        return FormulaError(reason, self.next.start)

    def expression(self, least: int, *, union: bool = False) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.error("公式嵌套过深")
        left = self._operand()
        while (binding := self._binding(union=union)) > least:
            left = self._continued(left, binding, union=union)
        self._depth -= 1
        return left

    def _binding(self, *, union: bool) -> int:
        token = self.next
        if token.kind == "space":
            return INTERSECTION
        if token.text == "," and union:
            return UNION
        return BINDING.get(token.text, _BEHIND.get(token.text, -1)) if token.kind in {"operator", "spill"} else -1

    def _continued(self, left: Node, binding: int, *, union: bool) -> Node:
        token = self._take()
        if token.text in {"%", "#"}:
            return Unary(token.text, left)
        if token.text == "(":
            return Call("", self._arguments(), left)
        right = self.expression(binding, union=union)
        if token.text == ":":
            return _range(left, right)
        return Binary(" " if token.kind == "space" else token.text, left, right)

    def _operand(self) -> Node:
        kind, text = self.next.kind, self.next.text
        if kind == "operator":
            return self._operator()
        if kind == "prefix":
            return self._located()
        if kind in _LITERALS:
            return Literal(kind, self._take().text)
        if kind in _AREAS:
            return _AREAS[kind](self._take().text)
        if kind == "structured":
            return _structured(self._take().text)
        if kind != "word":
            raise self.error()
        if not self._calls():
            return Literal("truth", text.upper()) if text.upper() in {"TRUE", "FALSE"} else Identifier(text)
        return Call(_function(text), self._arguments())

    def _operator(self) -> Node:
        operator = self.next.text
        if operator not in {"-", "+", "@", "(", "{"}:
            raise self.error()
        self._take()
        if operator == "(":
            inner = self.expression(0, union=True)
            self._expect(")")
            return Call("()", (inner,))
        if operator == "{":
            return self._array()
        return Unary(operator, self.expression(UNION if operator == "@" else SIGN))

    def _located(self) -> Node:
        """Take what stands behind a sheet or a workbook."""
        prefix = self._take().text
        book, sheet, last = split_prefix(prefix)
        kind, text = self.next.kind, self.next.text
        if kind in _AREAS:
            return replace(_AREAS[kind](self._take().text), sheet=sheet, last_sheet=last, book=book)
        if kind == "structured":
            return replace(_structured(self._take().text), book=book or str(sheet))
        if kind == "error":
            return Literal(kind, self._take().text)
        if kind != "word":
            raise self.error()
        return Call(prefix + _function(text), self._arguments()) if self._calls() else Identifier(text, sheet, book)

    def _calls(self) -> bool:
        """Take a word; return whether it is a function's name, whose bracket is taken too."""
        self._take()
        called = self.next.text == "("
        if called:
            self._take()
        return called

    def _arguments(self) -> tuple[Node, ...]:
        args: list[Node] = []
        if self.next.text == ")":
            self._take()
            return ()
        while True:
            args.append(Omitted() if self.next.text in {",", ")"} else self.expression(0))
            if self.next.text == ",":
                self._take()
                continue
            self._expect(")")
            return tuple(args)

    def _array(self) -> Node:
        rows: list[tuple[Literal, ...]] = []
        row: list[Literal] = []
        while True:
            row.append(self._constant())
            separator = self.next.text
            if separator not in {",", ";", "}"}:
                raise self.error()
            self._take()
            if separator != ",":
                rows.append(tuple(row))
                row = []
            if separator == "}":
                return ArrayConstant(tuple(rows))

    def _constant(self) -> Literal:
        sign = self._take().text if self.next.text in {"-", "+"} else ""
        kind, text = self.next.kind, self.next.text
        if kind == "word" and text.upper() in {"TRUE", "FALSE"} and not sign:
            self._take()
            return Literal("truth", text.upper())
        if kind not in ({"number"} if sign else _LITERALS):
            raise self.error()
        return Literal(kind, sign.strip("+") + self._take().text)

    def _take(self) -> Token:
        token = self.next
        if token.kind != "end":
            self._at += 1
        return token

    def _expect(self, text: str) -> None:
        if self.next.text != text:
            raise self.error()
        self._take()


def _function(word: str) -> str:
    prefix, name = split_name(word)
    return prefix + name.upper()


def _cell(text: str) -> Area:
    row, column = position_of(text)
    corner = Corner(row, column, "$" in text[1:], text.startswith("$"))
    return Area(corner, corner)


def _columns(text: str) -> Area:
    (left, left_fixed), (right, right_fixed) = sorted(
        (column_number(part.strip("$")), part.startswith("$")) for part in text.split(":")
    )
    return Area(Corner(None, left, True, left_fixed), Corner(None, right, True, right_fixed))


def _rows(text: str) -> Area:
    (top, top_fixed), (bottom, bottom_fixed) = sorted(
        (int(part.strip("$")), part.startswith("$")) for part in text.split(":")
    )
    return Area(Corner(top, None, top_fixed), Corner(bottom, None, bottom_fixed))


_AREAS: dict[str, Callable[[str], Area]] = {"cell": _cell, "columns": _columns, "rows": _rows}


def _structured(text: str) -> TableReference:
    table, _, inside = text.partition("[")
    return TableReference(table, inside[:-1])


def _range(left: Node, right: Node) -> Node:
    """Return the range between two references: one area where both are plain cells of one sheet."""
    if not (isinstance(left, Area) and isinstance(right, Area)) or left.first != left.last or right.first != right.last:
        return Binary(":", left, right)
    if right.sheet is not None and (right.sheet, right.book) != (left.sheet, left.book):
        return Binary(":", left, right)
    match left.first, right.first:
        case Corner(int(), int()) as one, Corner(int(), int()) as other:
            upper, lower = _spanned(one, other)
            return replace(left, first=upper, last=lower)
    return Binary(":", left, right)


def _spanned(one: Corner, other: Corner) -> tuple[Corner, Corner]:
    """Return the upper left and the lower right of the box between two cells; each end keeps its dollar sign."""
    top, bottom = sorted((corner.row or 0, corner.row_fixed) for corner in (one, other))
    left, right = sorted((corner.column or 0, corner.column_fixed) for corner in (one, other))
    return Corner(top[0], left[0], top[1], left[1]), Corner(bottom[0], right[0], bottom[1], right[1])
