"""One formula, and all of a workbook's, made into what an engine computes as Excel would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfxl.functions.names import canonical
from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal import (
    binding,
    comparing,
    functions,
    intersecting,
    lifting,
    names,
    references,
    special,
    tables,
)
from perfxl.recalc.normal.book import Book, Site
from perfxl.recalc.normal.kinds import VOLATILE
from perfxl.recalc.normal.syntax import Binary, Call, Literal, Node, Word, children, parse
from perfxl.recalc.normal.writing import written

_OURS = re.compile(r"PX[_.]", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_QUOTES = re.compile(r"""["'\[{]""")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A formula ready for the engine.

    calls      the functions that it calls, our own wrappers left out
    volatile   it is computed each time anew
    subtracts  it ends with an addition or subtraction, of which Excel takes a rest beyond 15 digits for nought
    """

    text: str
    calls: frozenset[str] = frozenset()
    volatile: bool = False
    subtracts: bool = False


@dataclass(slots=True)
class Normaliser:
    """Prepares the formulas of one workbook; `functions` gathers the LAMBDAs that the engine is to call."""

    book: Book
    functions: binding.Functions = field(default_factory=binding.Functions)
    _known: dict[str, Prepared | None] = field(default_factory=dict)

    def prepared(self, formula: str, site: Site) -> Prepared:
        """Return a formula ready for the engine; EngineError says why it cannot be.

        Most formulas of a workbook are one formula copied down: what needs no change at all is known by its shape.
        """
        shape = _DIGITS.sub("0", formula)
        known = None if site.array else self._known.get(shape)
        if known is not None:
            return Prepared(formula, known.calls, known.volatile, known.subtracts)
        if _OURS.search(formula):
            formula = canonical(formula)
        tree = parse(formula)
        changed = self._changed(tree, site)
        made = Prepared(written(changed), *_traits(changed))
        if not site.array and changed == tree and not _QUOTES.search(formula) and _is_copied(tree):
            self._known[shape] = made
        return made

    def _changed(self, tree: Node, site: Site) -> Node:
        tree = functions.plain(names.resolved(functions.plain(tree), site))
        tree = references.plain(tables.plain(tree, site), site)
        tree = binding.bound(tree, self.functions)
        tree = special.rewritten(intersecting.intersected(tree, site), site)
        return comparing.compared(lifting.lifted(tree, self.functions))


def _is_copied(tree: Node) -> bool:
    """Whether the tree means the same wherever it is copied to: names could differ by a digit."""
    return not any(isinstance(node, Word) for node in _nodes(tree))


def _nodes(tree: Node) -> Iterator[Node]:
    yield tree
    for child in children(tree):
        yield from _nodes(child)


def _traits(tree: Node) -> tuple[frozenset[str], bool, bool]:
    calls = frozenset(node.name for node in _nodes(tree) if isinstance(node, Call) and node.name != "()")
    subtracts = isinstance(tree, Binary) and tree.operator in {"+", "-"}
    return calls, bool(calls & VOLATILE), subtracts


def snapped(text: str) -> str:
    """Return a prepared formula whose last operation takes a rest beyond 15 digits for nought, as Excel does."""
    tree = parse(text)
    if not isinstance(tree, Binary):
        raise EngineError("公式无法识别")
    number = Literal("number", "1" if tree.operator == "-" else "0")
    return written(Call("XL.SNAP", (number, tree.left, tree.right)))


__all__ = ["Normaliser", "Prepared", "snapped"]
