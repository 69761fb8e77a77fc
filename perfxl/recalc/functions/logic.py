"""Functions that ask what a value is, and of truth values."""

from __future__ import annotations

from perfxl.recalc.functions.arguments import Fault, number
from perfxl.recalc.functions.numbertext import truth
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import ErrorValue, Missing, Scalar

_ERRORS = (
    ErrorValue.NULL,
    ErrorValue.DIV0,
    ErrorValue.VALUE,
    ErrorValue.REF,
    ErrorValue.NAME,
    ErrorValue.NUM,
    ErrorValue.NA,
)
Listed = tuple[bool, list[Scalar]]


def _truths(given: tuple[Listed, ...]) -> list[bool]:
    """Return truth values; texts and blanks of references count for nothing; Fault #VALUE! where nothing is left."""
    found: list[bool] = []
    for is_reference, values in given:
        for value in values:
            if isinstance(value, ErrorValue):
                raise Fault(value)
            if isinstance(value, str):
                if not is_reference and value.upper() in {"TRUE", "FALSE"}:
                    found.append(truth(value))
            elif value is not None or not is_reference:
                found.append(truth(value))
    if not found:
        raise Fault(ErrorValue.VALUE)
    return found


def _type(value: Scalar) -> float:
    if isinstance(value, ErrorValue):
        return 16.0
    return 4.0 if isinstance(value, bool) else 2.0 if isinstance(value, str) else 1.0


def _error_type(value: Scalar) -> float:
    if not isinstance(value, ErrorValue):
        raise Fault(ErrorValue.NA)
    return float(_ERRORS.index(value) + 1)


def _as_number(value: Scalar) -> Scalar:
    if isinstance(value, ErrorValue):
        return value
    return float(value) if isinstance(value, (bool, float)) else 0.0


def _parity(value: Scalar) -> int:
    if isinstance(value, bool):
        raise Fault(ErrorValue.VALUE)
    return int(abs(number(value))) % 2


def _na() -> float:
    raise Fault(ErrorValue.NA)


LOGIC: dict[str, Signature] = {
    "AND": takes("x(x)", lambda *given: all(_truths(given))),
    "OR": takes("x(x)", lambda *given: any(_truths(given))),
    "XOR": takes("x(x)", lambda *given: sum(_truths(given)) % 2 == 1),
    "NOT": takes("b", lambda value: not value),
    "TRUE": takes("", lambda: True),
    "FALSE": takes("", lambda: False),
    "NA": takes("", _na),
    "ISNUMBER": takes("v", lambda value: isinstance(value, float)),
    "ISTEXT": takes("v", lambda value: isinstance(value, str)),
    "ISNONTEXT": takes("v", lambda value: not isinstance(value, str)),
    "ISLOGICAL": takes("v", lambda value: isinstance(value, bool)),
    "ISBLANK": takes("v", lambda value: value is None),
    "ISERROR": takes("v", lambda value: isinstance(value, ErrorValue)),
    "ISERR": takes("v", lambda value: isinstance(value, ErrorValue) and value is not ErrorValue.NA),
    "ISNA": takes("v", lambda value: value is ErrorValue.NA),
    "ISEVEN": takes("e", lambda value: not _parity(value)),
    "ISODD": takes("e", lambda value: bool(_parity(value))),
    "ERROR.TYPE": takes("v", _error_type),
    "TYPE": takes("v", _type),
    "N": takes("w", _as_number),
    "T": takes("w", lambda value: value if isinstance(value, (str, ErrorValue)) else ""),
    "HYPERLINK": takes("e|e", lambda link, shown=Missing.MISSING: link if shown is Missing.MISSING else shown),
}
