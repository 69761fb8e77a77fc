"""An amount with two digits exchanged, where the printed rate and the printed score agree against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.scored_forms import number
from perfxl.checks.evidence.substitution import holds
from perfxl.checks.evidence.suspects import Suspect
from perfxl.checks.evidence.typos import has_exchanged_digits
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure
from perfxl.numerals.tolerance import CENT


@dataclass(frozen=True, slots=True)
class Misread:
    """The amount, what it ought to read, and the printed score that bears the printed rate out."""

    figure: Figure
    value: Decimal
    score: Figure


def misread(book: Checked, suspect: Suspect) -> Misread | None:
    """Return the one amount of a rate that is misprinted; None where none or several are."""
    row = book.row(suspect.figure.place)
    score = number(row, "score")
    scored = next((item for item in book.derived((Relation.EXECUTION_SCORE,)) if score and item.target is score), None)
    if score is None or scored is None:
        return None
    found = [
        Misread(figure, value, score)
        for _, figure in suspect.derivation.operands()
        for value in _exchanged(figure)
        if _mends(suspect.derivation, scored, figure, value)
    ]
    return found[0] if len(found) == 1 else None


def _mends(rate: Derivation, score: Derivation, figure: Figure, value: Decimal) -> bool:
    reading = {figure.place: value}
    return not holds(score, {}) and bool(holds(rate, reading)) and bool(holds(score, reading))


def _exchanged(figure: Figure) -> Iterator[Decimal]:
    """Yield the number with two neighbouring digits exchanged, each pair once."""
    text = f"{(figure.value or Decimal(0)).quantize(CENT):f}"
    for spot in range(len(text) - 1 if text.replace(".", "").isdigit() else 0):
        other = text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]
        if "." not in text[spot : spot + 2] and has_exchanged_digits(text, other):
            yield Decimal(other)
