"""What a worksheet function is, to every host: Excel, LibreOffice, formula engines, the docs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from perfxl.sheets.values import Result

CATEGORY = "预算绩效"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument.

    name     lower-case ASCII, as VBA and the engines need it; label is its Chinese name
    help     Chinese, at most 255 characters
    shape    each: one cell, and a range makes the result spill; whole: a range is taken as one thing
    optional may be left out; repeats: the last argument may be given any number of times
    """

    name: str
    label: str
    help: str
    shape: Literal["each", "whole"] = "each"
    optional: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A worked formula and what it gives; it is a test, a line of the docs and a row of the functions workbook."""

    formula: str  # "PX_EXECRATE(60,100)", without "="; array constants {1,2;3,4} stand for ranges
    result: Result
    note: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """One worksheet function.

    name      "PX_..." in ASCII capitals
    help      Chinese, one sentence, at most 255 characters
    returns   Chinese: what comes back and in which unit
    errors    by error text ("#DIV/0!"), Chinese: when it comes
    body      takes one Scalar for each "each" argument, an Array for each "whole" one
    source    of the rule, as the docs cite it
    """

    name: str
    help: str
    returns: str
    arguments: tuple[Argument, ...]
    body: Callable[..., Result]
    examples: tuple[Example, ...]
    errors: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    category: str = CATEGORY
