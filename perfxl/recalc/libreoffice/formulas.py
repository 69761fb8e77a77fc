r"""Formulas as LibreOffice must read them, so that our functions get what Excel would hand them.

PX_EXECRATE(B2,100) becomes PX.EXECRATE(PX.CELLS0(B2),100): the name is add-in, dot, method, and CELLS0 tells blanks,
truth values and errors of cells from numbers, which LibreOffice does not tell an add-in. Truth values written in the
formula travel as marked texts. A function that answers yes or no is compared with 1, which makes a truth value; to
one that answers a text an empty one is added, since LibreOffice finds a text of an add-in equal to nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from perfxl.functions.calls import calls, canonical
from perfxl.functions.registry import REGISTRY
from perfxl.recalc.libreoffice.extension import ADDIN, CELLS, office_name
from perfxl.sheets.values import ErrorValue, Result, Scalar

MARK = "\ue000"
Refers = Callable[[str], bool]

_CELLS = f"{ADDIN}.{CELLS.upper()}"
_OTHER_SHEETS = re.compile(r"'(?:[^']|'')*:(?:[^']|'')*'!|[^'!]*:[^'!]*!|'?\[")
_NAME = re.compile(r"(?![A-Za-z]{1,3}[0-9]{1,7}$)[^\W\d][\w.\\]*")
_TRUTH = re.compile(r'"(?:[^"]|"")*"|\b(TRUE|FALSE)\b', re.IGNORECASE)
_REFERRING = frozenset({"OFFSET", "INDIRECT"})


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


@dataclass(slots=True)
class _Call:
    """A function with its arguments; `name` as it stands, without the bracket."""

    name: str
    arguments: list[list[Token | _Call]]


_Node = Token | _Call


def for_office(formula: str, refers: Refers) -> str:
    """Return a formula (without "=") as LibreOffice must read it; one without our functions stays as it is.

    refers  says of a defined name whether it stands for cells
    """
    if not calls(formula):
        return formula
    plain = canonical(formula)
    try:
        tokens = deque(Tokenizer(f"={plain}").items)
    except (TokenizerError, IndexError):  # a bracket too many
        return plain
    written = []
    while tokens:  # what follows a bracket too many is kept, for LibreOffice to refuse
        written += [_written(node, refers) for node in _nodes(tokens)]
        written += [tokens.popleft().value] if tokens else []
    return "".join(written)


def is_reference(text: str, refers: Refers) -> bool:
    """Whether an operand stands for cells of one sheet of this workbook."""
    if text.upper().endswith("#REF!") or _OTHER_SHEETS.match(text):
        return False
    name = text.rpartition("!")[2]
    return refers(name) if _NAME.fullmatch(name) else True


def _nodes(tokens: deque[Token]) -> list[_Node]:
    """Take the nodes up to the comma or bracket that ends an argument."""
    nodes: list[_Node] = []
    while tokens and not _ends(tokens[0]):
        token = tokens.popleft()
        if token.type == Token.ARRAY:
            nodes.append(_array(token, tokens))
        else:
            nodes.append(_call(token, tokens) if token.type == Token.FUNC else token)
    return nodes


def _ends(token: Token) -> bool:
    return token.type == Token.SEP or (token.type == Token.FUNC and token.subtype == Token.CLOSE)


def _array(start: Token, tokens: deque[Token]) -> Token:
    """Take an array constant as one operand."""
    texts = [start.value]
    while tokens and texts[-1] != "}":
        texts.append(tokens.popleft().value)
    return Token("".join(texts), Token.ARRAY)


def _call(start: Token, tokens: deque[Token]) -> _Call:
    arguments = [_nodes(tokens)]
    while tokens and tokens.popleft().type == Token.SEP:
        arguments.append(_nodes(tokens))
    return _Call(start.value[:-1], arguments)


def _written(node: _Node, refers: Refers) -> str:
    if isinstance(node, Token):
        return str(node.value)
    name = node.name.upper()
    if name not in REGISTRY:
        arguments = ",".join("".join(_written(each, refers) for each in nodes) for nodes in node.arguments)
        return f"{node.name}({arguments})"
    text = f"{office_name(name)}({','.join(_argument(nodes, refers) for nodes in node.arguments)})"
    if name in _AS_TRUTH:
        return f"({text}=1)"
    return f'({text}&"")' if name in _AS_TEXT else text


def _argument(nodes: Sequence[_Node], refers: Refers) -> str:
    """Return an argument of one of our functions: cells and truth values in a form that tells what they are."""
    text = "".join(_written(node, refers) for node in nodes).strip()
    lone = [node for node in nodes if not (isinstance(node, Token) and node.type == Token.WSPACE)]
    if len(lone) != 1:
        return text
    if _stands_for_cells(lone[0], refers):
        return f"{_CELLS}({text})"
    return _TRUTH.sub(_truth, text.removesuffix("()")) if _is_constant(lone[0]) else text


def _stands_for_cells(node: _Node, refers: Refers) -> bool:
    if isinstance(node, _Call):
        return node.name.upper() in _REFERRING
    return node.type == Token.OPERAND and node.subtype == Token.RANGE and is_reference(node.value, refers)


def _is_constant(node: _Node) -> bool:
    if isinstance(node, _Call):
        return node.name.upper() in {"TRUE", "FALSE"}
    return node.type == Token.ARRAY or node.subtype == Token.LOGICAL


def _truth(match: re.Match[str]) -> str:
    return f'"{MARK}{match[1].lower()}"' if match[1] else match[0]
