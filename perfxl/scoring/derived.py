"""What scoring gives: derivations, and what it leaves to a person with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfxl.model.derivation import Derivation, Rule
from perfxl.model.figure import Figure
from perfxl.model.place import Place
from perfxl.model.table import Evaluation


@dataclass(frozen=True, slots=True)
class Band:
    """Where a score that a person gives must lie (定性分档), in points; `closed` tells whether `high` itself does."""

    word: str
    low: Decimal
    high: Decimal
    rule: Rule
    closed: bool = True

    def holds(self, score: Decimal) -> bool:
        """Whether a score lies in the band."""
        return self.low <= score <= self.high if self.closed else self.low <= score < self.high


class Cause(StrEnum):
    """Why no rule gives a score."""

    QUALITATIVE = "qualitative"  # 定性指标
    NO_TARGET = "no_target"
    WORD_ACTUAL = "word_actual"  # 完成 in the place of a number
    UNITS = "units"  # 份 against 个
    PERCENT = "percent"  # one of the two without %
    HUNDREDFOLD = "hundredfold"
    DIRECTION = "direction"  # the sign of the target against that of the nature
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A score that no rule gives: why, one Chinese clause, and the band it must lie in where one is known."""

    figure: Figure
    reason: str
    kind: str
    field: str
    row: str = ""
    band: Band | None = None
    rule: Rule | None = None
    cause: Cause = Cause.OTHER


@dataclass(frozen=True, slots=True)
class Derived:
    """An evaluation whose blank computed cells are filled in thought, and why each has its value."""

    evaluation: Evaluation
    derivations: tuple[Derivation, ...]
    unjudged: tuple[Unjudged, ...]

    def at(self, place: Place) -> Derivation | None:
        """Return the derivation of a cell, None where it is not computed."""
        return next((derivation for derivation in self.derivations if derivation.target.place == place), None)
