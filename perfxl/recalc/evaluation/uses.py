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
    unbracketed,
    walk,
)
from perfxl.formulas.tokens import FormulaError, split_at_cells, split_name
from perfxl.recalc.normal.scope import is_single

Known = dict[int, str]  # the kinds of parts of a tree that is held meanwhile
OWN = "自带的求值"
_TABLE = Path(__file__).with_name("uses.txt")
_REFERRING = frozenset({"OFFSET", "INDIRECT", "INDEX", "CHOOSE", "XLOOKUP"})
_MANY = frozenset("rwaAR")
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
    known: Known = {}
    for node in walk(tree):
        match node:
            case Call("()"):
                continue
            case Call(name, args, None):
                kinds = [key for key, _ in groupby(kind(arg, known) for arg in args)]
                yield f"{split_name(name)[1]}({','.join(kinds)})"
            case Call():
                yield "LAMBDA()"
            case Binary(operator, left, right):
                yield f"{_sort(operator)}({','.join(sorted({kind(left, known), kind(right, known)}))})"
            case Unary(operator, operand):
                yield f"{operator}({kind(operand, known)})"
            case Identifier() | TableReference():
                yield f"[{kind(node, known)}]"


def _sort(operator: str) -> str:
    return "=" if operator in _COMPARING else operator


def kind(node: Node, known: Known) -> str:
    """Return the kind of an argument in a letter; `known` keeps those of the parts of long chains."""
    node = unbracketed(node)
    match node:
        case Literal():
            return _constant(node)
        case Area():
            return _area(node)
        case Unary("-", Literal("number", _)):
            return "-"
        case Unary(_, operand):
            return inner if (inner := kind(operand, known)) in "rAa" else "x"
        case Binary():
            return _chained(node, known)
        case Call(name):
            return "R" if split_name(name)[1] in _REFERRING else "f"
    return _other(node)


def _constant(node: Literal) -> str:
    if node.kind == "number":
        return "0" if not float(node.text) else "1"
    return node.kind[0]  # text, truth, error


def _chained(node: Binary, known: Known) -> str:
    """Return the kind of a chain of operators, its links from the innermost on, so that length costs no depth."""
    links = [node]
    while isinstance(left := unbracketed(links[-1].left), Binary) and id(left) not in known:
        links.append(left)
    found = known.get(id(left)) or kind(left, known)
    for link in reversed(links):
        several = bool(_MANY & {found, kind(link.right, known)})
        found = "R" if link.operator in {":", " ", ","} else "A" if several else "x"
        known[id(link)] = found
    return found


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
