"""What an attachment copies from the department's own cells (照抄), and what it leaves to be computed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from perfxl.model.figure import Figure, State
from perfxl.model.table import Row
from perfxl.numerals.reading import read
from perfxl.sheets.snapshot import Value

_KINDS_OF_INDICATOR = ("", "定性", "定性指标", "定量", "定量指标")


def copied_value(figure: Figure | None) -> Value:
    """Return a figure as a cell holds it: a number as number, else the text as it stands; None for nothing."""
    if figure is None or figure.state in (State.BLANK, State.UNCACHED, State.ERROR):
        return None
    if figure.state is State.NUMBER and figure.value is not None:
        return figure.value * figure.scale
    return figure.text.strip() or None


def stated_value(row: Row, key: str) -> tuple[Value, str]:
    """Return (value, number format) of 年度指标值 ("target") or 实际完成值 ("actual"), for one cell each.

    A true number stays one; a number as text stays as it is written. Where direction and unit stand in columns
    of their own, they are joined to the number: ≥, 95 and % become "≥95%".
    """
    figure = row.cells.get(key)
    if figure is None or figure.state is not State.NUMBER:
        return copied_value(figure), "General"
    text = _joined(row, key, figure)
    return (copied_value(figure), figure.number_format) if figure.numeric and text == figure.text else (text, "General")


def _joined(row: Row, key: str, figure: Figure) -> str:
    nature, unit = row.text("nature"), row.text("measure_unit")
    sign = _sign(nature) if key == "target" and not figure.sign else ""
    told = f"{sign or ''}{figure.text.strip()}{'' if figure.unit else unit}"
    return f"{told}（{nature}）" if sign is None else told


def _sign(nature: str) -> str | None:
    """Return the comparison that a column of directions tells, "" for none, None where it is not understood."""
    if nature in _KINDS_OF_INDICATOR:
        return ""
    numeral = read(f"{nature}1")
    return numeral.sign if numeral and numeral.sign and numeral.value == 1 and not numeral.unit else None


def is_quantitative(row: Row) -> bool:
    """Whether target, actual and weight are numbers, so that a rule can score the indicator."""
    keys = ("target", "actual", "weight")
    told = all((figure := row.cells.get(key)) and figure.state is State.NUMBER for key in keys)
    return told and _sign(row.text("nature")) is not None


def total(values: Iterable[Value]) -> Decimal | None:
    """Return the sum, None unless every value is a number."""
    told = list(values)
    numbers = [value for value in told if isinstance(value, Decimal)]
    return sum(numbers, Decimal(0)) if numbers and len(numbers) == len(told) else None


def runs(labels: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]]:
    """Return for each column of labels the runs (first, last) of equal neighbours, from the outermost column in.

    A blank continues the label above it; no run passes the end of a run further out.
    """
    found: list[list[tuple[int, int]]] = []
    starts = {0}
    for column in zip(*labels, strict=True):
        starts = starts | set(_changes(column, starts))
        order = [*sorted(starts), len(labels)]
        found.append([(first, after - 1) for first, after in pairwise(order)])
    return found


def _changes(column: Sequence[str], starts: Collection[int]) -> Iterator[int]:
    """Yield where a label of a column differs from the one above; none does at the start of an outer run."""
    above = ""
    for position, label in enumerate(column):
        if position in starts:
            above = label
        elif label and label != above:
            above = label
            yield position
