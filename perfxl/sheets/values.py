"""Values of cells as hosts and formula engines carry them: doubles, texts, truth values, true errors, blanks."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum


class ErrorValue(Enum):
    """A true spreadsheet error; never a text, which SUM would skip."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"


class Missing(Enum):
    """An argument that the caller left out, which is not the same as a blank cell (None)."""

    MISSING = "missing"


Scalar = float | str | bool | None | ErrorValue
Array = Sequence[Sequence[Scalar]]  # rows of a range
Given = Scalar | Array | Missing  # what a host hands over for one argument
Result = Scalar | list[list[Scalar]]  # a list of rows spills
