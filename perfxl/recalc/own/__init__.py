"""Functions of Excel that engines lack or compute otherwise, in Python; by their names.

arguments    how values are taken
numbertext   VALUE, DATEVALUE
chinese      Chinese numerals, yuan, bytes, weekdays
patterns     SEARCH, REGEX..., TEXTSPLIT
lookup       XLOOKUP and XMATCH in all their ways
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perfxl.functions.signature import Result
from perfxl.recalc.own import chinese, lookup, numbertext, patterns

FUNCTIONS: Mapping[str, Callable[..., Result]] = {
    **chinese.FUNCTIONS,
    **lookup.FUNCTIONS,
    **numbertext.FUNCTIONS,
    **patterns.FUNCTIONS,
}
