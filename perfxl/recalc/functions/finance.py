"""Functions of money over time: annuities, interest, depreciation, returns."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.descriptive import numbers_in
from perfxl.recalc.functions.periods import yearfrac
from perfxl.recalc.functions.signature import Signature, flat, takes
from perfxl.sheets.values import Array, ErrorValue, Scalar


def _growth(rate: float, periods: float) -> float:
    """Return what one grows to; Fault #NUM! where that is no real number."""
    made = (1 + rate) ** periods
    if isinstance(made, complex):
        raise Fault(ErrorValue.NUM)
    return float(made)


def payment(rate: float, periods: float, present: float, future: float = 0.0, start: float = 0.0) -> float:
    """PMT."""
    if not periods:
        raise Fault(ErrorValue.NUM)
    if not rate:
        return -(present + future) / periods
    growth = _growth(rate, periods)
    return -rate * (present * growth + future) / ((1 + rate * bool(start)) * (growth - 1))


def future_value(rate: float, periods: float, paid: float, present: float = 0.0, start: float = 0.0) -> float:
    """FV."""
    if not rate:
        return -present - paid * periods
    growth = _growth(rate, periods)
    return -present * growth - paid * (1 + rate * bool(start)) * (growth - 1) / rate


def _present_value(rate: float, periods: float, paid: float, future: float = 0.0, start: float = 0.0) -> float:
    if not rate:
        return -future - paid * periods
    growth = _growth(rate, periods)
    return (-future - paid * (1 + rate * bool(start)) * (growth - 1) / rate) / growth


def _interest(
    rate: float, period: float, periods: float, present: float, future: float = 0.0, start: float = 0.0
) -> float:
    """IPMT: nothing is due with a payment at the beginning of the first period."""
    if not 1 <= period < periods + 1:
        raise Fault(ErrorValue.NUM)
    paid = payment(rate, periods, present, future, start)
    if start and period == 1:
        return 0.0
    if start:
        return (future_value(rate, period - 2, paid, present, 1.0) - paid) * rate
    return future_value(rate, period - 1, paid, present) * rate


def _principal(
    rate: float, period: float, periods: float, present: float, future: float = 0.0, start: float = 0.0
) -> float:
    return payment(rate, periods, present, future, start) - _interest(rate, period, periods, present, future, start)


def _periods_of(first: int, last: float) -> range:
    """Return the periods gone through one by one; NotImplementedError where they would take long."""
    if last - first > 100_000:
        raise NotImplementedError
    return range(first, int(last) + 1)


def _cumulated(part: Callable[..., float]) -> Callable[..., float]:
    def run(rate: float, periods: float, present: float, first: float, last: float, start: float) -> float:
        if rate <= 0 or periods <= 0 or present <= 0 or not 1 <= first <= last <= periods or start not in {0, 1}:
            raise Fault(ErrorValue.NUM)
        return math.fsum(
            part(rate, float(period), periods, present, 0.0, start) for period in _periods_of(math.ceil(first), last)
        )

    return run


def _periods(rate: float, paid: float, present: float, future: float = 0.0, start: float = 0.0) -> float:
    if not rate:
        return -(present + future) / paid
    due = paid * (1 + rate * bool(start)) / rate
    return math.log((due - future) / (due + present)) / math.log(1 + rate)


def root(function: Callable[[float], float], guess: float) -> float:
    """Return where a function is 0, near a guess; Fault #NUM! where none is found."""
    rate = guess
    for _ in range(100):
        value = function(rate)
        step = 1e-7 * max(1.0, abs(rate))
        slope = (function(rate + step) - function(rate - step)) / (2 * step)
        if not slope:
            break
        following = rate - value / slope
        if following <= -1:
            following = (rate - 1) / 2
        if abs(following - rate) < 1e-13 * max(1.0, abs(rate)):
            return following
        rate = following
    if abs(function(rate)) < 1e-6:
        return rate
    raise Fault(ErrorValue.NUM)


def _rate(
    periods: float, paid: float, present: float, future: float = 0.0, start: float = 0.0, guess: float = 0.1
) -> float:
    return root(lambda rate: future_value(rate, periods, paid, present, start) + future, guess)


def _npv(rate: float, *given: tuple[bool, list[Scalar]]) -> float:
    return math.fsum(value / (1 + rate) ** at for at, value in enumerate(flat(*given), 1))


def _irr(grid: Array, guess: float = 0.1) -> float:
    flows = numbers_in(grid)
    if not any(flow > 0 for flow in flows) or not any(flow < 0 for flow in flows):
        raise Fault(ErrorValue.NUM)
    return root(lambda rate: math.fsum(flow / (1 + rate) ** at for at, flow in enumerate(flows)), guess)


def _mirr(grid: Array, borrowed: float, earned: float) -> float:
    flows = numbers_in(grid)
    gains, losses = [max(flow, 0.0) for flow in flows], [min(flow, 0.0) for flow in flows]
    if not any(losses):
        raise Fault(ErrorValue.DIV0)
    last = len(flows) - 1
    future = math.fsum(flow * (1 + earned) ** (last - at) for at, flow in enumerate(gains))
    present = -math.fsum(flow / (1 + borrowed) ** at for at, flow in enumerate(losses))
    return float((future / present) ** (1 / last) - 1)


