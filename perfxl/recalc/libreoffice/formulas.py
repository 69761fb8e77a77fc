r"""Formulas as LibreOffice must read them, so that our functions get what Excel would hand them.

PX_EXECRATE(B2,100) becomes PX.EXECRATE(PX.CELLS0(B2),100): the name is add-in, dot, method, and CELLS0 tells blanks,
truth values and errors of cells from numbers, which LibreOffice does not tell an add-in. Truth values written in the
formula travel as marked texts. A function that answers yes or no is compared with 1, which makes a truth value; to
one that answers a text an empty one is added, since LibreOffice finds a text of an add-in equal to nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import (
    Area,
    ArrayConstant,
    Binary,
    Call,
    Identifier,
    Literal,
    Node,
    TableReference,
    map_children,
)
from perfxl.formulas.tokens import FormulaError
from perfxl.formulas.writing import write
from perfxl.functions.calls import calls, canonical
from perfxl.functions.registry import REGISTRY
from perfxl.recalc.libreoffice.extension import ADDIN, CELLS, office_name
from perfxl.sheets.values import ErrorValue, Result, Scalar

MARK = "\ue000"
Refers = Callable[[str], bool]

_CELLS = f"{ADDIN}.{CELLS.upper()}"


def _giving(*types: type) -> frozenset[str]:
    """Return the functions whose examples give values of these types and errors only."""
    allowed = (*types, ErrorValue)
    return frozenset(
        name
        for name, function in REGISTRY.items()
        if all(isinstance(value, allowed) for example in function.examples for value in _values(example.result))
    )


def _values(result: Result) -> list[Scalar]:
    return [value for row in result for value in row] if isinstance(result, list) else [result]


def texts_and_truths() -> tuple[frozenset[str], frozenset[str]]:
    """Return the functions that answer texts and those that answer yes or no, as their examples show."""
    return _giving(str), _giving(bool)


_AS_TEXT, _AS_TRUTH = texts_and_truths()


def for_office(formula: str, refers: Refers) -> str:
    """Return a formula (without "=") as LibreOffice must read it; one without our functions stays as it is.

    refers  says of a defined name whether it stands for cells
    """
    if not calls(formula):
        return formula
    plain = canonical(formula)
    try:
        return write(_rewritten(parse(plain), refers))
    except FormulaError:  # for LibreOffice to refuse
        return plain


def is_reference(node: Node, refers: Refers) -> bool:
    """Whether an operand stands for cells of one sheet of this workbook."""
    match node:
        case Area(_, _, _, None, ""):
            return True
        case Identifier(text, _, ""):
            return refers(text)
        case TableReference(_, _, "") | Call("OFFSET" | "INDIRECT"):
            return True
    return False


def _rewritten(node: Node, refers: Refers) -> Node:
    made = map_children(node, lambda child: _rewritten(child, refers))
    if not isinstance(made, Call) or made.name not in REGISTRY:
        return made
    call = Call(office_name(made.name), tuple(_argument(arg, refers) for arg in made.args))
    if made.name in _AS_TRUTH:
        return Call("()", (Binary("=", call, Literal("number", "1")),))
    return Call("()", (Binary("&", call, Literal("text", '""')),)) if made.name in _AS_TEXT else call


def _argument(node: Node, refers: Refers) -> Node:
    """Return an argument of one of our functions: cells and truth values in a form that tells what they are."""
    match node:
        case Call("()", (inner,), None):
            return Call("()", (_argument(inner, refers),))
        case Literal("truth", text) | Call("TRUE" | "FALSE" as text, (), None):
            return _truth(text)
        case ArrayConstant(rows):
            return ArrayConstant(tuple(tuple(map(_constant, row)) for row in rows))
    return Call(_CELLS, (node,)) if is_reference(node, refers) else node


def _constant(value: Literal) -> Literal:
    return _truth(value.text) if value.kind == "truth" else value


def _truth(text: str) -> Literal:
    return Literal("text", f'"{MARK}{text.lower()}"')
