"""Rates, shares and products that headings name: printed definitions first, then what most lines bear out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import permutations

from perfxl.structure import words
from perfxl.structure.numbers import Number
from perfxl.structure.relation import Claim, Law, Relation
from perfxl.structure.tables import Table

_MOST_COLUMNS = 14
_MOST_LINES = 400
_NAMED = (2, Decimal("0.6"))  # lines and share of lines that bear out operands that the heading names
_UNNAMED = (4, Decimal("0.9"))
_PERCENT = Decimal(100)
_DEFINED = re.compile(r"([A-Z])[/÷]([A-Z])")
_LETTER = r"(?:^|\(|[^A-Z]){}(?:\)|$)"
_COMMON = frozenset("数率值额年的度(/)%情况")


@dataclass(eq=False)
class Candidate:
    """One way in which a column may come from others, over all copies of a table."""

    claim: Claim
    named: bool
    lines: list[Relation] = field(default_factory=list)

    @cached_property
    def holds(self) -> list[Relation]:
        """The lines that tie and tell something: not all of them nothing."""
        return [each for each in self.lines if each.target.value and each.holds()]

    @cached_property
    def fails(self) -> list[Relation]:
        """The lines that do not tie."""
        return [each for each in self.lines if not each.holds()]

    @property
    def accepted(self) -> bool:
        """Whether enough lines bear the claim out."""
        holds, fails = len(self.holds), len(self.fails)
        if self.claim.printed:
            return True
        fewest, share = _NAMED if self.named else _UNNAMED
        most = holds >= share * (holds + fails) or (not self.named and fails == 1)
        return holds >= fewest and most

    @property
    def rank(self) -> tuple[bool, int, bool]:
        """How well the claim is borne out."""
        return self.claim.printed, len(self.holds) - len(self.fails), self.named


def ratios(found: Iterable[Table]) -> Iterator[Relation]:
    """Yield the rates of the tables, with how many lines bear them out."""
    pools: dict[tuple[str, ...], list[Table]] = defaultdict(list)
    for table in found:
        if len(table.columns) <= _MOST_COLUMNS and len(table.body) <= _MOST_LINES:
            pools[table.key].append(table)
    for copies in pools.values():
        for column in _offsets(copies[0]):
            if _is_rate(copies, column):
                yield from chosen(list(_candidates(copies, column)))


def chosen(candidates: list[Candidate]) -> Iterator[Relation]:
    """Yield the lines of the best candidate; a line that another accepted one bears out is no failure."""
    accepted = [candidate for candidate in candidates if candidate.accepted]
    if not accepted:
        return
    best = max(accepted, key=lambda candidate: candidate.rank)
    excused = set() if best.claim.printed else _excused(candidates, best)
    support = len(best.holds)
    for relation in best.lines:
        if relation.holds():
            yield relation.borne_out(holds=max(support - 1, 0))
        elif relation.target not in excused:
            yield relation.borne_out(holds=support)


def _excused(candidates: list[Candidate], best: Candidate) -> set[Number]:
    """Return the results that another plausible reading of the heading bears out, not the same one the other way."""
    plausible = (one for one in candidates if one is not best and (one.named or one.accepted))
    own = {line.target: line for line in best.lines}
    held = (relation for other in plausible for relation in other.holds)
    return {relation.target for relation in held if not _is_reversed(relation, own.get(relation.target))}


def _is_reversed(relation: Relation, own: Relation | None) -> bool:
    """Whether a difference only takes the same two numbers the other way round."""
    return own is not None and own.law is Law.DIFFERENCE and frozenset(own.numbers) == frozenset(relation.numbers)


def _offsets(table: Table) -> tuple[int, ...]:
    return tuple(column - table.left for column in table.columns)


def _is_rate(copies: list[Table], column: int) -> bool:
    heading = copies[0].heading(column + copies[0].left)
    if words.is_score(heading) or words.is_points(heading):
        return False
    percent = any(number.percent for table in copies for number in table.lines(column + table.left).values())
    return percent or words.is_rate(heading)


def _candidates(copies: list[Table], column: int) -> Iterator[Candidate]:
    first = copies[0]
    heading = first.heading(column + first.left)
    others = [at for at in _offsets(first) if at != column and _is_amount(copies, at)]
    for above, below in permutations(others, 2):
        printed, named = _is_defined(first, column, above, below), _is_named(first, column, above, below)
        text = f"“{heading}”是{first.heading(above + first.left)}与{first.heading(below + first.left)}之比"
        yield _over(copies, Claim(text, printed=printed), named, (column, above, below))
        if words.is_growth(heading):
            yield _over(copies, Claim(f"“{heading}”是增减的比例"), True, (column, above, below, below))
    for part in others if words.is_share(heading) else ():
        yield _shares(copies, Claim(f"“{heading}”是该项占合计的比例"), (column, part))


def _is_amount(copies: list[Table], column: int) -> bool:
    heading = copies[0].heading(column + copies[0].left)
    return not (_is_rate(copies, column) or words.is_score(heading) or words.is_points(heading))


def _is_defined(table: Table, column: int, above: int, below: int) -> bool:
    """Whether the heading prints the definition by the letters of the others: 执行率(B/A)."""
    told = _DEFINED.search(table.heading(column + table.left))
    if not told:
        return False
    pairs = ((told[1], above), (told[2], below))
    return all(re.search(_LETTER.format(letter), table.heading(at + table.left)) for letter, at in pairs)


def _is_named(table: Table, column: int, above: int, below: int) -> bool:
    """Whether the heading of a rate shares words with that of its numerator and not with its denominator's alone."""
    stem, over, under = (set(table.heading(at + table.left)) - _COMMON for at in (column, above, below))
    return bool(stem & over - under) or bool(stem & under - over and stem & over)


def _over(copies: list[Table], claim: Claim, named: bool, columns: tuple[int, ...]) -> Candidate:
    lines = [
        tuple(table.numbers[row, at + table.left] for at in columns)
        for table in copies
        for row in table.body
        if all((row, at + table.left) in table.numbers for at in columns)
    ]
    return _scaled(claim, named, lines)


def _shares(copies: list[Table], claim: Claim, columns: tuple[int, int]) -> Candidate:
    lines: list[tuple[Number, ...]] = []
    for table in copies:
        rates, parts = (table.lines(at + table.left) for at in columns)
        whole = next((parts[row] for row in parts if words.is_total(table.label(row))), None)
        lines += [(rates[row], parts[row], whole) for row in rates if row in parts and whole]
    return _scaled(claim, True, lines)


def _scaled(claim: Claim, named: bool, lines: list[tuple[Number, ...]]) -> Candidate:
    """Return the candidate whose column holds fractions, or that whose column holds percent points."""
    both = [Candidate(claim, named, list(_relations(claim, lines, factor))) for factor in (Decimal(1), _PERCENT)]
    return max(both, key=lambda candidate: candidate.rank)


def _relations(claim: Claim, lines: list[tuple[Number, ...]], factor: Decimal) -> Iterator[Relation]:
    for target, *operands in lines:
        scale = Decimal(1) if target.percent else factor
        terms = tuple((number, 1 if at < 2 else -1) for at, number in enumerate(operands))
        if operands[1].value:
            yield Relation(Law.RATE, target, terms, claim, scale, capped=True)
