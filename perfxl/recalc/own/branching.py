"""IF, IFERROR and IFNA over arrays of several sizes: one row or column repeats, what lacks is #N/A."""

from __future__ import annotations

from collections.abc import Callable

from perfxl.recalc.own.arguments import Fault, number
from perfxl.recalc.own.spreading import spread
from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar


def _if(condition: Given, then: Given, otherwise: Given = False) -> Result:
    return spread(_chosen, condition, _told(then), _told(otherwise))


def _chosen(condition: Scalar, then: Scalar, otherwise: Scalar) -> Scalar:
    try:
        return then if number(condition) else otherwise
    except Fault as fault:
        return fault.error


def _told(given: Given) -> Given:
    return 0.0 if isinstance(given, Missing) else given


def _iferror(value: Given, instead: Given) -> Result:
    return spread(lambda one, other: other if isinstance(one, ErrorValue) else one, value, _told(instead))


def _ifna(value: Given, instead: Given) -> Result:
    return spread(lambda one, other: other if one is ErrorValue.NA else one, value, _told(instead))


FUNCTIONS: dict[str, Callable[..., Result]] = {"XL.IF": _if, "XL.IFERROR": _iferror, "XL.IFNA": _ifna}
