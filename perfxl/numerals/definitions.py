"""Numbered columns and printed definitions (栏次 1、2、3=1+2; 资金合计(C=A+B); 支付率(B/A)), read as arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfxl.numerals.characters import compact

_NAME = r"(?:[A-Z]|[0-9]{1,2})"
_ITEM = re.compile(rf"(?:栏次|第)?\(?({_NAME})\)?栏?(?:=(.+))?")
_LEAD = re.compile(r"(?:栏次|行次|栏目|序号|栏号|列次|甲|乙|丙|丁|戊|类|款|项|/)*")
_FEWEST = 3  # numbers that follow each other which tell what a row is where no word does
_SIGNED = rf"\(*{_NAME}\)*(?:[-+*/]\(*{_NAME}\)*)+"
_DEFINED = re.compile(rf"\(?({_NAME})\)?=({_SIGNED})(?=[^-+*/0-9A-Z]|$)")
_BRACKETED = re.compile(rf"\(=?({_SIGNED})\)")
_LETTER = re.compile(r"(?:^|\(|[^A-Z(])([A-Z])(?:\)|=|$)")
_NUMBER = re.compile(r"\(([0-9]{1,2})(?:\)|=)")
_SUM = re.compile(rf"({_NAME})((?:[-+]{_NAME})*)")
_RUN = re.compile(r"([0-9]{1,2})\+?(?:\.{2,}|…+|·{2,}|至)\+?([0-9]{1,2})")
_PERCENT = re.compile(r"\*(?:100%?|\(100%?\))")
_OPERATORS = str.maketrans("×÷−–—", "*/---")
Signed = tuple[tuple[str, int], ...]  # names of columns or rows, +1 or -1


@dataclass(frozen=True, slots=True)
class Definition:
    """What a column or row is by what others are called: the sum of `above`, over `below` where that names one.

    times  above is the product of two names instead
    """

    above: Signed
    below: str = ""
    times: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names that it refers to."""
        return frozenset(name for name, _ in self.above) | ({self.below} - {""})


def column_numbers(texts: Sequence[str]) -> bool:
    """Whether the texts of a row only number the columns: 栏次 1 2 3=1+2, or 1 2 3 alone."""
    told = [text for text in map(compact, texts) if not _LEAD.fullmatch(text)]
    items = list(filter(None, map(_ITEM.fullmatch, told)))
    if len(items) < len(told) or not _follow([item[1] for item in items]):
        return False
    return len(told) < len(texts) or len(told) >= _FEWEST or any(item[2] for item in items)


def _follow(names: list[str]) -> bool:
    """Whether at least two numbers follow each other, beginning with 1 or little above."""
    if not all(name.isdigit() for name in names):
        return False
    counted = [int(name) for name in names]
    return len(counted) > 1 and counted[0] <= _FEWEST and counted == list(range(counted[0], counted[-1] + 1))


@lru_cache(maxsize=4096)
def own_name(text: str) -> str:
    """Return the letter or number by which a heading is called in definitions, "" for none: 预算数(A) -> "A"."""
    label = _plain(text)
    told = _DEFINED.search(label)
    if told:
        return told[1]
    plain = _BRACKETED.sub("", label)
    found = _LETTER.search(plain) or _NUMBER.search(plain)
    if found is None and (alone := re.fullmatch(_NAME, plain)):
        return alone[0]
    return found[1] if found else ""


@lru_cache(maxsize=4096)
def definition(text: str) -> Definition | None:
    """Return the definition that a heading, label or number of a column prints, None for none."""
    label = _plain(text)
    told = _DEFINED.search(label)
    bracketed = None if told else _BRACKETED.search(label)
    source = told[2] if told else bracketed[1] if bracketed else ""
    return _read(source) if source else None


def _plain(text: str) -> str:
    label = _PERCENT.sub("", compact(text).translate(_OPERATORS))
    return _RUN.sub(_spelled, label)


def _spelled(run: re.Match[str]) -> str:
    first, last = int(run[1]), int(run[2])
    return "+".join(map(str, range(first, last + 1))) if first < last else run[0]


def _read(source: str) -> Definition | None:
    above, slash, below = source.partition("/")
    if slash:
        over, under = _signed(above), _bare(below)
        return Definition(over, under) if over and re.fullmatch(_NAME, under) else None
    factors = [_bare(part) for part in source.split("*")]
    if len(factors) == 2 and all(re.fullmatch(_NAME, factor) for factor in factors):
        return Definition(tuple((factor, 1) for factor in factors), times=True)
    summed = _signed(source)
    return Definition(summed) if len(summed) > 1 else None


def _bare(text: str) -> str:
    return text.replace("(", "").replace(")", "")


def _signed(text: str) -> Signed:
    """Return the names of a sum with their signs; () where it is more than a sum of names."""
    if re.search(rf"-\(+{_NAME}[-+]", text):  # a sum taken away as a whole
        return ()
    match = _SUM.fullmatch(_bare(text))
    if match is None:
        return ()
    return (
        (match[1], 1),
        *((name, -1 if sign == "-" else 1) for sign, name in re.findall(rf"([-+])({_NAME})", match[2])),
    )
