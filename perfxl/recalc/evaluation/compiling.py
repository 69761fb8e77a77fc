"""Formulas compiled: what stands between their cells, made functions of where these lie.

Each function gives what the careful road (`walking`) gives; None stands for what is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Area, Binary, Call, Literal, Node, Omitted, Unary, unbracketed
from perfxl.formulas.tokens import FormulaError, split_name
from perfxl.functions.calls import canonical
from perfxl.recalc.evaluation import operators
from perfxl.recalc.evaluation.binding import BINDING
from perfxl.recalc.evaluation.calling import called
from perfxl.recalc.evaluation.cells import Cells
from perfxl.recalc.evaluation.special import SPECIAL, truth_of
from perfxl.recalc.evaluation.values import Place, constant
from perfxl.recalc.functions.calendar import DATED
from perfxl.recalc.functions.library import SIGNATURES
from perfxl.recalc.functions.signature import SINGLE, Signature
from perfxl.recalc.normal.kinds import ARRAYS
from perfxl.recalc.normal.scope import Scope, is_single
from perfxl.sheets.address import Box, Position
from perfxl.sheets.values import ErrorValue, Missing, Scalar

GAP = "\0"
_FIRST, _COLUMN, _MOST = 1_040_001, "XFD", 500  # stand-ins for the cells, from that row on
_OPERATORS = frozenset({*operators.ARITHMETIC, "&", "=", "<>", "<", ">", "<=", ">="})
_VALUED = (Literal, Binary, Unary)
Spots = Sequence[Position]  # where the cells of a formula lie, in its order
Compiled = Callable[[Spots], Any]


class Waits(Exception):
    """A cell that is read waits itself, or the careful road is to be taken."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A formula compiled; the sides of a last sum or difference are computed again where it leaves next to nothing."""

    value: Compiled
    sides: tuple[str, Compiled, Compiled] | None = None


