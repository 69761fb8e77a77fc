"""Numbers in other bases, Roman numerals, units of measure."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfxl.recalc.functions.arguments import Fault, number, text
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import ErrorValue, Missing, Scalar

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASES = {"BIN": (2, 10), "OCT": (8, 30), "HEX": (16, 40), "DEC": (10, 40)}  # base, bits of ten places
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def based(value: int, base: int) -> str:
    """Return a whole number that is not negative in another base."""
    made = ""
    while value:
        value, rest = divmod(value, base)
        made = _DIGITS[rest] + made
    return made or "0"


def _converted(source: str, target: str) -> Signature:
    def run(given: Scalar, places: Scalar | Missing = Missing.MISSING) -> Scalar:
        if isinstance(given, bool):
            raise Fault(ErrorValue.VALUE)
        value = _read(given, *_BASES[source], decimal=source == "DEC")
        if target == "DEC":
            return float(value)
        base, bits = _BASES[target]
        if not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
            raise Fault(ErrorValue.NUM)
        made = based(value % 2**bits, base)
        return made if isinstance(places, Missing) or value < 0 else _padded(made, places)

    return takes("e" if target == "DEC" else "e|e", run)


def _read(given: Scalar, base: int, bits: int, *, decimal: bool) -> int:
    if decimal:
        return int(number(given))
    written = text(given).upper()
    if len(written) > 10 or any(mark not in _DIGITS[:base] for mark in written):
        raise Fault(ErrorValue.NUM)
    value = int(written or "0", base)
    return value - 2**bits if value >= 2 ** (bits - 1) else value


def _padded(made: str, given: Scalar) -> str:
    if isinstance(given, bool):
        raise Fault(ErrorValue.VALUE)
    places = number(given)
    if not len(made) <= int(places) <= 10:
        raise Fault(ErrorValue.NUM)
    return made.rjust(int(places), "0")


def _base(value: float, base: float, least: float = 0.0) -> str:
    if not (0 <= value < 2**53 and 2 <= int(base) <= 36 and 0 <= least < 256):
        raise Fault(ErrorValue.NUM)
    return based(int(value), int(base)).rjust(int(least), "0")


def _decimal(written: str, base: float) -> float:
    found = written.strip().upper()
    if not 2 <= int(base) <= 36 or any(mark not in _DIGITS[: int(base)] for mark in found):
        raise Fault(ErrorValue.NUM)
    return float(int(found or "0", int(base)))


def _roman(value: float, form: Scalar | Missing = Missing.MISSING) -> str:
    if not 0 <= value < 4000:
        raise Fault(ErrorValue.VALUE)
    if not isinstance(form, Missing) and form not in {True, 0.0}:
        raise NotImplementedError  # the shorter forms
    rest, made = int(value), ""
    for size, letters in (*_ROMAN, *_ROMAN_SMALL):
        count, rest = divmod(rest, size)
        made += letters * count
    return made


def _arabic(written: str) -> float:
    found = written.strip().upper()
    sign = -1 if found.startswith("-") else 1
    values = [_LETTERS.get(mark) for mark in found.lstrip("-")]
    if None in values:
        raise Fault(ErrorValue.VALUE)
    sizes = [value or 0 for value in values]
    total = sum(-one if one < other else one for one, other in zip(sizes, [*sizes[1:], 0], strict=True))
    return float(sign * total)


def _bits(function: Callable[[int, int], int]) -> Signature:
    def run(one: float, other: float) -> float:
        if min(one, other) < 0 or max(one, other) >= 2**48 or one % 1 or other % 1:
            raise Fault(ErrorValue.NUM)
        return float(function(int(one), int(other)))

    return takes("nn", run)


def _shifted(value: float, places: float) -> float:
    made = int(value) << int(places) if places >= 0 else int(value) >> int(-places)
    if value < 0 or value >= 2**48 or abs(places) > 53 or made >= 2**48:
        raise Fault(ErrorValue.NUM)
    return float(made)


_UNITS = """
mass g 1; sg 14593.9029372064; lbm 453.59237; u 1.660538782E-24; ozm 28.349523125; grain 0.06479891;
mass cwt 45359.237; shweight 45359.237; uk_cwt 50802.34544; lcwt 50802.34544; hweight 50802.34544; stone 6350.29318
mass ton 907184.74; uk_ton 1016046.9088; LTON 1016046.9088; brton 1016046.9088
distance m 1; mi 1609.344; Nmi 1852; in 0.0254; ft 0.3048; yd 0.9144; ang 1E-10; ell 1.143; ly 9.4607304725808E15
distance parsec 3.08567758128155E16; pc 3.08567758128155E16; survey_mi 1609.34721869444
distance Pica 0.000352777777777778; Picapt 0.000352777777777778; pica 0.00423333333333333
time yr 31557600; day 86400; d 86400; hr 3600; mn 60; min 60; sec 1; s 1
pressure Pa 1; p 1; atm 101325; at 101325; mmHg 133.322; psi 6894.75729316836; Torr 133.322368421053
force N 1; dyn 0.00001; dy 0.00001; lbf 4.4482216152605; pond 0.00980665
energy J 1; e 1E-7; c 4.184; cal 4.1868; eV 1.60217653E-19; ev 1.60217653E-19; HPh 2684519.53769617
energy hh 2684519.53769617; Wh 3600; wh 3600; flb 1.3558179483314; BTU 1055.05585262; btu 1055.05585262
power W 1; w 1; HP 745.69987158227; h 745.69987158227; PS 735.49875
magnetism T 1; ga 0.0001
volume l 0.001; L 0.001; lt 0.001; tsp 4.92892159375E-6; tspm 5E-6; tbs 1.478676478125E-5; oz 2.95735295625E-5
volume cup 2.365882365E-4; pt 4.73176473E-4; us_pt 4.73176473E-4; uk_pt 5.6826125E-4; qt 9.46352946E-4
volume uk_qt 0.0011365225; gal 0.003785411784; uk_gal 0.00454609; ang3 1E-30; ang^3 1E-30; barrel 0.158987294928
volume bushel 0.03523907016688; ft3 0.028316846592; ft^3 0.028316846592; in3 1.6387064E-5; in^3 1.6387064E-5
volume m3 1; m^3 1; mi3 4168181825.44058; mi^3 4168181825.44058; yd3 0.764554857984; yd^3 0.764554857984
volume GRT 2.8316846592; regton 2.8316846592; MTON 1.13267386368
area m2 1; m^2 1; ha 10000; ar 100; us_acre 4046.87260987425; uk_acre 4046.8564224; ft2 0.09290304; ft^2 0.09290304
area in2 0.00064516; in^2 0.00064516; mi2 2589988.110336; mi^2 2589988.110336; yd2 0.83612736; yd^2 0.83612736
area Morgen 2500; Nmi2 3429904; Nmi^2 3429904; ang2 1E-20; ang^2 1E-20
information bit 1; byte 8
speed m/s 1; m/sec 1; m/h 0.000277777777777778; m/hr 0.000277777777777778; mph 0.44704; kn 0.514444444444444
speed admkn 0.514773333333333
"""
_SIZES: dict[str, tuple[str, float]] = {
    name: (line.split()[0], float(size))
    for line in _UNITS.strip().splitlines()
    for name, size in re.findall(r"(\S+) ([0-9.E-]+)(?=;|$)", line.partition(" ")[2])
}
_PREFIXES = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "e": 1, "d": -1, "c": -2,
    "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip
_BINARY = {"Yi": 80, "Zi": 70, "Ei": 60, "Pi": 50, "Ti": 40, "Gi": 30, "Mi": 20, "ki": 10}
_METRIC = frozenset(
    {
        *(
            "g",
            "u",
            "m",
            "ang",
            "ly",
            "parsec",
            "pc",
            "sec",
            "s",
            "Pa",
            "p",
            "atm",
            "at",
            "mmHg",
            "Torr",
            "N",
            "dyn",
            "dy",
        ),
        *("pond", "J", "e", "c", "cal", "eV", "ev", "Wh", "wh", "W", "w", "T", "ga", "l", "L", "lt", "m2", "m^2", "ar"),
        *("m3", "m^3", "ang3", "ang^3", "ang2", "ang^2", "bit", "byte", "m/s", "m/sec", "m/h", "m/hr", "mph", "uk_pt"),
    }
)
_DEGREES = {
    "C": (1.0, 273.15), "cel": (1.0, 273.15), "F": (5 / 9, 459.67 * 5 / 9), "fah": (5 / 9, 459.67 * 5 / 9),
    "K": (1.0, 0.0), "kel": (1.0, 0.0), "Rank": (5 / 9, 0.0), "Reau": (1.25, 273.15),
}  # fmt: skip


def _unit(name: str) -> tuple[str, float]:
    """Return the kind and the size of a unit; Fault #N/A for one that is not known."""
    if name in _SIZES:
        return _SIZES[name]
    for length in (1, 2):
        prefix, rest = name[:length], name[length:]
        if rest in _METRIC and prefix in _PREFIXES:
            kind, size = _SIZES[rest]
            power = int(rest[-1]) if rest[-1] in "23" else 1
            return kind, size * float(f"1e{_PREFIXES[prefix] * power}")
        if prefix in _BINARY and rest in {"bit", "byte"}:
            kind, size = _SIZES[rest]
            return kind, size * 2.0 ** _BINARY[prefix]
    raised = re.fullmatch(r"(.+?)\^?([23])", name)
    if raised and _SIZES.get(raised[1], ("", 0.0))[0] == "distance":
        return {"2": "area", "3": "volume"}[raised[2]], _SIZES[raised[1]][1] ** int(raised[2])
    raise Fault(ErrorValue.NA)


