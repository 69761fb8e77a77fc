"""How values travel between the add-in and us: as JSON, with an object for what JSON does not know."""

from __future__ import annotations

from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar

Json = object  # what `json.loads` returns
MISSING = {"missing": True}


def decoded(value: Json) -> Given:
    """Return an argument from its JSON form; ValueError where it has none of the known forms."""
    if isinstance(value, list):
        return [[_scalar(cell) for cell in row] for row in value]
    return Missing.MISSING if value == MISSING else _scalar(value)


def encoded(result: Result) -> Json:
    """Return a result in its JSON form."""
    if isinstance(result, list):
        return [[encoded(value) for value in row] for row in result]
    return {"error": result.value} if isinstance(result, ErrorValue) else result


def _scalar(value: Json) -> Scalar:
    if isinstance(value, dict):
        return ErrorValue(value.get("error"))
    if value is None or isinstance(value, (bool, str, float)):
        return value
    if isinstance(value, int):
        return float(value)
    raise ValueError(value)
