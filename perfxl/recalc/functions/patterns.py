"""Functions that look for patterns in texts: wildcards, regular expressions, separators."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from perfxl.recalc.functions.arguments import Fault, faulting, number, single, text, whole
from perfxl.recalc.functions.signature import Raw
from perfxl.sheets.values import ErrorValue, Given, Missing, Result, Scalar

_WILD = re.compile(r"~(.?)|([*?])|([^*?~]+)", re.DOTALL)
_GROUP = re.compile(r"\$(\d)")


def wildcard(pattern: str) -> str:
    """Return a pattern of * and ? as a regular expression; ~ takes their meaning away."""

    def one(match: re.Match[str]) -> str:
        if match[2]:
            return ".*" if match[2] == "*" else "."
        return re.escape(match[3] or match[1] or "")

    return _WILD.sub(one, pattern)


@faulting
def search(wanted: Given, within: Given, start: Given = Missing.MISSING) -> Result:
    """SEARCH: where a text begins in another, without regard to case, with wildcards."""
    pattern, found, first = text(wanted), text(within), whole(start, 1)
    if first < 1 or first > len(found) + 1:
        raise Fault(ErrorValue.VALUE)
    match = re.compile(wildcard(pattern).replace(".*", ".*?"), re.IGNORECASE | re.DOTALL).search(found, first - 1)
    if not match:
        raise Fault(ErrorValue.VALUE)
    return float(match.start() + 1)


def _expression(pattern: Given, case: Given) -> re.Pattern[str]:
    try:
        return re.compile(text(pattern), re.IGNORECASE if number(case) else 0)
    except re.error as error:
        raise Fault(ErrorValue.VALUE) from error


@faulting
def regextest(given: Given, pattern: Given, case: Given = Missing.MISSING) -> Result:
    """REGEXTEST."""
    return _expression(pattern, case).search(text(given)) is not None


@faulting
def regexextract(given: Given, pattern: Given, mode: Given = Missing.MISSING, case: Given = Missing.MISSING) -> Result:
    """REGEXEXTRACT: the first match, all matches, or the groups of the first."""
    kind = whole(mode)
    matches = list(_expression(pattern, case).finditer(text(given)))
    if not matches:
        raise Fault(ErrorValue.NA)
    if kind == 1:
        return [[match[0]] for match in matches]
    if kind == 2 and matches[0].groups():
        return [[group or "" for group in matches[0].groups()]]
    return matches[0][0]


@faulting
def regexreplace(
    given: Given,
    pattern: Given,
    new: Given,
    which: Given = Missing.MISSING,
    case: Given = Missing.MISSING,
) -> Result:
    """REGEXREPLACE: all matches, or the one of that number, from the end where it is negative."""
    found, expression, at = text(given), _expression(pattern, case), whole(which)
    template = _GROUP.sub(r"\\\1", text(new).replace("\\", r"\\"))
    if not at:
        return expression.sub(template, found)
    matches = list(expression.finditer(found))
    index = at - 1 if at > 0 else len(matches) + at
    if not 0 <= index < len(matches):
        return found
    match = matches[index]
    return found[: match.start()] + match.expand(template) + found[match.end() :]


@faulting
def textsplit(
    given: Given,
    columns: Given = Missing.MISSING,
    lines: Given = Missing.MISSING,
    ignore: Given = Missing.MISSING,
    case: Given = Missing.MISSING,
    pad: Given = Missing.MISSING,
) -> Result:
    """TEXTSPLIT: a text in columns and rows by separators."""
    across, down = _separators(columns), _separators(lines)
    if not across and not down:
        raise Fault(ErrorValue.VALUE)
    flags, skip = (re.IGNORECASE if number(case) else 0), bool(number(ignore))
    rows = _parts(text(given), down, flags, skip=skip)
    table = [_parts(row, across, flags, skip=skip) for row in rows]
    width = max(map(len, table))
    filler: Scalar = ErrorValue.NA if isinstance(pad, Missing) else single(pad)
    return [[*row, *[filler] * (width - len(row))] for row in table]


def _separators(given: Given) -> list[str]:
    if isinstance(given, Missing):
        return []
    cells = [cell for row in given for cell in row] if isinstance(given, (list, tuple)) else [given]
    found = [text(cell) for cell in cells]
    if "" in found:
        raise Fault(ErrorValue.VALUE)
    return found


def _parts(found: str, separators: list[str], flags: int, *, skip: bool) -> list[str]:
    if not separators:
        return [found]
    pattern = "|".join(map(re.escape, sorted(separators, key=len, reverse=True)))
    parts = re.split(pattern, found, flags=flags)
    return [part for part in parts if part] or [""] if skip else parts


def before(found: str, between: Raw, nth: float = 1.0, *more: Raw) -> str:
    """TEXTBEFORE."""
    return _around(found, between, nth, more, after=False)


def after(found: str, between: Raw, nth: float = 1.0, *more: Raw) -> str:
    """TEXTAFTER."""
    return _around(found, between, nth, more, after=True)


def _around(found: str, between: Raw, nth: float, given: Sequence[Any], *, after: bool) -> str:
    """Return what stands before or after the nth of some marks."""
    marks = texts(between) if isinstance(between, list) else [text(between)]
    mode, whole, missing = (*given, *(Missing.MISSING,) * 3)[:3]
    flags = re.IGNORECASE if _is_set(mode) else 0
    wanted = int(nth)
    if not wanted:
        raise Fault(ErrorValue.VALUE)
    spans = _spans(found, marks, flags)
    if _is_set(whole):
        spans = [(0, 0), *spans] if wanted < 0 else [*spans, (len(found), len(found))]
    if abs(wanted) > len(spans):
        if isinstance(missing, Missing):
            raise Fault(ErrorValue.NA)
        return text(missing)
    start, end = spans[wanted - (wanted > 0)]
    return found[end:] if after else found[:start]


def _is_set(given: Raw) -> bool:
    return not isinstance(given, Missing) and bool(number(given))


def _spans(found: str, marks: Sequence[str], flags: int) -> list[tuple[int, int]]:
    """Return where marks stand in a text."""
    if not any(marks):
        return [(0, 0)]
    pattern = "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))
    return [match.span() for match in re.finditer(pattern, found, flags)]


def texts(grid: Iterable[Iterable[Scalar]]) -> list[str]:
    """Return the values of rows as texts, one after the other; Fault for an error among them."""
    return [text(cell) for row in grid for cell in row]


FUNCTIONS: dict[str, Callable[..., Result]] = {
    "SEARCH": search,
    "REGEXTEST": regextest,
    "REGEXEXTRACT": regexextract,
    "REGEXREPLACE": regexreplace,
    "TEXTSPLIT": textsplit,
}