class Compiler:
    """Compiles the formulas of one sheet; None for what is not known here."""

    def __init__(self, cells: Cells, scope: Scope, waiting: Mapping[str, set[Position]], sheet: str) -> None:
        self._cells, self._scope, self._waiting, self._sheet = cells, scope, waiting, sheet

    def ready(self, shape: str) -> Ready | None:
        """Compile what stands between the cells of a formula."""
        tree = _tree(shape)
        value = self._compiled(tree) if tree else None
        if value is None or not (isinstance(tree, Binary) and tree.operator in {"+", "-"}):
            return value and Ready(value)
        left, right = self._compiled(tree.left), self._compiled(tree.right)
        return Ready(value, (tree.operator, left, right)) if left and right else None

    def _compiled(self, node: Node) -> Compiled | None:
        match node:
            case Area():
                return self._cell(node) if is_single(node) else None
            case Literal():
                return _always(constant(node))
            case Binary():
                return self._chain(node)
            case Unary(operator, operand) if operator != "#":
                inner = self._compiled(operand)
                return inner and (lambda spots: operators.unary(operator, inner(spots)))
            case Call("()", (inside,)):
                return self._compiled(inside)
            case Call(_, _, None):
                return self._call(node)
        return None

    def _place(self, node: Area) -> tuple[str, int, int] | None:
        """Return the sheet of an area and which of the formula's cells are its ends."""
        name = self._scope.sheets.get((node.sheet or self._sheet).casefold())
        ends = (node.first.row, node.last.row)
        if name is None or node.book or node.last_sheet is not None or None in {*ends, node.first.column}:
            return None
        first, last = ((row or 0) - _FIRST for row in ends)
        return (name, first, last) if min(first, last) >= 0 else None

    def _cell(self, node: Area) -> Compiled | None:
        place = self._place(node)
        if place is None:
            return None
        name, slot, _ = place
        values, waiting = self._cells.values_of(name), self._waiting[name]

        def cell(spots: Spots) -> Scalar:
            spot = spots[slot]
            if spot in waiting:
                raise Waits
            found: Scalar = values.get(spot)
            return found

        return cell

    def _range(self, node: Area) -> Compiled | None:
        """Compile what a function adds up or counts: that it is a reference, and its values."""
        place = self._place(node)
        if place is None:
            return None
        name, first, last = place
        cells, waiting = self._cells, self._waiting[name]

        def values(spots: Spots) -> tuple[bool, list[Scalar]]:
            box = Box.around((spots[first], spots[last]))
            if waiting and _meets(box, waiting):
                raise Waits
            return True, [value for row in cells.read(Place(name, box)) for value in row]

        return values

    def _chain(self, node: Binary) -> Compiled | None:
        """Compile operators from left to right, however many."""
        links: list[tuple[Callable[[Scalar, Scalar], Scalar], Compiled]] = []
        first: Node = node
        while isinstance(first, Binary):
            right = self._compiled(first.right) if first.operator in _OPERATORS else None
            if right is None:
                return None
            links.insert(0, (operators.single(first.operator), right))
            first = first.left
        start = self._compiled(first)
        if start is None:
            return None

        def chain(spots: Spots) -> Scalar:
            made: Scalar = start(spots)
            for function, side in links:
                made = function(made, side(spots))
            return made

        return chain

    def _call(self, node: Call) -> Compiled | None:
        name, args = split_name(node.name)[1], node.args
        if self._scope.name(name, self._sheet) is not None or name in BINDING:
            return None
        if name in SPECIAL:
            return self._branching(name, args)
        signature = SIGNATURES.get(name)
        if signature is None or not signature.least <= len(args) <= signature.most:
            return None
        by_calendar = name in DATED and self._cells.calculation.mac
        return None if name in ARRAYS or by_calendar else self._function(signature, args)

    def _branching(self, name: str, args: Sequence[Node]) -> Compiled | None:
        if name == "IF" and 2 <= len(args) <= 3:
            return self._if(args)
        plain = len(args) == 2 and not any(isinstance(each, Omitted) for each in args)
        return self._iferror(args) if name == "IFERROR" and plain else None

    def _if(self, args: Sequence[Node]) -> Compiled | None:
        if isinstance(args[0], Omitted):
            return None
        test, *branches = [_always(0.0) if isinstance(each, Omitted) else self._compiled(each) for each in args]
        if test is None or None in branches:
            return None
        yes, no = [*branches, _always(False)][:2]

        def chosen(spots: Spots) -> Scalar:
            found = truth_of(test(spots))
            if isinstance(found, ErrorValue):
                return found
            taken: Scalar = (yes if found else no)(spots)  # type: ignore[misc]  # none is None
            return taken

        return chosen

    def _iferror(self, args: Sequence[Node]) -> Compiled | None:
        value, instead = map(self._compiled, args)
        if value is None or instead is None:
            return None

        def first_good(spots: Spots) -> Scalar:
            found: Scalar = value(spots)
            return instead(spots) if isinstance(found, ErrorValue) else found

        return first_good

    def _function(self, signature: Signature, args: Sequence[Node]) -> Compiled | None:
        kinds = [signature.kind(index) for index in range(len(args))]
        takers = [self._argument(kind, arg) for kind, arg in zip(kinds, args, strict=True)]
        if None in takers:
            return None

        def function(spots: Spots) -> Scalar:
            made: Scalar = called(signature, kinds, [take(spots) for take in takers])  # type: ignore[misc]  # no None
            if isinstance(made, list):
                raise Waits
            return made

        return function

    def _argument(self, kind: str, node: Node) -> Compiled | None:
        node = unbracketed(node)
        if kind in SINGLE:
            return _always(Missing.MISSING) if isinstance(node, Omitted) else self._compiled(node)
        if kind != "x" or isinstance(node, Omitted):
            return None
        if isinstance(node, Area):
            return self._range(node)
        value = self._compiled(node) if isinstance(node, _VALUED) else None
        return value and (lambda spots: (False, [value(spots)]))


def _tree(shape: str) -> Node | None:
    """Return the tree of what stands between the cells of a formula, with stand-ins for these."""
    pieces = shape.split(GAP)
    if len(pieces) > _MOST or any(mark in shape for mark in ("[", "{")):
        return None
    stand_ins = [f"{_COLUMN}{_FIRST + index}" for index in range(len(pieces) - 1)]
    try:
        return parse(canonical("".join(text for pair in zip(pieces, [*stand_ins, ""], strict=True) for text in pair)))
    except (FormulaError, RecursionError):
        return None


def _always(value: Scalar | Missing) -> Compiled:
    return partial(_given, value)


def _given(value: Scalar | Missing, _spots: Spots) -> Scalar | Missing:
    return value


def _meets(box: Box, waiting: set[Position]) -> bool:
    """Whether any cell of a box waits."""
    if box.area < len(waiting):
        return any(position in waiting for position in box.positions())
    return any(box.contains(position) for position in waiting)
