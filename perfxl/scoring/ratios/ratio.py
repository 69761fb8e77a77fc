"""The two divisions behind every ratio."""

from __future__ import annotations

from decimal import Decimal, localcontext

_PRECISION = 40


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return part / whole as an unrounded fraction; None (∅, 不适用) where the whole is 0."""
    if not whole:
        return None
    with localcontext() as context:
        context.prec = _PRECISION
        return part / whole


def change(now: Decimal, before: Decimal) -> Decimal | None:
    """Return (now - before) / before; None where there was nothing before."""
    with localcontext() as context:
        context.prec = _PRECISION
        return ratio(now - before, before)


def use_of_limit(actual: Decimal, limit: Decimal) -> Decimal | None:
    """Return actual / limit for an upper limit.

    0 of a limit of 0 is 0: nothing was spent, so every upper limit is kept and the indicator is full.
    Anything of a limit of 0 is None: the limit is broken by more than any rate can say, which is a finding.
    """
    return Decimal(0) if not actual and not limit else ratio(actual, limit)
