"""Functions of Excel that engines lack or compute otherwise, in Python; by their names.

arguments    how values are taken
numbertext   VALUE, DATEVALUE
chinese      Chinese numerals, yuan, bytes, weekdays
patterns     SEARCH, REGEX..., TEXTSPLIT
broadcasting one value after the other of ranges; IF and its kin over arrays
criteria     conditional sums among errors
lookup       XLOOKUP and XMATCH in all their ways
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perfxl.recalc.functions import broadcasting, chinese, criteria, lookup, numbertext, patterns
from perfxl.sheets.values import Result

FUNCTIONS: Mapping[str, Callable[..., Result]] = {
    **broadcasting.FUNCTIONS,
    **chinese.FUNCTIONS,
    **criteria.FUNCTIONS,
    **lookup.FUNCTIONS,
    **numbertext.FUNCTIONS,
    **patterns.FUNCTIONS,
}