def _dated(rate: float, flows: Sequence[float], days: Sequence[float]) -> float:
    return math.fsum(flow / (1 + rate) ** ((day - days[0]) / 365) for flow, day in zip(flows, days, strict=True))


def _xnpv(rate: float, values: Array, dates: Array) -> float:
    flows, days = numbers_in(values), [float(int(day)) for day in numbers_in(dates)]
    if len(flows) != len(days):
        raise Fault(ErrorValue.NUM)
    return _dated(rate, flows, days)


def _xirr(values: Array, dates: Array, guess: float = 0.1) -> float:
    flows, days = numbers_in(values), [float(int(day)) for day in numbers_in(dates)]
    if len(flows) != len(days) or min(flows) >= 0 or max(flows) <= 0:
        raise Fault(ErrorValue.NUM)
    return root(lambda rate: _dated(rate, flows, days), guess)


def _sum_of_years(cost: float, salvage: float, life: float, period: float) -> float:
    if not 0 < period <= life:
        raise Fault(ErrorValue.NUM)
    return (cost - salvage) * (life - period + 1) * 2 / (life * (life + 1))


def _declining(cost: float, salvage: float, life: float, period: float, factor: float = 2.0) -> float:
    """DDB."""
    if min(cost, salvage, period - 1, factor) < 0 or not life or period > life:
        raise Fault(ErrorValue.NUM)
    share, left = min(factor / life, 1.0), cost
    lost = 0.0
    for _ in _periods_of(1, period):
        lost = max(min(left * share, left - salvage), 0.0)
        left -= lost
    return lost


def _fixed_declining(cost: float, salvage: float, life: float, period: float, months: float = 12.0) -> float:
    """DB."""
    if not cost:
        return 0.0
    share = round(1 - (salvage / cost) ** (1 / life), 3)
    lost = cost * share * months / 12
    total = lost
    for at in _periods_of(2, period):
        lost = (cost - total) * share * ((12 - months) / 12 if at == int(life) + 1 else 1)
        total += lost
    return float(lost)


def _accrued_at_end(issue: float, settled: float, rate: float, par: float, basis: float = 0.0) -> float:
    if rate <= 0 or par <= 0 or issue >= settled:
        raise Fault(ErrorValue.NUM)
    return par * rate * yearfrac(issue, settled, basis)


def _quoted(price: float, fraction: float, *, decimal: bool) -> float:
    """DOLLARDE and DOLLARFR."""
    parts = math.trunc(fraction)
    if parts < 0:
        raise Fault(ErrorValue.NUM)
    if not parts:
        raise Fault(ErrorValue.DIV0)
    scale = 10 ** math.ceil(math.log10(parts)) if parts > 1 else 10
    whole = math.trunc(price)
    return whole + (price - whole) * (scale / parts if decimal else parts / scale)


def _positive(function: Callable[..., float]) -> Callable[..., float]:
    def run(*given: float) -> float:
        if min(given) <= 0:
            raise Fault(ErrorValue.NUM)
        return function(*given)

    return run


FINANCE: dict[str, Signature] = {
    "PMT": takes("nnn|nn", payment),
    "FV": takes("nnn|nn", future_value),
    "PV": takes("nnn|nn", _present_value),
    "IPMT": takes("nnnn|nn", _interest),
    "PPMT": takes("nnnn|nn", _principal),
    "CUMIPMT": takes("nnnnnn", _cumulated(_interest)),
    "CUMPRINC": takes("nnnnnn", _cumulated(_principal)),
    "NPER": takes("nnn|nn", _periods),
    "RATE": takes("nnn|nnn", _rate),
    "NPV": takes("nx(x)", _npv),
    "IRR": takes("a|n", _irr),
    "MIRR": takes("ann", _mirr),
    "XNPV": takes("naa", _xnpv),
    "XIRR": takes("aa|n", _xirr),
    "SLN": takes("nnn", lambda cost, salvage, life: (cost - salvage) / life),
    "SYD": takes("nnnn", _sum_of_years),
    "DDB": takes("nnnn|n", _declining),
    "DB": takes("nnnn|n", _fixed_declining),
    "RRI": takes("nnn", lambda periods, present, future: (future / present) ** (1 / periods) - 1),
    "PDURATION": takes("nnn", _positive(lambda rate, present, future: math.log(future / present) / math.log(1 + rate))),
    "EFFECT": takes("nn", _positive(lambda rate, yearly: (1 + rate / int(yearly)) ** int(yearly) - 1)),
    "NOMINAL": takes("nn", _positive(lambda rate, yearly: ((1 + rate) ** (1 / int(yearly)) - 1) * int(yearly))),
    "FVSCHEDULE": takes("na", lambda start, grid: start * math.prod(1 + rate for rate in numbers_in(grid))),
    "ISPMT": takes("nnnn", lambda rate, period, periods, present: -present * rate * (1 - period / periods)),
    "ACCRINTM": takes("nnnn|n", _accrued_at_end),
    "DOLLARDE": takes("mm", lambda price, fraction: _quoted(price, fraction, decimal=True)),
    "DOLLARFR": takes("mm", lambda price, fraction: _quoted(price, fraction, decimal=False)),
    "INTRATE": takes(
        "nnnn|n",
        lambda bought, due, paid, redeemed, basis=0.0: (redeemed - paid) / paid / yearfrac(bought, due, basis),
    ),
}
