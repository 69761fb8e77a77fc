"""The order of numbers: the largest, ranks, percentiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.descriptive import Listed, mean, numbers_in, some
from perfxl.recalc.functions.order import digits
from perfxl.recalc.functions.signature import Signature, flat, takes
from perfxl.sheets.values import Array, ErrorValue


def _nth(grid: Array, place: float, *, largest: bool) -> float:
    values = sorted(numbers_in(grid), reverse=largest)
    wanted = math.ceil(place)
    if not 1 <= wanted <= len(values):
        raise Fault(ErrorValue.NUM)
    return values[wanted - 1]


def percentile(values: Sequence[float], share: float, *, exclusive: bool = False) -> float:
    """Return a percentile by interpolation; Fault #NUM! for a share that is none."""
    ordered = sorted(some(values))
    at = share * (len(ordered) + 1) - 1 if exclusive else share * (len(ordered) - 1)
    if not 0 <= at <= len(ordered) - 1 or not 0 <= share <= 1:
        raise Fault(ErrorValue.NUM)
    low = math.floor(digits(at))
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def _percentile(grid: Array, share: float, *, exclusive: bool = False) -> float:
    return percentile(numbers_in(grid), share, exclusive=exclusive)


def _share_rank(grid: Array, wanted: float, significance: float = 3.0, *, exclusive: bool = False) -> float:
    values = sorted(some(numbers_in(grid)))
    if not values[0] <= wanted <= values[-1]:
        raise Fault(ErrorValue.NA)
    below = sum(value < wanted for value in values)
    at = float(below)
    if wanted not in values:
        low, high = values[below - 1], values[below]
        at = below - 1 + (wanted - low) / (high - low)
    share = (at + 1) / (len(values) + 1) if exclusive else at / (len(values) - 1) if len(values) > 1 else 1.0
    scale = 10.0 ** int(significance)
    return float(math.floor(digits(share * scale)) / scale)


def rank_of(wanted: float, values: Sequence[float], ascending: bool, *, shared: bool = False) -> float:
    """Return the rank of a number among others; Fault #N/A where it is not among them."""
    if wanted not in values:
        raise Fault(ErrorValue.NA)
    before = sum(value < wanted if ascending else value > wanted for value in values)
    return before + 1 + (values.count(wanted) - 1) / 2 * shared


def _rank(*, shared: bool) -> Callable[..., float]:
    def run(wanted: float, given: Listed, order: float = 0.0) -> float:
        return rank_of(wanted, flat(given), bool(order), shared=shared)

    return run


def _trimmed(grid: Array, share: float) -> float:
    values = sorted(numbers_in(grid))
    cut = int(len(values) * share / 2)
    return mean(values[cut : len(values) - cut])


def _largest(grid: Array, place: float) -> float:
    return _nth(grid, place, largest=True)


def _smallest(grid: Array, place: float) -> float:
    return _nth(grid, place, largest=False)


def _quartile(grid: Array, part: float, *, exclusive: bool = False) -> float:
    return percentile(numbers_in(grid), int(part) / 4, exclusive=exclusive)


RANKING: dict[str, Signature] = {
    "LARGE": takes("an", _largest),
    "SMALL": takes("an", _smallest),
    **{name: takes("nx|n", _rank(shared=False)) for name in ("RANK", "RANK.EQ")},
    "RANK.AVG": takes("nx|n", _rank(shared=True)),
    **{name: takes("an", _percentile) for name in ("PERCENTILE", "PERCENTILE.INC")},
    "PERCENTILE.EXC": takes("an", lambda grid, part: _percentile(grid, part, exclusive=True)),
    **{name: takes("an", _quartile) for name in ("QUARTILE", "QUARTILE.INC")},
    "QUARTILE.EXC": takes("an", lambda grid, part: _quartile(grid, part, exclusive=True)),
    **{name: takes("an|n", _share_rank) for name in ("PERCENTRANK", "PERCENTRANK.INC")},
    "PERCENTRANK.EXC": takes("an|n", lambda grid, wanted, *places: _share_rank(grid, wanted, *places, exclusive=True)),
    "TRIMMEAN": takes("an", _trimmed),
}
