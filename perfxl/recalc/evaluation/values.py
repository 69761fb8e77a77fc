"""What a part of a formula gives: a value, rows of values, a reference, or rows of references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from perfxl.formulas.syntax import Literal
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue, Missing, Scalar

Grid = list[list[Scalar]]


class Unsupported(Exception):
    """Why this evaluator cannot compute a formula, in Chinese without a full stop."""


class Place(NamedTuple):
    """One rectangle of cells on a sheet."""

    sheet: str
    box: Box


class Areas(NamedTuple):
    """A reference: one rectangle, several of a union or of a 3-D reference."""

    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class References:
    """Rows of references, as OFFSET and INDIRECT give for arrays."""

    rows: tuple[tuple[Areas | Scalar, ...], ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """A LAMBDA with the variables around it."""

    parameters: tuple[str, ...]
    body: object
    known: dict[str, object]


Operand = Scalar | Grid | Areas | References | Closure | Missing


def rows_of(value: Operand) -> Grid:
    """Return a value as rows."""
    if isinstance(value, list):
        return value
    if isinstance(value, Missing):
        return [[None]]
    if isinstance(value, (Areas, References, Closure)):
        raise Unsupported("此处的引用无法计算")
    return [[value]]


def one_of(value: Operand) -> Scalar:
    """Return a single value: of rows the first."""
    return rows_of(value)[0][0]


def simple(grid: Grid) -> Scalar | Grid:
    """Return rows of one value as the value."""
    return grid[0][0] if len(grid) == 1 and len(grid[0]) == 1 else grid


def constant(node: Literal) -> Scalar:
    """Return the value of a constant."""
    match node.kind:
        case "number":
            return float(node.text)
        case "text":
            return node.text[1:-1].replace('""', '"')
        case "truth":
            return node.text == "TRUE"
    return next((error for error in ErrorValue if error.value == node.text.upper()), ErrorValue.VALUE)
