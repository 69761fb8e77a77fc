"""One formula, and all of a workbook's, made into what an engine computes as Excel would."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Binary, Call, Identifier, Literal, Node, TableReference, Unary, walk
from perfxl.formulas.tokens import FormulaError
from perfxl.formulas.writing import write_explicitly
from perfxl.functions.calls import canonical
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.broadcasting import broadcast
from perfxl.recalc.normal.comparison import compare_by_digits
from perfxl.recalc.normal.intersection import intersect
from perfxl.recalc.normal.lambdas import Lambdas, bind_variables
from perfxl.recalc.normal.names import resolve_names, strip_prefixes
from perfxl.recalc.normal.references import resolve_references
from perfxl.recalc.normal.scope import Scope, Site
from perfxl.recalc.normal.special import HIDING, leave_out_hidden, rewrite_special
from perfxl.recalc.normal.tables import resolve_tables
from perfxl.recalc.normal.templates import GAP, Template, make_template, split, split_by_row
from perfxl.sheets.address import Position

T = TypeVar("T")
_OURS = re.compile(r"PX[_.]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Traits:
    """What there is to know of a formula, shared by those that are copies of each other.

    calls      the functions that it calls
    subtracts  it ends with an addition or subtraction, of which Excel takes a rest beyond 15 digits for nought
    local      it may mean something else on another sheet
    """

    calls: frozenset[str] = frozenset()
    subtracts: bool = False
    local: bool = False


class NormalFormula(NamedTuple):
    """A formula ready for the engine."""

    text: str
    traits: Traits = Traits()


@dataclass(slots=True)
class Normaliser:
    """Prepares the formulas of one workbook; `lambdas` gathers the LAMBDAs that the engine is to call."""

    scope: Scope
    lambdas: Lambdas = field(default_factory=Lambdas)
    _rows: dict[str | tuple[str, str], tuple[tuple[str, ...], Traits]] = field(default_factory=dict)
    _templates: dict[tuple[str, str], tuple[Template, Traits] | None] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _once: set[tuple[str, str]] = field(default_factory=set)

    def normalise(self, formula: str, site: Site) -> NormalFormula:
        """Return a formula ready for the engine; EngineError says why it cannot be."""
        if site.array or (site.scope.hidden and HIDING.search(formula)):
            return self._single(formula, site)
        row = str(site.position[0])
        shape = formula.replace(row, GAP)
        known = self._rows.get(shape) or self._rows.get((site.sheet, shape))
        if known is None:
            return self._first(formula, shape, site)
        pieces, traits = known
        return NormalFormula(row.join(pieces), traits) if pieces else self._copied(formula, site)

    def _first(self, formula: str, shape: str, site: Site) -> NormalFormula:
        """Return a formula whose shape is not known yet; one that comes again is worth a closer look."""
        if shape not in self._seen:
            self._seen.add(shape)
            return self._copied(formula, site)
        pieces, traits = self._tried(lambda normalised: split_by_row(shape, normalised), site)
        self._rows[(site.sheet, shape) if traits.local else shape] = pieces or (), traits
        return self.normalise(formula, site)

    def _copied(self, formula: str, site: Site) -> NormalFormula:
        shape, cells = split(formula)
        key = site.sheet, shape
        if key not in self._templates and key in self._once:
            found, traits = self._tried(lambda normalised: make_template(shape, normalised), site)
            self._templates[key] = (found, traits) if found else None
        self._once.add(key)
        known = self._templates.get(key)
        if known is None or not known[0].fits(cells):
            return self._single(formula, site)
        return NormalFormula(known[0].fill(cells), known[1])

    def _tried(
        self, attempt: Callable[[Callable[[str, Position], str]], T | None], site: Site
    ) -> tuple[T | None, Traits]:
        """Return what an attempt to normalise a shape gives, None where it fails: that may be the stand-ins' fault."""
        traits = [Traits()]

        def normalised(formula: str, place: Position) -> str:
            made = self._single(formula, Site(site.scope, site.sheet, place))
            traits.append(made.traits)
            return made.text

        try:
            return attempt(normalised), traits[-1]
        except EngineError:
            return None, Traits()

    def _single(self, formula: str, site: Site) -> NormalFormula:
        try:
            return self._whole(_parsed(canonical(formula) if _OURS.search(formula) else formula), site)
        except RecursionError as error:
            raise EngineError("公式太长，计算引擎放不下") from error

    def _whole(self, parsed: Node, site: Site) -> NormalFormula:
        tree = self._changed(parsed, site)
        calls = frozenset(node.name for node in walk(tree) if isinstance(node, Call) and node.name != "()")
        subtracts = isinstance(tree, Binary) and tree.operator in {"+", "-"}
        return NormalFormula(write_explicitly(tree), Traits(calls, subtracts, any(map(_is_local, walk(parsed)))))

    def _changed(self, tree: Node, site: Site) -> Node:
        tree = strip_prefixes(resolve_names(strip_prefixes(tree), site))
        tree = resolve_references(resolve_tables(tree, site), site)
        tree = bind_variables(tree, self.lambdas)
        tree = rewrite_special(leave_out_hidden(intersect(tree, site), site), site)
        return compare_by_digits(broadcast(tree, self.lambdas))


def _parsed(formula: str) -> Node:
    try:
        return parse(formula)
    except FormulaError as error:
        raise EngineError(str(error)) from error


def _is_local(node: Node) -> bool:
    match node:
        case Identifier() | TableReference() | Unary("#"):
            return True
        case Call(name):
            return name == "INDIRECT" or name.startswith("_xlfn.ANCHORARRAY")
    return False


def snap_last(text: str) -> str:
    """Return a prepared formula whose last operation takes a rest beyond 15 digits for nought, as Excel does."""
    tree = parse(text)
    if not isinstance(tree, Binary):
        raise EngineError("公式无法识别")
    number = Literal("number", "1" if tree.operator == "-" else "0")
    return write_explicitly(Call("XL.SNAP", (number, tree.left, tree.right)))
