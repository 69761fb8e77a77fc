"""Values on their way into the library and out of it."""

from __future__ import annotations

from math import isfinite
from typing import Any, cast

from perfxl.recalc.engine import EngineError
from perfxl.recalc.normal.special import LEFT_OUT
from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar

Raw = Any  # a value as the library hands it over and takes it

_OUT = {
    "Null": ErrorValue.NULL,
    "Div": ErrorValue.DIV0,
    "Value": ErrorValue.VALUE,
    "Ref": ErrorValue.REF,
    "Name": ErrorValue.NAME,
    "Num": ErrorValue.NUM,
    "Na": ErrorValue.NA,
    "Calc": ErrorValue.VALUE,  # files hold #CALC! and #SPILL! as #VALUE!
    "Spill": ErrorValue.VALUE,
}
_IN = {
    ErrorValue.NULL: "Null",
    ErrorValue.DIV0: "Div",
    ErrorValue.VALUE: "Value",
    ErrorValue.REF: "Ref",
    ErrorValue.NAME: "Name",
    ErrorValue.NUM: "Num",
    ErrorValue.NA: "Na",
}
_REASONS = {"Circ": "公式循环引用", "NImpl": "计算引擎不支持这种写法"}


def result(value: Raw) -> Scalar:
    """Return what a formula gives; EngineError where the library failed in a way that Excel would not."""
    if isinstance(value, dict):
        kind = value.get("kind")
        if kind in _OUT:
            return _OUT[kind]
        raise EngineError(_REASONS.get(str(kind), "计算引擎不能计算这个公式"))
    if value is None:
        return 0.0
    if isinstance(value, float) and not isfinite(value):
        raise EngineError("计算引擎算出的不是有限的数")
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def given(value: Raw) -> Given:
    """Return an argument that the library hands over."""
    if isinstance(value, list):
        return [[_scalar(cell) for cell in row] if isinstance(row, list) else [_scalar(row)] for row in value]
    return Missing.MISSING if value == LEFT_OUT and isinstance(value, str) else _scalar(value)


def _scalar(value: Raw) -> Scalar:
    if isinstance(value, dict):
        return _OUT.get(str(value.get("kind")), ErrorValue.VALUE)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return cast("Scalar", value)


def handed(value: Result) -> Raw:
    """Return a result of a function of ours as the library takes it."""
    return [[_plain(cell) for cell in row] for row in value] if isinstance(value, list) else _plain(value)


def _plain(value: Scalar) -> Raw:
    return {"type": "Error", "kind": _IN[value]} if isinstance(value, ErrorValue) else value
