"""Ways of use of functions (用法): with which kinds of arguments, and which of them cases hold for whom.

LOOKUP(1,A,r) is LOOKUP given a number, a computed array and a range. The table `uses.txt` is made from the cases of
tests/recalc by benchmarks/recalc_uses.py, and is the only list: what is not in it needs a second opinion.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import (
    Area,
    ArrayConstant,
    Binary,
    Call,
    Identifier,
    Literal,
    Node,
    Omitted,
    TableReference,
    Unary,
    operands,
    unbracketed,
    walk,
)
from perfxl.formulas.tokens import FormulaError, split_at_cells, split_name
from perfxl.recalc.normal.scope import is_single

OWN = "自带的求值"
_TABLE = Path(__file__).with_name("uses.txt")
_REFERRING = frozenset({"OFFSET", "INDIRECT", "INDEX", "CHOOSE", "XLOOKUP"})
_COMPARING = frozenset({"=", "<>", "<", ">", "<=", ">="})


def trusted(name: str, formula: str) -> bool:
    """Whether an engine, or our own evaluator (`OWN`), is held by cases with each use in a formula."""
    return _is_held(name, _shape(formula))


def _shape(formula: str) -> str:
    """Return a formula with its cells made one, ranges kept: copies of a formula have one shape."""
    made: list[str] = []
    for index, piece in enumerate(split_at_cells(formula)):
        made.append(piece if index % 2 == 0 else "B9" if made and made[-1] == ":" else "A1")
    return "".join(made)


@lru_cache(maxsize=8192)
def _is_held(name: str, shape: str) -> bool:
    try:
        found = uses(shape)
    except (FormulaError, RecursionError):
        return False
    if name == OWN:
        found = frozenset(use for use in found if use[0].isalpha())
    return found <= held().get(name, frozenset())


@cache
def held() -> dict[str, frozenset[str]]:
    """Return, of each engine and of our own evaluator, the uses that cases hold."""
    table: dict[str, frozenset[str]] = {}
    for line in _TABLE.read_text("utf-8").splitlines():
        name, _, found = line.partition(" ")
        if found and not name.startswith("#"):
            table[name] = table.get(name, frozenset()) | {found}
    return table


def uses(formula: str) -> frozenset[str]:
    """Return the uses of functions and operators in a formula; FormulaError where it cannot be read."""
    return frozenset(_uses(parse(formula)))


def _uses(tree: Node) -> Iterator[str]:
    for node in walk(tree):
        match node:
            case Call("()"):
                continue
            case Call(name, args, None):
                kinds = [key for key, _ in groupby(map(kind, args))]
                yield f"{split_name(name)[1]}({','.join(kinds)})"
            case Call():
                yield "LAMBDA()"
            case Binary(operator, left, right):
                yield f"{_sort(operator)}({','.join(sorted({kind(left), kind(right)}))})"
            case Unary(operator, operand):
                yield f"{operator}({kind(operand)})"
            case Identifier() | TableReference():
                yield f"[{kind(node)}]"


def _sort(operator: str) -> str:
    return "=" if operator in _COMPARING else operator


def kind(node: Node) -> str:
    """Return the kind of an argument in a letter."""
    node = unbracketed(node)
    match node:
        case Literal("number", text):
            return "0" if not float(text) else "1"
        case Literal(form, _):
            return form[0]  # text, truth, error
        case Area():
            return _area(node)
        case Unary("-", Literal("number", _)):
            return "-"
        case Unary(_, operand):
            return kind(operand) if kind(operand) in "rAa" else "x"
        case Binary():
            return _chained(node)
        case Call(name):
            return "R" if split_name(name)[1] in _REFERRING else "f"
    return _other(node)


def _chained(node: Binary) -> str:
    if node.operator in {":", " ", ","}:
        return "R"
    return "A" if {kind(each) for each in operands(node)} & set("rwaAR") else "x"


def _area(node: Area) -> str:
    if node.book or node.last_sheet is not None:
        return "3"
    if None in {node.first.row, node.first.column}:
        return "w"
    return "c" if is_single(node) else "r"


def _other(node: Node) -> str:
    if isinstance(node, ArrayConstant):
        return "a"
    if isinstance(node, TableReference):
        return "T"
    return "o" if isinstance(node, Omitted) else "n"
