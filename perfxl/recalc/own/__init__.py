"""Functions of Excel that engines lack or compute otherwise, in Python; by their names.

arguments    how values are taken
numbertext   VALUE, DATEVALUE
chinese      Chinese numerals, yuan, bytes, weekdays
patterns     SEARCH, REGEX..., TEXTSPLIT
spreading    one value after the other of ranges
branching    IF and its kin over arrays of several sizes
criteria     conditional sums among errors
lookup       XLOOKUP and XMATCH in all their ways
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perfxl.recalc.own import branching, chinese, criteria, lookup, numbertext, patterns
from perfxl.sheets.values import Result

FUNCTIONS: Mapping[str, Callable[..., Result]] = {
    **branching.FUNCTIONS,
    **chinese.FUNCTIONS,
    **criteria.FUNCTIONS,
    **lookup.FUNCTIONS,
    **numbertext.FUNCTIONS,
    **patterns.FUNCTIONS,
}
