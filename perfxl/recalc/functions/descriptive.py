"""Numbers described: mean, variance, shape."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.signature import flat
from perfxl.sheets.values import Array, ErrorValue, Scalar

Listed = tuple[bool, list[Scalar]]


def some(values: Sequence[float], least: int = 1, error: ErrorValue = ErrorValue.NUM) -> Sequence[float]:
    """Return the values; Fault where there are fewer than needed."""
    if len(values) < least:
        raise Fault(error)
    return values


def all_values(*given: Listed) -> list[float]:
    """Return values as the A-functions take them: of references a text is 0, a truth value 1 or 0."""
    found: list[float] = []
    for is_reference, values in given:
        for value in values:
            if isinstance(value, ErrorValue):
                raise Fault(value)
            if value is not None:
                found.append(0.0 if is_reference and isinstance(value, str) else number(value))
    return found


def mean(values: Sequence[float]) -> float:
    """Return the mean; Fault #DIV/0! of nothing."""
    some(values, 1, ErrorValue.DIV0)
    return math.fsum(values) / len(values)


def variance(values: Sequence[float], less: int) -> float:
    """Return the variance; Fault #DIV/0! where there is nothing to divide by."""
    some(values, less + 1, ErrorValue.DIV0)
    middle = mean(values)
    return math.fsum((value - middle) ** 2 for value in values) / (len(values) - less)


def mode(values: Sequence[float]) -> float:
    """Return the most frequent value, of several the first; Fault #N/A where none comes twice."""
    best = Counter(values).most_common(1)
    if not best or best[0][1] < 2:
        raise Fault(ErrorValue.NA)
    return best[0][0]


def numbers_in(grid: Array) -> list[float]:
    """Return the numbers of rows; Fault for the first error."""
    return flat((True, [value for row in grid for value in row]))


def total(values: Sequence[float]) -> float:
    """Return the sum as Excel has it: one after the other."""
    return float(sum(values))


def geometric(values: Sequence[float]) -> float:
    """Return the geometric mean; Fault #NUM! of what is not positive."""
    if min(some(values)) <= 0:
        raise Fault(ErrorValue.NUM)
    return math.exp(math.fsum(map(math.log, values)) / len(values))


def harmonic(values: Sequence[float]) -> float:
    """Return the harmonic mean; Fault #NUM! of what is not positive."""
    if min(some(values)) <= 0:
        raise Fault(ErrorValue.NUM)
    return len(values) / math.fsum(1 / value for value in values)


def skew(values: Sequence[float], *, population: bool = False) -> float:
    """Return the skewness."""
    count, middle = len(some(values, 3, ErrorValue.DIV0)), mean(values)
    spread = math.sqrt(variance(values, 0 if population else 1))
    third = math.fsum(((value - middle) / spread) ** 3 for value in values)
    return third / count if population else third * count / ((count - 1) * (count - 2))


def kurt(values: Sequence[float]) -> float:
    """Return the kurtosis of a sample."""
    count, middle = len(some(values, 4, ErrorValue.DIV0)), mean(values)
    spread = math.sqrt(variance(values, 1))
    fourth = math.fsum(((value - middle) / spread) ** 4 for value in values)
    first = count * (count + 1) / ((count - 1) * (count - 2) * (count - 3))
    return first * fourth - 3 * (count - 1) ** 2 / ((count - 2) * (count - 3))


def deviations(values: Sequence[float]) -> float:
    """Return the mean distance from the mean."""
    return mean([abs(value - mean(values)) for value in some(values)])


def squares(values: Sequence[float]) -> float:
    """Return the sum of squared distances from the mean."""
    middle = mean(some(values))
    return math.fsum((value - middle) ** 2 for value in values)
