"""Variables and lambdas inside a formula: LET is written out, a LAMBDA is applied or handed to the engine.

MAP, REDUCE, SCAN, BYROW, BYCOL and MAKEARRAY become XL.EACH(kind, number of the function, arrays, what it captures):
the function is kept apart, with its parameters and what it captures as cells of a sheet of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from perfxl.formulas.syntax import (
    Area,
    Binary,
    Call,
    Identifier,
    Literal,
    Node,
    Omitted,
    Unary,
    map_children,
    unbracketed,
)
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.names import PARAMETER

EACH = "XL.EACH"
KINDS = ("MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY", "SPREAD")
_NAME = Literal("error", "#NAME?")
_LARGEST = 20_000
_VARIABLE = "\ue000"


@dataclass(frozen=True, slots=True)
class Lambda:
    """A LAMBDA that an engine calls: its body, in which the words of `inputs` stand for what it is given."""

    body: Node
    inputs: tuple[str, ...]


@dataclass(slots=True)
class Lambdas:
    """The lambdas of a workbook, by their numbers."""

    made: list[Lambda] = field(default_factory=list)

    def add(self, function: Lambda) -> int:
        """Return the number of a function, the same for the same one."""
        if function not in self.made:
            self.made.append(function)
        return self.made.index(function)


def bind_variables(node: Node, lambdas: Lambdas) -> Node:
    """Return the tree without variables; EngineError where it would grow beyond measure.

    A word that is neither a variable nor a defined name is #NAME?.
    """
    made = _Binder(lambdas).bind(node, {})
    if isinstance(made, Call) and made.name == "LAMBDA":
        return Literal("error", "#VALUE!")  # Excel says #CALC!, which files hold as #VALUE!
    return made


class _Binder:
    def __init__(self, lambdas: Lambdas) -> None:
        self._lambdas = lambdas
        self._fresh = count(1)
        self._size = 0

    def bind(self, node: Node, known: Mapping[str, Node]) -> Node:
        self._size += 1
        if self._size > _LARGEST:
            raise EngineError("公式里的变量展开后过长")
        if isinstance(node, Identifier):
            return self._word(node, known)
        if not isinstance(node, Call):
            return map_children(node, lambda child: self.bind(child, known))
        return self._call(node, known)

    def _word(self, node: Identifier, known: Mapping[str, Node]) -> Node:
        if node.text.startswith(_VARIABLE):
            return node
        value = known.get(_variable(node.text))
        if value is None:
            handed_over = node.text.isupper() and not node.text.casefold().startswith(PARAMETER)
            return Identifier(node.text) if handed_over else _NAME
        return value

    def _call(self, node: Call, known: Mapping[str, Node]) -> Node:
        if node.callee is not None:
            return self._applied(self.bind(node.callee, known), node.args, known)
        if node.name == "LET":
            return self._let(node, known)
        if node.name == "LAMBDA":
            return self._lambda(node, known)
        if node.name == "ISOMITTED" and len(node.args) == 1:
            return Literal("truth", str(isinstance(self.bind(node.args[0], known), Omitted)).upper())
        if node.name in KINDS[:-1] and node.args:
            return self._each(node, known)
        function = known.get(_variable(node.name))
        if function is not None:
            return self._applied(function, node.args, known)
        return map_children(node, lambda child: self._value(child, known))

    def _value(self, node: Node, known: Mapping[str, Node]) -> Node:
        made = self.bind(node, known)
        return _NAME if isinstance(made, Identifier) and not made.text.startswith(_VARIABLE) else made

    def _let(self, node: Call, known: Mapping[str, Node]) -> Node:
        inner = dict(known)
        *pairs, body = node.args
        if len(pairs) % 2:
            raise EngineError("LET 的参数不成对")
        for name, value in zip(pairs[::2], pairs[1::2], strict=True):
            inner[_named(name)] = _closed(self.bind(value, inner))
        return self.bind(body, inner)

    def _lambda(self, node: Call, known: Mapping[str, Node]) -> Node:
        """Return the function with parameters that no other has, so that values can be put in without mix-up."""
        *parameters, body = node.args
        new_variable = {_named(name): Identifier(f"{_VARIABLE}{next(self._fresh)}") for name in parameters}
        return Call("LAMBDA", (*new_variable.values(), self.bind(body, {**known, **new_variable})))

    def _applied(self, function: Node, args: tuple[Node, ...], known: Mapping[str, Node]) -> Node:
        function = unbracketed(function)
        values = tuple(_closed(self.bind(arg, known)) for arg in args)
        if isinstance(function, Identifier) and not function.text.startswith(_VARIABLE):
            return Call(function.text, values)
        if not (isinstance(function, Call) and function.name == "LAMBDA"):
            raise EngineError("此处的 LAMBDA 无法计算")
        *parameters, body = function.args
        if len(values) > len(parameters):
            return Literal("error", "#VALUE!")
        padded = [*values, *[Omitted()] * (len(parameters) - len(values))]
        words = {
            parameter.text: value
            for parameter, value in zip(parameters, padded, strict=True)
            if isinstance(parameter, Identifier)
        }
        return self.bind(_substituted(body, words), {})

    def _each(self, node: Call, known: Mapping[str, Node]) -> Node:
        *given, last = node.args
        function = unbracketed(self.bind(last, known))
        arrays = tuple(self._value(arg, known) if not isinstance(arg, Omitted) else arg for arg in given)
        if isinstance(function, Identifier) and not function.text.startswith(_VARIABLE):
            function = self._eta(function.text, {"REDUCE": 2, "SCAN": 2, "MAKEARRAY": 2}.get(node.name, len(arrays)))
        if not (isinstance(function, Call) and function.name == "LAMBDA"):
            raise EngineError(f"{node.name} 的函数无法识别")
        *parameters, body = function.args
        named = tuple(each for each in parameters if isinstance(each, Identifier))
        number, captured = keep_lambda(named, body, self._lambdas)
        kind = Literal("number", str(KINDS.index(node.name)))
        counts = Literal("number", str(len(arrays)))
        return Call(EACH, (kind, Literal("number", str(number)), counts, *arrays, *captured))

    def _eta(self, name: str, parameters: int) -> Node:
        words = tuple(Identifier(f"{_VARIABLE}{next(self._fresh)}") for _ in range(parameters))
        return Call("LAMBDA", (*words, Call(name, words)))


def new_variable(number: int) -> Identifier:
    """Return a variable that no formula has."""
    return Identifier(f"{_VARIABLE}s{number}")


def keep_lambda(parameters: tuple[Identifier, ...], body: Node, lambdas: Lambdas) -> tuple[int, tuple[Node, ...]]:
    """Keep a function apart; return its number, and what it captures, which it is given after its parameters."""
    names = [parameter.text for parameter in parameters]
    captured: list[Node] = []
    made = _captured(body, frozenset(names), captured)
    inputs = (*names, *(f"{_VARIABLE}c{index}" for index in range(len(captured))))
    plain: dict[str, Node] = {name: Identifier(f"{_VARIABLE}p{index}") for index, name in enumerate(inputs)}
    kept = Lambda(_substituted(made, plain), tuple(f"{_VARIABLE}p{index}" for index in range(len(inputs))))
    return lambdas.add(kept), tuple(captured)


def _captured(node: Node, names: frozenset[str], captured: list[Node]) -> Node:
    """Return the body with whatever refers to cells replaced by further inputs."""
    if (
        isinstance(node, Area)
        or (isinstance(node, Binary) and node.operator in {":", " ", ","})
        or _is_outer(node, names)
    ):
        if node not in captured:
            captured.append(node)
        return Identifier(f"{_VARIABLE}c{captured.index(node)}")
    if isinstance(node, Call) and node.name == "LAMBDA":
        inner = names | {parameter.text for parameter in node.args[:-1] if isinstance(parameter, Identifier)}
        return Call("LAMBDA", (*node.args[:-1], _captured(node.args[-1], inner, captured)))
    return map_children(node, lambda child: _captured(child, names, captured))


def _is_outer(node: Node, names: frozenset[str]) -> bool:
    return isinstance(node, Identifier) and node.text.startswith(_VARIABLE) and node.text not in names


def _substituted(node: Node, words: Mapping[str, Node]) -> Node:
    if isinstance(node, Identifier):
        return words.get(node.text, node)
    return map_children(node, lambda child: _substituted(child, words))


def _closed(node: Node) -> Node:
    return Call("()", (node,)) if isinstance(node, (Binary, Unary)) else node


def _variable(text: str) -> str:
    return text.casefold().removeprefix(PARAMETER)


def _named(node: Node) -> str:
    if isinstance(node, Identifier):
        return _variable(node.text)
    if isinstance(node, Call) and node.name == "[]" and isinstance(node.args[0], Identifier):
        return _variable(node.args[0].text)
    raise EngineError("变量名无法识别")
