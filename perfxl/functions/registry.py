"""All worksheet functions by name, and how a host calls one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfxl.functions import numbers, pace, rates, scores, sums
from perfxl.functions.explain import explainer
from perfxl.functions.signature import Function
from perfxl.functions.spilling import make_caller
from perfxl.sheets.values import ErrorValue, Given, Result

_FAMILIES = (rates.FUNCTIONS, scores.FUNCTIONS, sums.FUNCTIONS, numbers.FUNCTIONS, pace.FUNCTIONS)
_OTHERS: Mapping[str, Function] = {function.name: function for family in _FAMILIES for function in family}
_EXPLAIN = explainer(_OTHERS)
REGISTRY: Mapping[str, Function] = {**_OTHERS, _EXPLAIN.name: _EXPLAIN}
_CALLERS = {name: make_caller(function) for name, function in REGISTRY.items()}


def call(name: str, args: Sequence[Given]) -> Result:
    """Return what a function gives for arguments as a host hands them over; never raises.

    One that is left out is Missing.MISSING or not there at all, a blank cell is None, a range is rows (lists or
    tuples). Errors in the arguments are passed on, a blank required one gives #N/A. Ranges in place of single cells
    spread over the result as in Excel. An unknown function is #NAME?.
    """
    found = _CALLERS.get(name) or _CALLERS.get(name.upper())
    return found.call(args) if found else ErrorValue.NAME
