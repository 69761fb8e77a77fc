"""Formulas parsed by Excel's own precedence: a minus sign binds closer than a power."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.syntax import (
    Binary,
    Call,
    Corner,
    Grid,
    Literal,
    Missing,
    Node,
    Ref,
    Structured,
    Unary,
    Word,
    joined,
)
from perfxl.recalc.normal.tokens import Token, tokens
from perfxl.sheets import a1

_BINARY = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_PREFIX, _PERCENT, _UNION, _INTERSECTION, _RANGE = 6, 7, 8, 9, 10
_END = Token("end", "")
_DEEPEST = 200


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """Return the tree of a formula without "="; EngineError where it is none."""
    parser = _Parser(tokens(formula))
    tree = parser.expression(0)
    if parser.next != _END:
        raise EngineError("公式无法识别")
    return tree


class _Parser:
    """Climbs the precedences of operators."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = [*found, _END]
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def expression(self, least: int, *, union: bool = False) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise EngineError("公式嵌套过深")
        left = self._operand()
        while True:
            binding = self._binding(union=union)
            if binding <= least:
                self._depth -= 1
                return left
            left = self._continued(left, binding, union=union)

    def _binding(self, *, union: bool) -> int:
        token = self.next
        if token.kind == "space":
            return _INTERSECTION
        if token.kind != "operator":
            return -1
        other = {":": _RANGE, "%": _PERCENT, "#": _RANGE + 1, "(": _RANGE + 1, ",": _UNION if union else -1}
        return _BINARY.get(token.text, other.get(token.text, -1))

    def _continued(self, left: Node, binding: int, *, union: bool) -> Node:
        token = self._take()
        if token.text in {"%", "#"}:
            return Unary(token.text, left)
        if token.text == "(":
            return Call("", self._arguments(), left)
        right = self.expression(binding, union=union)
        if token.text == ":":
            return joined(left, right)
        return Binary(" " if token.kind == "space" else token.text, left, right)

    def _operand(self) -> Node:
        token = self._take()
        if token.kind == "operator":
            return self._operator(token)
        made = _LITERALS.get(token.kind)
        if made:
            return Literal(made, token.text)
        if token.kind in _REFERENCES:
            return _REFERENCES[token.kind](token.text)
        if token.kind == "word":
            return self._word(token.text)
        if token.kind == "prefix":
            return self._located(token.text)
        raise EngineError("公式无法识别")

    def _operator(self, token: Token) -> Node:
        if token.text in {"-", "+", "@"}:
            return Unary(token.text, self.expression(_PREFIX if token.text != "@" else _UNION))
        if token.text == "(":
            inner = self.expression(0, union=True)
            self._expect(")")
            return Call("()", (inner,))
        if token.text == "{":
            return self._grid()
        raise EngineError("公式无法识别")

    def _word(self, text: str) -> Node:
        if self.next.text == "(":
            self._take()
            return Call(text.upper(), self._arguments())
        return Literal("truth", text.upper()) if text.upper() in {"TRUE", "FALSE"} else Word(text)

    def _located(self, prefix: str) -> Node:
        book, first, last = _split(prefix)
        token = self._take()
        if token.kind in _REFERENCES and token.kind != "structured":
            ref = _REFERENCES[token.kind](token.text)
            return replace(ref, sheet=first, last_sheet=last, book=book)  # type: ignore[arg-type]
        if token.kind == "error":
            return Literal("error", token.text)
        if token.kind == "word" and self.next.text == "(":
            self._take()
            return Call(prefix + token.text.upper(), self._arguments())
        if token.kind == "word":
            return Word(token.text, first, book)
        raise EngineError("公式无法识别")

    def _arguments(self) -> tuple[Node, ...]:
        args: list[Node] = []
        if self.next.text == ")":
            self._take()
            return ()
        while True:
            args.append(Missing() if self.next.text in {",", ")"} else self.expression(0))
            if self.next.text == ",":
                self._take()
                continue
            self._expect(")")
            return tuple(args)

    def _grid(self) -> Node:
        rows: list[tuple[Literal, ...]] = []
        row: list[Literal] = []
        while True:
            row.append(self._constant())
            mark = self._take().text
            if mark != ",":
                rows.append(tuple(row))
                row = []
            if mark == "}":
                return Grid(tuple(rows))
            if mark not in {",", ";"}:
                raise EngineError("公式无法识别")

    def _constant(self) -> Literal:
        token = self._take()
        if token.text in {"-", "+"}:
            number = self._take()
            return Literal("number", token.text.strip("+") + number.text)
        if token.kind == "word" and token.text.upper() in {"TRUE", "FALSE"}:
            return Literal("truth", token.text.upper())
        if token.kind in _LITERALS:
            return Literal(_LITERALS[token.kind], token.text)
        raise EngineError("公式无法识别")

    def _take(self) -> Token:
        token = self.next
        if token != _END:
            self._at += 1
        return token

    def _expect(self, text: str) -> None:
        if self._take().text != text:
            raise EngineError("公式无法识别")


def _cell(text: str) -> Node:
    try:
        corner = _corner(text)
    except ValueError:  # beyond the sheet: only a name can be meant
        return Word(text)
    return Ref(corner, corner)


def _corner(text: str) -> Corner:
    row, column = a1.split(text)
    return Corner(row, column, "$" in text[1:], text.startswith("$"))


def _columns(text: str) -> Ref:
    left, right = text.split(":")
    first, last = a1.column_number(left.strip("$")), a1.column_number(right.strip("$"))
    return Ref(
        Corner(None, min(first, last), True, left.startswith("$")),
        Corner(None, max(first, last), True, right.startswith("$")),
    )


def _rows(text: str) -> Ref:
    top, bottom = text.split(":")
    first, last = int(top.strip("$")), int(bottom.strip("$"))
    return Ref(
        Corner(min(first, last), None, top.startswith("$")), Corner(max(first, last), None, bottom.startswith("$"))
    )


def _structured(text: str) -> Structured:
    table, _, inside = text.partition("[")
    return Structured(table, inside[:-1])


def _split(prefix: str) -> tuple[str, str | None, str | None]:
    """Return (book, first sheet, last sheet) of what stands before the "!"."""
    text = prefix[:-1]
    if text.startswith("'"):
        text = text[1:-1].replace("''", "'")
    folder, _, rest = text.rpartition("]")
    book = f"{folder}]" if folder else ""
    first, _, last = rest.partition(":")
    return ("" if book == "[0]" else book), first or None, last or None


_LITERALS = {"number": "number", "text": "text", "error": "error"}
_REFERENCES: dict[str, Callable[[str], Node]] = {
    "cell": _cell,
    "columns": _columns,
    "rows": _rows,
    "structured": _structured,
}
