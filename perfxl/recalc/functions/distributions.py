"""Distributions: the normal one, and those that rest on the incomplete gamma and beta functions."""

from __future__ import annotations

import math
from statistics import NormalDist

from perfxl.recalc.functions.arguments import Fault
from perfxl.recalc.functions.incomplete import inverted, lower_beta, lower_gamma
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import ErrorValue

_STANDARD = NormalDist()

_MOST_TRIALS = 10_000


def _check(*holds: bool) -> None:
    if not all(holds):
        raise Fault(ErrorValue.NUM)


def _gamma_dist(value: float, shape: float, scale: float, cumulative: bool) -> float:
    _check(value >= 0, shape > 0, scale > 0)
    if cumulative:
        return lower_gamma(shape, value / scale)
    if not value:
        return 1 / scale if shape == 1 else 0.0 if shape > 1 else math.inf
    return math.exp((shape - 1) * math.log(value / scale) - value / scale - math.lgamma(shape)) / scale


def _gamma_inv(share: float, shape: float, scale: float) -> float:
    _check(0 <= share < 1, shape > 0, scale > 0)
    return scale * inverted(lambda value: lower_gamma(shape, value), share, 0.0, shape + 1)


def _t_tail(value: float, freedom: float) -> float:
    """Return the chance beyond a value that is not negative."""
    return lower_beta(freedom / 2, 0.5, freedom / (freedom + value * value)) / 2


def _t_dist(value: float, freedom: float, cumulative: bool) -> float:
    degrees = math.floor(freedom)
    _check(degrees >= 1)
    if cumulative:
        return 1 - _t_tail(value, degrees) if value >= 0 else _t_tail(value, degrees)
    front = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)
    return math.exp(front - (degrees + 1) / 2 * math.log1p(value * value / degrees)) / math.sqrt(degrees * math.pi)


def _t_two(value: float, freedom: float) -> float:
    _check(value >= 0, freedom >= 1)
    return 2 * _t_tail(value, math.floor(freedom))


def _t_right(value: float, freedom: float) -> float:
    _check(freedom >= 1)
    tail = _t_tail(value, math.floor(freedom))
    return tail if value >= 0 else 1 - tail


def _t_inv(share: float, freedom: float) -> float:
    _check(0 < share < 1, freedom >= 1)
    degrees = math.floor(freedom)
    if share < 0.5:
        return -_t_inv(1 - share, degrees)
    return inverted(lambda value: 1 - _t_tail(value, degrees), share, 0.0, 10.0)


def _t_inv_two(share: float, freedom: float) -> float:
    _check(0 < share <= 1, freedom >= 1)
    degrees = math.floor(freedom)
    return inverted(lambda value: -2 * _t_tail(value, degrees), -share, 0.0, 10.0)


def _tdist(value: float, freedom: float, tails: float) -> float:
    _check(value >= 0, freedom >= 1, int(tails) in {1, 2})
    return int(tails) * _t_tail(value, math.floor(freedom))


def _f_dist(value: float, one: float, other: float, cumulative: bool) -> float:
    _check(value >= 0, one >= 1, other >= 1)
    a, b = math.floor(one), math.floor(other)
    if cumulative:
        return lower_beta(a / 2, b / 2, a * value / (a * value + b))
    if not value:
        return math.inf if a < 2 else float(a == 2)
    front = math.lgamma((a + b) / 2) - math.lgamma(a / 2) - math.lgamma(b / 2)
    body = a / 2 * math.log(a / b) + (a / 2 - 1) * math.log(value) - (a + b) / 2 * math.log1p(a * value / b)
    return math.exp(front + body)


def _f_right(value: float, one: float, other: float) -> float:
    _check(value >= 0, one >= 1, other >= 1)
    a, b = math.floor(one), math.floor(other)
    return lower_beta(b / 2, a / 2, b / (a * value + b))


def _f_inv(share: float, one: float, other: float) -> float:
    _check(0 <= share < 1, one >= 1, other >= 1)
    return inverted(lambda value: _f_dist(value, one, other, True), share, 0.0, 10.0)


def _f_inv_right(share: float, one: float, other: float) -> float:
    _check(0 < share <= 1)
    return inverted(lambda value: -_f_right(value, one, other), -share, 0.0, 10.0)


def _chi(value: float, freedom: float, cumulative: bool) -> float:
    _check(freedom >= 1)
    return _gamma_dist(value, math.floor(freedom) / 2, 2.0, cumulative)


def _chi_right(value: float, freedom: float) -> float:
    return 1 - _chi(value, freedom, True)


def _normal(value: float, middle: float, spread: float, cumulative: bool) -> float:
    _check(spread > 0)
    at = (value - middle) / spread
    if cumulative:
        return math.erfc(-at / math.sqrt(2)) / 2
    return math.exp(-at * at / 2) / (spread * math.sqrt(2 * math.pi))


def _normal_inv(share: float, middle: float = 0.0, spread: float = 1.0) -> float:
    _check(0 < share < 1, spread > 0)
    at = _STANDARD.inv_cdf(share)
    for _ in range(2):
        at -= (_normal(at, 0, 1, True) - share) / _normal(at, 0, 1, False)
    return middle + spread * at


def _lognormal(value: float, middle: float, spread: float, cumulative: bool) -> float:
    _check(value > 0, spread > 0)
    found = _normal(math.log(value), middle, spread, cumulative)
    return found if cumulative else found / value


