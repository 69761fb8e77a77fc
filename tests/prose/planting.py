"""Errors planted into composed reports: one figure or word changed as people change them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ledger import CLOSE, OPEN

_MARKED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_TELLING = 3  # leading digits: a change further behind may be within what others' rounding hides
_OPPOSITE = {"大于": "小于", "小于": "大于", "等于": "大于"}


@dataclass(frozen=True)
class Plant:
    """A text with one error: where it stands (paragraph), what it was and what it is."""

    text: str
    paragraph: int
    was: str
    now: str


def clean(marked: str) -> str:
    """Return a composed text without its marks."""
    return marked.replace(OPEN, "").replace(CLOSE, "")


def plants(marked: str, seed: int) -> Iterator[Plant]:
    """Yield the text with each proven figure changed in turn."""
    chance = random.Random(seed)
    for found in _MARKED.finditer(marked):
        now = changed(found[1], chance)
        text = marked[: found.start()] + now + marked[found.end() :]
        yield Plant(clean(text), marked.count("\n", 0, found.start()) + 1, found[1], now)


def slips(marked: str) -> Iterator[tuple[str, Plant]]:
    """Yield (kind, text) for slips of other kinds: a unit, a % left out, the amount copied into its rate."""
    before = ""
    for found in _MARKED.finditer(marked):
        figure = found[1]
        for kind, now in _slips(figure, before):
            text = marked[: found.start()] + now + marked[found.end() :]
            yield kind, Plant(clean(text), marked.count("\n", 0, found.start()) + 1, figure, now)
        before = figure


def _slips(figure: str, before: str) -> Iterator[tuple[str, str]]:
    if figure.endswith("万元"):
        yield "unit", figure.removesuffix("万元") + "元"
    if figure.endswith("%"):
        yield "percent sign", figure.removesuffix("%")
        amount = before.removesuffix("万元")
        if amount != before and amount not in figure and len(amount) <= 6:
            yield "amount as rate", amount + "%"


def changed(figure: str, chance: random.Random) -> str:
    """Return a figure with a digit changed, two exchanged, or shifted; a word of comparison turned round."""
    if figure in _OPPOSITE:
        return _OPPOSITE[figure]
    digits = [spot for spot, character in enumerate(figure) if character.isdigit()]
    first = next((spot for spot in digits if figure[spot] != "0"), digits[0])
    telling = [spot for spot in digits if spot >= first][:_TELLING]
    kind = chance.choice(("digit", "exchange"))
    pairs = [(a, b) for a, b in pairwise(digits) if figure[a] != figure[b] and a in telling and b in telling]
    if figure[0].isdigit() and kind == "exchange" and pairs:
        left, right = chance.choice(pairs)
        letters = list(figure)
        letters[left], letters[right] = letters[right], letters[left]
        if letters[digits[0]] != "0":
            return "".join(letters)
    spot = chance.choice(telling)
    others = [digit for digit in "123456789" if digit != figure[spot]]
    return figure[:spot] + chance.choice(others) + figure[spot + 1 :]
