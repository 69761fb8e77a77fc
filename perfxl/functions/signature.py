"""What a worksheet function is, to every host: Excel, LibreOffice, formula engines, the docs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from perfxl.sheets.values import Result, Scalar

CATEGORY = "预算绩效"


class Citation(Protocol):
    """A rule as an explanation cites it."""

    @property
    def law(self) -> str:
        """The rule in one sentence."""

    @property
    def citation(self) -> str:
        """Its source."""

    @property
    def status(self) -> str:
        """Whether the source was read: confirmed, or unconfirmed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function gives for one cell, and how it comes to it.

    steps  returns the computation up to the result, in a clerk's words; put off, for most calls want the value alone
    rules  the rules that it rests on
    rate   the value is a fraction that a reader thinks of as a percentage
    """

    value: Scalar
    steps: Callable[[], str]
    rules: tuple[Citation, ...] = ()
    rate: bool = False


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
    body      takes one Scalar for each "each" argument, an Array for each "whole" one; a Result explains itself
    source    of the rule, as the docs cite it
    """

    name: str
    help: str
    returns: str
    arguments: tuple[Argument, ...]
    body: Callable[..., Answer | Result]
    examples: tuple[Example, ...]
    errors: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    category: str = CATEGORY

    @property
    def title(self) -> str:
        """The function's Chinese name: 预算执行率."""
        return self.help.partition("：")[0]