def _poisson(value: float, expected: float, cumulative: bool) -> float:
    count = math.floor(value)
    _check(count >= 0, expected >= 0)
    if cumulative:
        return 1 - lower_gamma(count + 1, expected)
    if not expected:
        return float(not count)
    return math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))


def _binomial(hits: float, trials: float, chance: float, cumulative: bool) -> float:
    k, n = math.floor(hits), math.floor(trials)
    _check(0 <= k <= n, 0 <= chance <= 1)
    if n > _MOST_TRIALS:
        raise NotImplementedError
    chosen = range(k + 1) if cumulative else (k,)
    return math.fsum(math.comb(n, at) * chance**at * (1 - chance) ** (n - at) for at in chosen)


def _weibull(value: float, shape: float, scale: float, cumulative: bool) -> float:
    _check(value >= 0, shape > 0, scale > 0)
    power = (value / scale) ** shape
    return 1 - math.exp(-power) if cumulative else shape / scale * (value / scale) ** (shape - 1) * math.exp(-power)


def _exponential(value: float, rate: float, cumulative: bool) -> float:
    _check(value >= 0, rate > 0)
    return -math.expm1(-rate * value) if cumulative else rate * math.exp(-rate * value)


def _gamma(value: float) -> float:
    _check(value > 0 or value % 1 != 0)
    return math.gamma(value)


def _log_gamma(value: float) -> float:
    _check(value > 0)
    return math.lgamma(value)


def _error_function(low: float, high: float | None = None) -> float:
    return math.erf(low) if high is None else math.erf(high) - math.erf(low)


def _fisher(value: float) -> float:
    _check(-1 < value < 1)
    return math.atanh(value)


def _standardised(value: float, middle: float, spread: float) -> float:
    _check(spread > 0)
    return (value - middle) / spread


DISTRIBUTIONS: dict[str, Signature] = {
    "NORM.DIST": takes("nnnb", _normal),
    "NORMDIST": takes("nnnb", _normal),
    "NORM.S.DIST": takes("nb", lambda value, cumulative: _normal(value, 0.0, 1.0, cumulative)),
    "NORMSDIST": takes("n", lambda value: _normal(value, 0.0, 1.0, True)),
    **{name: takes("nnn", _normal_inv) for name in ("NORM.INV", "NORMINV")},
    **{name: takes("n", _normal_inv) for name in ("NORM.S.INV", "NORMSINV")},
    "LOGNORM.DIST": takes("nnnb", _lognormal),
    "LOGNORMDIST": takes("nnn", lambda value, middle, spread: _lognormal(value, middle, spread, True)),
    **{
        name: takes("nnn", lambda share, middle, spread: math.exp(_normal_inv(share, middle, spread)))
        for name in ("LOGNORM.INV", "LOGINV")
    },
    **{name: takes("nnnb", _gamma_dist) for name in ("GAMMA.DIST", "GAMMADIST")},
    **{name: takes("nnn", _gamma_inv) for name in ("GAMMA.INV", "GAMMAINV")},
    "T.DIST": takes("nnb", _t_dist),
    "T.DIST.2T": takes("nn", _t_two),
    "T.DIST.RT": takes("nn", _t_right),
    "TDIST": takes("nnn", _tdist),
    "T.INV": takes("nn", _t_inv),
    **{name: takes("nn", _t_inv_two) for name in ("T.INV.2T", "TINV")},
    "F.DIST": takes("nnnb", _f_dist),
    **{name: takes("nnn", _f_right) for name in ("F.DIST.RT", "FDIST")},
    "F.INV": takes("nnn", _f_inv),
    **{name: takes("nnn", _f_inv_right) for name in ("F.INV.RT", "FINV")},
    "CHISQ.DIST": takes("nnb", _chi),
    **{
        name: takes("nn", lambda value, freedom: 1 - _chi(value, freedom, True))
        for name in ("CHISQ.DIST.RT", "CHIDIST")
    },
    "CHISQ.INV": takes("nn", lambda share, freedom: _gamma_inv(share, math.floor(freedom) / 2, 2.0)),
    **{
        name: takes("nn", lambda share, freedom: _gamma_inv(1 - share, math.floor(freedom) / 2, 2.0))
        for name in ("CHISQ.INV.RT", "CHIINV")
    },
    **{name: takes("nnb", _poisson) for name in ("POISSON.DIST", "POISSON")},
    **{name: takes("nnnb", _binomial) for name in ("BINOM.DIST", "BINOMDIST")},
    **{name: takes("nnnb", _weibull) for name in ("WEIBULL.DIST", "WEIBULL")},
    **{name: takes("nnb", _exponential) for name in ("EXPON.DIST", "EXPONDIST")},
    "GAMMA": takes("n", _gamma),
    **{name: takes("n", _log_gamma) for name in ("GAMMALN", "GAMMALN.PRECISE")},
    "ERF": takes("n|n", _error_function),
    "ERF.PRECISE": takes("n", math.erf),
    **{name: takes("n", math.erfc) for name in ("ERFC", "ERFC.PRECISE")},
    "FISHER": takes("n", _fisher),
    "FISHERINV": takes("n", math.tanh),
    "STANDARDIZE": takes("nnn", _standardised),
}
