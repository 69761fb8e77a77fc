"""A formula's tree gone through without recursion: each part is a generator that yields the parts it waits for.

What a formula reads is settled first: reading yields to whoever knows which cells wait (`Settle`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from perfxl.formulas.calculation import Cell, Name
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
    Unary,
)
from perfxl.formulas.tokens import FormulaError, split_name
from perfxl.functions.calls import canonical
from perfxl.recalc.evaluation import operators
from perfxl.recalc.evaluation.calling import call
from perfxl.recalc.evaluation.cells import Cells
from perfxl.recalc.evaluation.running import Steps
from perfxl.recalc.evaluation.values import (
    Areas,
    Closure,
    Grid,
    Operand,
    Place,
    References,
    Unsupported,
    constant,
    simple,
)
from perfxl.recalc.normal.names import moved
from perfxl.recalc.normal.scope import Scope, Site, box
from perfxl.recalc.normal.tables import table_area
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue, Missing

Waiting = Callable[[Place], list[Cell]]
_REFERENCE_OPERATORS = frozenset({":", " ", ","})
_DEEPEST_NAMES = 64


@dataclass(frozen=True, slots=True)
class View:
    """Where a part of a formula is computed.

    array  it may give an array, so nothing is intersected
    known  the variables of LET and LAMBDA
    depth  how many names lead here
    """

    site: Site
    array: bool
    known: Mapping[str, object] = field(default_factory=dict)
    depth: int = 0

    def within(self, *, array: bool) -> View:
        """Return the view of an argument, computed as an array or as its function is."""
        return self if array == self.array else View(self.site, array, self.known, self.depth)


class Evaluator:
    """Computes formulas of one workbook; `settle` yields to what computes the cells that still wait in a place."""

    def __init__(self, cells: Cells, scope: Scope, settle: Callable[[Place], Steps | None]) -> None:
        self.cells, self.scope, self._settle = cells, scope, settle

    def formula(self, text: str, site: Site) -> Steps:
        """Compute a formula; of an ordinary one the single value."""
        try:
            tree = parse(canonical(text))
        except FormulaError as error:
            raise Unsupported(str(error)) from error
        view = View(site, site.array)
        value = yield self.value(tree, view)
        if isinstance(value, Closure):
            return ErrorValue.VALUE
        found = yield from self.values(value, view)
        if isinstance(tree, Binary) and tree.operator in {"+", "-"} and operators.is_dust(found):
            left = yield from self._computed(tree.left, view)
            right = yield from self._computed(tree.right, view)
            return operators.snapped(tree.operator, left, right)
        return found

    def values(self, value: Operand, view: View) -> Steps:
        """Return what a reference holds: the cell meant, or as an array all of them; other values as they are."""
        if isinstance(value, References):
            grid: Grid = []
            for row in value.rows:
                grid.append([])
                for each in row:
                    held = (yield self.read(each)) if isinstance(each, Areas) else each
                    grid[-1].append(held[0][0] if isinstance(held, list) else held)
            return simple(grid)
        if not isinstance(value, Areas):
            return value
        if len(value.places) != 1:
            return ErrorValue.VALUE
        (place,) = value.places
        if not view.array:
            cell = _intersected(place, view.site)
            if cell is None:
                return ErrorValue.VALUE
            place = cell
        grid = yield self.read(Areas((place,)))
        return simple(grid)

    def read(self, areas: Areas) -> Steps:
        """Return the values of a reference, those of several rectangles one below the other."""
        found: Grid = []
        for place in areas.places:
            steps = self._settle(place)
            if steps is not None:
                yield steps
            found = found + self.cells.read(place) if found else self.cells.read(place)
        return found

    def value(self, node: Node, view: View) -> Steps:
        """Compute a part of a formula."""
        match node:
            case Area():
                return self._area(node, view)
            case Literal() | ArrayConstant():
                return _constants(node)
            case Call():
                return (yield self._call(node, view))
            case Binary():
                return (yield self._binary(node, view))
            case Unary():
                return (yield self._unary(node, view))
            case Identifier() | TableReference():
                return (yield self._word(node, view))
        return Missing.MISSING

    def _area(self, node: Area, view: View) -> Operand:
        if node.book:
            raise Unsupported("引用了别的工作簿")
        if node.last_sheet is not None and node.sheet is not None:
            names = self.scope.between(node.sheet, node.last_sheet)
        else:
            name = self.scope.sheets.get((node.sheet or view.site.sheet).casefold())
            names = (name,) if name is not None else ()
        return Areas(tuple(Place(name, box(node)) for name in names)) if names else ErrorValue.REF

    def _word(self, node: Identifier | TableReference, view: View) -> Steps:
        if isinstance(node, TableReference):
            return (yield self.value(_within_table(node, view.site), view))
        word = split_name(node.text)[1].casefold()
        if word in view.known:
            return view.known[word]
        if node.book:
            raise Unsupported("引用了别的工作簿")
        name = self.scope.name(node.text, node.sheet or view.site.sheet)
        if name is not None:
            return (yield self._named(name, view))
        if node.text.casefold() not in self.scope.tables:
            return ErrorValue.NAME
        return (yield self.value(_within_table(TableReference(node.text, ""), view.site), view))

    def _named(self, name: Name, view: View) -> Steps:
        if view.depth > _DEEPEST_NAMES:
            raise Unsupported(f"定义的名称互相引用，或一个套一个超过{_DEEPEST_NAMES}层，没有展开")
        try:
            tree = moved(parse(name.formula), view.site.position)
        except FormulaError:
            return ErrorValue.REF if "#REF!" in name.formula else ErrorValue.NAME
        home = Site(self.scope, name.sheet or view.site.sheet, view.site.position, True)
        return (yield self.value(tree, View(home, True, {}, view.depth + 1)))

    def _unary(self, node: Unary, view: View) -> Steps:
        if node.operator == "#":
            return (yield self._spilled(node.operand, view))
        inner = view.within(array=False) if node.operator == "@" else view
        operand = yield from self._computed(node.operand, inner)
        return operators.unary(node.operator, operand)

    def _spilled(self, operand: Node, view: View) -> Steps:
        anchor = yield self.value(operand, view)
        if not isinstance(anchor, Areas):
            return ErrorValue.REF
        (place,) = anchor.places
        block = self.cells.sheet(place.sheet).blocks.get(place.box.anchor)
        return Areas((Place(place.sheet, block.box),)) if block else ErrorValue.REF

    def _computed(self, node: Node, view: View) -> Steps:
        value = yield self.value(node, view)
        return (yield from self.values(value, view))

    def _binary(self, node: Binary, view: View) -> Steps:
        if node.operator in _REFERENCE_OPERATORS:
            left = yield self.value(node.left, view)
            right = yield self.value(node.right, view)
            return operators.reference(node.operator, left, right)
        links = [node]
        while isinstance(left_node := links[-1].left, Binary) and left_node.operator not in _REFERENCE_OPERATORS:
            links.append(left_node)
        made = yield from self._computed(links[-1].left, view)
        for link in reversed(links):
            right = yield from self._computed(link.right, view)
            made = operators.binary(link.operator, made, right)
        return made

    def _call(self, node: Call, view: View) -> Steps:
        if node.name == "()":
            return (yield self.value(node.args[0], view))
        return (yield call(self, node, view))


def _constants(node: Literal | ArrayConstant) -> Operand:
    if isinstance(node, Literal):
        return constant(node)
    return simple([[constant(each) for each in row] for row in node.rows])


def _within_table(node: TableReference, site: Site) -> Node:
    if node.book:
        raise Unsupported("引用了别的工作簿")
    return table_area(node, site)


def _intersected(place: Place, site: Site) -> Place | None:
    """Return the cell of a range that stands in the formula's row or column, None where there is none."""
    top, left, bottom, right = place.box
    row, column = site.position
    if place.box.is_cell:
        return place
    if left == right and top <= row <= bottom:
        return Place(place.sheet, Box(row, left, row, left))
    if top == bottom and left <= column <= right:
        return Place(place.sheet, Box(top, column, top, column))
    return None
