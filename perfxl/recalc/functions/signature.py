"""How a function of Excel takes its arguments, told in letters, so that ranges and arrays reach it as it expects.

n s b  a number, text, truth value; m a number that is no truth value; e any single value but errors, v errors too,
       w of a reference the first cell; given an array, the function is computed for each of its values
x      what is summed or counted: (whether it is a reference, its values)
a      rows of values; A the same, computed as an array even in an ordinary formula
What stands behind "|" may be missing, what stands in brackets repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from perfxl.recalc.functions.arguments import Fault
from perfxl.sheets.values import ErrorValue, Scalar

SINGLE = frozenset("nmsbvew")
Raw = Any  # an argument or result as it comes: a value, rows, Missing


@dataclass(frozen=True, slots=True)
class Signature:
    """A function with what it takes; `least` and `most` arguments."""

    run: Callable[..., Any]
    fixed: str
    repeated: str
    least: int
    most: int

    def kind(self, index: int) -> str:
        """Return the letter of an argument, counted from 0."""
        if index < len(self.fixed):
            return self.fixed[index]
        return self.repeated[(index - len(self.fixed)) % len(self.repeated)]


def takes(kinds: str, run: Callable[..., Any]) -> Signature:
    """Return the signature that the letters tell."""
    needed, _, optional = kinds.partition("|")
    fixed, _, repeated = (needed + optional).rstrip(")").partition("(")
    return Signature(run, fixed, repeated, len(needed.partition("(")[0]), 255 if repeated else len(fixed))


def flat(*given: tuple[bool, list[Scalar]]) -> list[float]:
    """Return the numbers among what is summed: of references the numbers alone, of other arguments what is one too.

    Fault for the first error.
    """
    from perfxl.recalc.functions.arguments import number  # noqa: PLC0415 (arguments reads texts by our own VALUE)

    found: list[float] = []
    for is_reference, values in given:
        for value in values:
            if isinstance(value, ErrorValue):
                raise Fault(value)
            if isinstance(value, float):
                found.append(value)
            elif not is_reference and value is not None:
                found.append(number(value))
    return found