def _kelvins(name: str) -> tuple[str, float]:
    """Return a unit of temperature without its prefix, which only kelvins have, and what the prefix counts."""
    for unit in ("kel", "K"):
        if name.endswith(unit) and name[: -len(unit)] in _PREFIXES:
            return unit, float(f"1e{_PREFIXES[name[: -len(unit)]]}")
    return name, 1.0


def _convert(value: float, source: str, target: str) -> float:
    (source, times), (target, per) = (
        _kelvins(name) if name not in _SIZES else (name, 1.0) for name in (source, target)
    )
    if source in _DEGREES and target in _DEGREES:
        return _degrees(value * times, source, target) / per
    (kind, size), (wanted, unit) = _unit(source), _unit(target)
    if kind != wanted:
        raise Fault(ErrorValue.NA)
    return value * size / unit


def _degrees(value: float, source: str, target: str) -> float:
    (scale, zero), (other, start) = _DEGREES[source], _DEGREES[target]
    return value if source == target else (value * scale + zero - start) / other


CONVERSION: dict[str, Signature] = {
    **{f"{source}2{target}": _converted(source, target) for source in _BASES for target in _BASES if source != target},
    "BASE": takes("nn|n", _base),
    "DECIMAL": takes("sn", _decimal),
    "ROMAN": takes("n|v", _roman),
    "ARABIC": takes("s", _arabic),
    "BITAND": _bits(lambda one, other: one & other),
    "BITOR": _bits(lambda one, other: one | other),
    "BITXOR": _bits(lambda one, other: one ^ other),
    "BITLSHIFT": takes("nn", _shifted),
    "BITRSHIFT": takes("nn", lambda value, places: _shifted(value, -places)),
    "CONVERT": takes("nss", _convert),
}
