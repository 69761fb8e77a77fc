"""The digits of a number put into the places of a format: 0 # ?, thousands, scaling commas, exponents, fractions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from perfxl.numerals.formatcodes import Word
from perfxl.numerals.rounding import half_up

_FILLING = {"0": "0", "#": "", "?": " "}
_PARTS = frozenset({"digit", "comma"})


def render_number(size: Decimal, words: Sequence[Word]) -> str:
    """Return what a section with places shows of a number that is not negative."""
    if any(word.kind == "slash" for word in words):
        return _fraction(size, words)
    at = next((index for index, word in enumerate(words) if word.kind == "exponent"), None)
    if at is not None:
        return _scientific(size, words[:at], words[at:])
    size = size.scaleb(2 * sum(word.kind == "percent" for word in words) - 3 * _scaling(words))
    return _decimal(size, words)


def _scaling(words: Sequence[Word]) -> int:
    """Return how many commas stand right behind the last place of the whole part or of the decimals."""
    count = 0
    for part in _halves(words):
        places = [index for index, word in enumerate(part) if word.kind == "digit"]
        if places:
            for word in part[places[-1] + 1 :]:
                if word.kind != "comma":
                    break
                count += 1
    return count


def _halves(words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
    """Return the words before the point and those from it on."""
    at = next((index for index, word in enumerate(words) if word.kind == "point"), len(words))
    return words[:at], words[at:]


def _decimal(size: Decimal, words: Sequence[Word]) -> str:
    whole, rest = _halves(words)
    places = sum(word.kind == "digit" for word in rest)
    written = f"{half_up(size, places):f}"
    figures, _, decimals = written.partition(".")
    return _whole(figures.lstrip("0"), whole, bare=bool(rest)) + _decimals(decimals, rest)


def _whole(figures: str, words: Sequence[Word], *, bare: bool) -> str:
    """Return the whole part: places take figures from the right, the first takes all that are left."""
    places = [index for index, word in enumerate(words) if word.kind == "digit"]
    if not places:
        return "".join(_marks(words)) + (figures if bare else "")
    made: list[str] = []
    left, taken, grouped = figures, 0, _groups(words)
    for index in range(len(words) - 1, -1, -1):
        if words[index].kind != "digit":
            made.append(_mark(words[index]))
            continue
        own, left = _taken(left, whole=index == places[0], filling=_FILLING[words[index].text])
        made += [f"{figure}{_separator(figure, at, grouped=grouped)}" for at, figure in enumerate(own, taken)]
        taken += len(own)
    return "".join(reversed(made))


def _taken(left: str, *, whole: bool, filling: str) -> tuple[Sequence[str], str]:
    """Return the figures that a place takes, from the right, and those that it leaves; `whole` takes all."""
    if not left:
        return (filling,), ""
    cut = 0 if whole else len(left) - 1
    return left[cut:][::-1], left[:cut]


def _separator(figure: str, taken: int, *, grouped: bool) -> str:
    """Return the comma behind a figure with so many figures to its right."""
    if not grouped or not taken or taken % 3 or not figure:
        return ""
    return "," if figure != " " else " "


def _decimals(figures: str, words: Sequence[Word]) -> str:
    kept = len(figures.rstrip("0"))
    made: list[str] = []
    at = 0
    for word in words:
        if word.kind == "digit":
            made.append(figures[at] if at < kept or word.text == "0" else _FILLING[word.text])
            at += 1
        else:
            made.append(_mark(word))
    return "".join(made)


def _scientific(size: Decimal, mantissa: Sequence[Word], rest: Sequence[Word]) -> str:
    whole, decimals = _halves(mantissa)
    if not size:  # nought fills all places before the point
        mantissa = [*map(_zeroed, whole), *decimals]
    exponent = _exponent(size, max(_places(whole), 1), _places(decimals))
    plain = [word for word in mantissa if word.kind != "comma" or _groups(whole)]
    return f"{_decimal(size.scaleb(-exponent), plain)}{rest[0].text[0]}{_power(exponent, rest)}"


def _places(words: Sequence[Word]) -> int:
    return sum(word.kind == "digit" for word in words)


def _zeroed(word: Word) -> Word:
    return Word("digit", "0") if word.kind == "digit" else word


def _exponent(size: Decimal, step: int, places: int) -> int:
    """Return the power of ten, a multiple of `step`, that leaves a mantissa of at most `step` whole figures."""
    exponent = (size.adjusted() // step) * step if size else 0
    return exponent + step if half_up(size.scaleb(-exponent), places) >= 10**step else exponent


def _power(exponent: int, rest: Sequence[Word]) -> str:
    """Return the exponent as the format writes it: its sign, its figures, what stands before them."""
    sign = "-" if exponent < 0 else "+" if rest[0].text[1] == "+" else ""
    power = [word for word in rest[1:] if word.kind != "comma"]
    first = next((index for index, word in enumerate(power) if word.kind == "digit"), len(power))
    return f"{''.join(_marks(power[:first]))}{sign}{_whole(str(abs(exponent)), power[first:], bare=False)}"


def _groups(whole: Sequence[Word]) -> bool:
    places = [index for index, word in enumerate(whole) if word.kind == "digit"]
    return bool(places) and any(word.kind == "comma" for word in whole[places[0] : places[-1]])


def _fraction(size: Decimal, words: Sequence[Word]) -> str:
    """Return a number as a fraction: "# ?/?" shows 1.5 as 1 1/2."""
    before, above, below, after = _of_fraction(words)
    mixed = any(word.kind == "digit" for word in before)
    whole = int(size) if mixed else 0
    over, under = _nearest(size - whole, below)
    if mixed and over == under:
        whole, over = whole + 1, 0
    lead = _whole(str(whole).lstrip("0") or ("" if over else "0"), before, bare=False)
    tail = "".join(_marks(after))
    if mixed and not over:
        return f"{lead}{' ' * (len(above) + 1 + len(below))}{tail}"
    return f"{lead}{_whole(str(over), above, bare=False)}/{_under(under, below)}{tail}"


def _of_fraction(words: Sequence[Word]) -> tuple[Sequence[Word], ...]:
    """Return the words before a fraction, those above and below its bar, and those after it."""
    at = next(index for index, word in enumerate(words) if word.kind == "slash")
    start = at
    while start and words[start - 1].kind == "digit":
        start -= 1
    end = at + 1
    while end < len(words) and (words[end].kind == "digit" or words[end].text.isdigit()):
        end += 1
    return words[:start], words[start:at], words[at + 1 : end], words[end:]


def _nearest(rest: Decimal, below: Sequence[Word]) -> tuple[int, int]:
    fixed = "".join(word.text for word in below)
    if fixed.strip("#?0"):
        under = int(fixed.replace("#", "").replace("?", ""))
        return int(half_up(rest * under, 0)), under
    found = Fraction(rest).limit_denominator(10 ** len(below) - 1)
    return found.numerator, found.denominator


def _under(under: int, below: Sequence[Word]) -> str:
    return str(under).ljust(len(below)) if any(word.text == "?" for word in below) else str(under)


def _marks(words: Sequence[Word]) -> Iterator[str]:
    return (_mark(word) for word in words)


def _mark(word: Word) -> str:
    return "" if word.kind in {"comma", "fill"} else word.text
