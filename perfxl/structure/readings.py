"""The ways to read which lines a total sums up: those above or below, leaves or categories, with or without 其中."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise, takewhile

from perfxl.structure import words
from perfxl.structure.axis import Axis

Members = tuple[int, ...]


def readings(axis: Axis, line: int) -> Iterator[Members]:
    """Yield the lines with numbers that may be the parts of one line, each reading once.

    A total has two parts at least; a category may have a single one, whose own parts follow it.
    """
    fewest = 2 if axis.across or (axis.claims(line) and not axis.table.coded) else 1
    filled = (tuple(sorted(filter(axis.has_numbers, members))) for members in _sides(axis, line))
    yield from dict.fromkeys(kept for kept in filled if len(kept) >= fewest)


def _sides(axis: Axis, line: int) -> Iterator[Iterable[int]]:
    at = axis.lines.index(line)
    above, below = axis.lines[:at][::-1], axis.lines[at + 1 :]
    if axis.claims(line):
        yield from _of_heading(axis, line)
        for side in (above, below):
            yield from _of_side(axis, side)
            yield _unclaimed(axis, side)
    if not axis.across:
        yield from _children(axis, line, below)


def _of_heading(axis: Axis, line: int) -> Iterator[list[int]]:
    """Yield the lines under each merged heading of a total: narrower headings by their totals, or all leaves."""
    for left, right in axis.spans.get(line, ()):
        inside = {other for other in axis.lines if left <= other <= right} - {line}
        totals = set(filter(axis.claims, inside))
        covered = set(chain.from_iterable(_narrower(axis, total, (left, right)) for total in totals))
        yield sorted(inside - (covered - totals))
        yield sorted(inside - totals)


def _narrower(axis: Axis, total: int, span: tuple[int, int]) -> range:
    """Return the lines under the narrowest heading over a total, none where that is the span itself."""
    first, last = axis.spans[total][-1]
    return range(0) if (first, last) == span else range(first, last + 1)


def _of_side(axis: Axis, side: tuple[int, ...]) -> Iterator[list[int]]:
    """Yield the readings on one side of a total: up to the next total, or all; leaves or top categories."""
    near: list[int] = []
    for other in side:
        if axis.claims(other):
            break
        near.append(other)
    plain = [other for other in side if not axis.claims(other)]
    totals = [other for other in side if axis.claims(other)]
    for group in (near, plain):
        yield from _layers(axis, group)
    yield totals


def _layers(axis: Axis, group: list[int]) -> Iterator[list[int]]:
    """Yield a run of lines whole, its top level, its leaves, and these without the lines under 其中."""
    for kept in filter(None, (group, *_without_of_which(axis, sorted(group)))):
        if not _nested(axis, kept):
            yield kept
        tops = min(axis.depths[line] for line in kept)
        yield [line for line in kept if axis.depths[line] == tops]
        yield _leaves(axis, sorted(kept))


def _nested(axis: Axis, group: list[int]) -> bool:
    """Whether codes say that some of the lines are parts of others."""
    return bool(axis.table.coded) and len({axis.depths[line] for line in group if axis.table.code(line)}) > 1


def _leaves(axis: Axis, group: list[int]) -> list[int]:
    following = [*group[1:], None]
    return [
        line
        for line, after in zip(group, following, strict=True)
        if after is None or axis.depths[after] <= axis.depths[line]
    ]


def _without_of_which(axis: Axis, group: list[int]) -> Iterator[list[int]]:
    """Yield a run without its 其中 lines: these alone, each with its next, or with all that follow at their depth."""
    marked = {line for line in group if words.is_of_which(axis.labels[line])}
    if marked:
        following = {after for line, after in pairwise(group) if line in marked}
        extents = set(chain.from_iterable(_extent(axis, group, first) for first in marked))
        for dropped in (marked, marked | following, extents):
            yield [line for line in group if line not in dropped]


def _extent(axis: Axis, group: Iterable[int], first: int) -> Iterator[int]:
    """Yield a 其中 line and those after it that are no total."""
    for line in group:
        if line > first and axis.claims(line):
            return
        if line >= first:
            yield line


def _unclaimed(axis: Axis, side: tuple[int, ...]) -> list[int]:
    """Return subtotals and what no subtotal on the side covers, subtotals standing below their parts."""
    stack: list[int] = []
    since: list[int] = []
    for other in sorted(side):
        if axis.claims(other):
            stack.append(other)
            since = []
        else:
            since.append(other)
    return [*stack, *since]


def _children(axis: Axis, line: int, below: tuple[int, ...]) -> Iterator[list[int]]:
    """Yield the parts of a category: deeper lines that follow it, or the lines under 其中."""
    deeper = [*takewhile(lambda other: not axis.claims(other) and axis.depths[other] > axis.depths[line], below)]
    yield from _layers(axis, [*filter(axis.table.code, deeper)] if axis.table.coded else deeper)
    if below and words.is_of_which(axis.labels[below[0]]):
        yield from _of_which(axis, [*takewhile(lambda other: not _leaves_block(axis, line, other), below)])


def _of_which(axis: Axis, beneath: list[int]) -> Iterator[list[int]]:
    """Yield the parts that a line of 其中 begins: the next few lines, or all to the end of its block."""
    for count in (2, 3, 4, 5):
        group = [other for other in beneath[:count] if not axis.claims(other)]
        if len(group) == count:
            yield group
    yield list(_extent(axis, beneath, beneath[0]) if beneath else ())


def _leaves_block(axis: Axis, line: int, other: int) -> bool:
    """Whether a line below another one is of a higher level, or of the same numbered one."""
    own, its = axis.depths[line], axis.depths[other]
    return its < own or (its == own and words.is_numbered(axis.labels[line]))
