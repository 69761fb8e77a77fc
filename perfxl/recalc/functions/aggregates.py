"""Functions that sum, count and describe what they are given: SUM to PERCENTILE, and SUBTOTAL's by their numbers."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from typing import Any

from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.descriptive import (
    Listed,
    all_values,
    deviations,
    geometric,
    harmonic,
    kurt,
    mean,
    mode,
    skew,
    some,
    squares,
    total,
    variance,
)
from perfxl.recalc.functions.ranking import RANKING
from perfxl.recalc.functions.signature import Raw, Signature, flat, takes
from perfxl.sheets.values import Array, Scalar


def _count(*given: Listed) -> float:
    total = 0
    for is_reference, values in given:
        for value in values:
            total += isinstance(value, float) or (not is_reference and _is_number(value))
    return float(total)


def _is_number(value: Scalar) -> bool:
    try:
        return value is None or number(value) is not None
    except Fault:
        return False


def _counta(*given: Listed) -> float:
    return float(sum(value is not None or not is_reference for is_reference, values in given for value in values))


def _countblank(grid: Array) -> float:
    return float(sum(value is None or value == "" for row in grid for value in row))


def _product(*given: Listed) -> float:
    values = flat(*given)
    return math.prod(values) if values else 0.0


def _over(function: Callable[[list[float]], float]) -> Signature:
    return takes("x(x)", lambda *given: function(flat(*given)))


def _over_all(function: Callable[[list[float]], float]) -> Signature:
    return takes("x(x)", lambda *given: function(all_values(*given)))


AGGREGATES: dict[str, Signature] = {
    "SUM": _over(total),
    "SUMSQ": _over(lambda values: math.fsum(value * value for value in values)),
    "PRODUCT": takes("x(x)", _product),
    "AVERAGE": _over(mean),
    "AVERAGEA": _over_all(mean),
    "COUNT": takes("x(x)", _count),
    "COUNTA": takes("x(x)", _counta),
    "COUNTBLANK": takes("a", _countblank),
    "MAX": _over(lambda values: max(values, default=0.0)),
    "MIN": _over(lambda values: min(values, default=0.0)),
    "MAXA": _over_all(lambda values: max(values, default=0.0)),
    "MINA": _over_all(lambda values: min(values, default=0.0)),
    "MEDIAN": _over(lambda values: statistics.median(some(values))),
    "MODE": _over(mode),
    "MODE.SNGL": _over(mode),
    **{name: _over(lambda values: math.sqrt(variance(values, 1))) for name in ("STDEV", "STDEV.S")},
    **{name: _over(lambda values: math.sqrt(variance(values, 0))) for name in ("STDEVP", "STDEV.P")},
    **{name: _over(lambda values: variance(values, 1)) for name in ("VAR", "VAR.S")},
    **{name: _over(lambda values: variance(values, 0)) for name in ("VARP", "VAR.P")},
    "STDEVA": _over_all(lambda values: math.sqrt(variance(values, 1))),
    "STDEVPA": _over_all(lambda values: math.sqrt(variance(values, 0))),
    "VARA": _over_all(lambda values: variance(values, 1)),
    "VARPA": _over_all(lambda values: variance(values, 0)),
    "AVEDEV": _over(deviations),
    "DEVSQ": _over(squares),
    "GEOMEAN": _over(geometric),
    "HARMEAN": _over(harmonic),
    "SKEW": _over(skew),
    "SKEW.P": _over(lambda values: skew(values, population=True)),
    "KURT": _over(kurt),
}
_NUMBERED = (
    "AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV.S", "STDEV.P", "SUM", "VAR.S", "VAR.P", "MEDIAN",
    "MODE.SNGL", "LARGE", "SMALL", "PERCENTILE.INC", "QUARTILE.INC", "PERCENTILE.EXC", "QUARTILE.EXC",
)  # fmt: skip


def _faulting(run: Callable[..., Any]) -> Callable[..., Any]:
    def tried(*args: Raw) -> Raw:
        try:
            return run(*args)
        except Fault as fault:
            return fault.error

    return tried


BY_NUMBER = {number: _faulting({**AGGREGATES, **RANKING}[name].run) for number, name in enumerate(_NUMBERED, 1)}
_CONDITIONAL: dict[str, Callable[[list[float]], float]] = {
    "SUM": total,
    "AVERAGE": mean,
    "MAX": lambda values: max(values, default=0.0),
    "MIN": lambda values: min(values, default=0.0),
}


def conditional(name: str, cells: list[Scalar]) -> Scalar:
    """Return what SUMIF and its kin give for the cells that meet the conditions."""
    kind = name.removesuffix("S").removesuffix("IF")
    if kind == "COUNT":
        return float(len(cells))
    try:
        return _CONDITIONAL[kind](flat((True, cells)))
    except Fault as fault:
        return fault.error
