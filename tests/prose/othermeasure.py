"""How well reports in other people's hands are checked: findings in clean ones, planted errors found, false ones."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).with_name("pens")))
from accounts import carryovers, entries, office_notes, procurement, three_expenses
from evaluations import assets, department, one_project, special_funds, tables
from later import grants, township
from pen import CLOSE, OPEN, Pen
from planting import changed, clean
from prosecases import checked
from unseen import institution, monitoring

from perfxl.model.finding import Finding, Severity

Hand = Callable[[Pen], str]
UNITS = (("万元", 2), ("万元", 2), ("元", 2), ("万元", 4), ("万元", 6), ("万元", 1))
HANDS: dict[str, Hand] = {
    hand.__name__: hand
    for hand in (
        office_notes, three_expenses, procurement, carryovers, entries, department, special_funds, one_project,
        assets, tables,
    )
}  # fmt: skip
UNSEEN: dict[str, Hand] = {hand.__name__: hand for hand in (monitoring, institution, township, grants)}
_MARKED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
_TRIES = 20
_VISIBLE = 0.01
_TURNED = {"大于": "小于", "小于": "大于"}


@dataclass
class Measured:
    """What was planted and found; `false` are errors and warnings away from the planted figure."""

    planted: int = 0
    found: int = 0
    told: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    false: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Planted errors found, of all."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Errors and warnings that touch what was planted, of all."""
        return 1 - len(self.false) / self.told if self.told else 1.0

    def __iadd__(self, other: Measured) -> Measured:
        for name in ("planted", "found", "told", "missed", "false"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


def written(hand: Hand, seed: int) -> str:
    """Return a report by a hand, its proven figures marked."""
    return hand(Pen(seed, UNITS))


def grave(text: str) -> list[Finding]:
    """Return the errors and warnings in a text."""
    return [finding for finding in checked(text).findings if finding.severity is not Severity.INFO]


def measure(hand: Hand, seed: int, share: float = 1.0) -> Measured:
    """Plant an error into each proven figure of a report (or a share of them), and see what is found."""
    marked, chance, done = written(hand, seed), random.Random(seed), Measured()
    for found in _MARKED.finditer(marked):
        if chance.random() <= share:
            done += _one(marked, found, chance)
    return done


def _one(marked: str, found: re.Match[str], chance: random.Random) -> Measured:
    now = _slipped(found[1], chance)
    text = clean(marked[: found.start()] + now + marked[found.end() :])
    before = clean(marked[: found.start()])
    line, start = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
    span = (start, start + len(now))
    told = grave(text)
    near = [finding for finding in told if _touches(finding, line, span)]
    words = text.split("\n")[line - 1]
    shown = words[max(0, start - 60) : span[1] + 40]
    done = Measured(1, bool(near), len(told))
    if not near:
        done.missed.append((found[1], now, shown))
    done.false += [(finding.code, finding.message, shown) for finding in told if finding not in near]
    return done


def _slipped(figure: str, chance: random.Random) -> str:
    """Return a figure with a slip that others' rounding cannot hide: no less than one part in a hundred."""
    for word, other in _TURNED.items():
        if word in figure:
            return figure.replace(word, other)
    for _ in range(_TRIES):
        now = changed(figure, chance)
        if _apart(figure, now) >= _VISIBLE:
            return now
    return now


def _apart(was: str, now: str) -> float:
    left, right = (float("".join(sign for sign in one if sign.isdigit() or sign == ".")) for one in (was, now))
    return abs(left - right) / left


def _touches(finding: Finding, line: int, span: tuple[int, int]) -> bool:
    """Whether a finding names the planted figure, as what is wrong or as what contradicts it."""
    return any(line == number and _overlaps(other, span) for number, other in _places(finding))


def _places(finding: Finding) -> Iterator[tuple[int | None, tuple[int, int] | None]]:
    yield from ((place.paragraph, place.span) for place in (finding.place, *finding.related))


def _overlaps(one: tuple[int, int] | None, other: tuple[int, int]) -> bool:
    return one is None or (one[0] < other[1] and other[0] < one[1])


def report(hands: dict[str, Hand], seeds: int, *, verbose: bool = False) -> Measured:
    """Print what was found in each hand's reports, one line a hand, and return all of it."""
    whole = Measured()
    for name, hand in hands.items():
        own, blamed = Measured(), 0
        for seed in range(seeds):
            blamed += len(grave(clean(written(hand, seed))))
            own += measure(hand, seed)
        found = f"找到 {own.found}/{own.planted}（{own.recall:.1%}），准确率 {own.precision:.1%}"
        print(f"{name:16} {found}，无错的误报 {blamed} 处")
        for line in (*own.missed, *dict.fromkeys(own.false)) if verbose else ():
            print("   ", *line)
        whole += own
    print(f"合计 {whole.found}/{whole.planted}（{whole.recall:.1%}），准确率 {whole.precision:.1%}")
    return whole


if __name__ == "__main__":
    chosen = {name: hand for name, hand in {**HANDS, **UNSEEN}.items() if name in sys.argv[2:]}
    report(chosen or {**HANDS, **UNSEEN}, int(sys.argv[1]), verbose=bool(chosen))
