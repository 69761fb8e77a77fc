"""A figure (数据): what one cell or one span of a report says, exact, with its unit and its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from perfxl.model.place import Place


class State(StrEnum):
    """What a cell holds where a figure was expected."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"  # 不适用, —, /
    TEXT = "text"
    UNCACHED = "uncached"  # a formula whose result nobody stored
    ERROR = "error"  # #DIV/0! and its kin


@dataclass(frozen=True, slots=True)
class Figure:
    """A number without a place does not exist.

    value     exact value; a rate is a fraction (61.25 % is 0.6125); None unless state is NUMBER
    unit      "万元", "元", "%", "人", ... ; "" where none is known
    quantum   the last printed place, in terms of `value` (0.0001 for 61.25 %); None without a value
    scale     what the cell holds is value x scale (100 where a column headed % holds 61.25)
    text      the cell as a reader sees it
    formula   the cell's own formula, without "="
    malformed why the text is no well-formed number although it could be read ("" where it is)
    numeric   the cell holds a true number, so formulas may refer to it
    sign      "≥", "≤", "=", ">", "<" where the text begins with one, else ""
    derived   perfxl computed the value of a blank cell
    """

    place: Place
    state: State = State.BLANK
    value: Decimal | None = None
    unit: str = ""
    quantum: Decimal | None = None
    scale: int | Decimal = 1
    text: str = ""
    formula: str | None = None
    malformed: str = ""
    numeric: bool = False
    sign: str = ""
    number_format: str = "General"
    derived: bool = False

    @property
    def blank(self) -> bool:
        """Nothing was entered and no formula stands there."""
        return self.state is State.BLANK

    def with_value(self, value: Decimal, quantum: Decimal) -> Figure:
        """Return this blank figure as perfxl will have filled it."""
        return replace(self, state=State.NUMBER, value=value, quantum=quantum, derived=True)
