r"""The forms in which files store a call of our functions, and the one canonical form (函数名).

Excel's own VBA add-in          PX_EXECRATE(
the add-in of another path      'C:\path\perfxl.xlam'!PX_EXECRATE(   perfxl.xlam!PX_EXECRATE(   [1]!PX_EXECRATE(
XLL, Office.js, dotted          _xll.PX_EXECRATE(   _xldudf_PX_EXECRATE(   PX.EXECRATE(
"""

from __future__ import annotations

import re
from collections.abc import Callable

from perfxl.functions.registry import REGISTRY

_QUOTED = r"'(?:[^']|'')*'"
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'
    rf"|(?P<link>(?:{_QUOTED}|\[[^\[\]']+\]|[\w.]+)!)?(?P<host>_xll\.|_xldudf_|_xludf\.)?(?P<name>PX[_.][A-Z0-9_.]+)"
    r"(?=\s*\()"
    rf"|{_QUOTED}|\[(?:'.|[^\[\]'])*\]|[\w.\\]+",
    re.IGNORECASE,
)


def canonical(formula: str) -> str:
    """Return a formula with every call of a registered function written PX_NAME(; texts and sheet names stay."""
    return _rewritten(formula, lambda match, name: name)


def unlinked(formula: str) -> str:
    """Return a formula whose calls of our functions no longer name a workbook or path; other forms stay."""
    return _rewritten(formula, lambda match, name: name if match["link"] else match[0])


def calls(formula: str) -> tuple[str, ...]:
    """Return the registered functions that a formula calls, in whatever form, each once, in order."""
    found: dict[str, None] = {}
    _rewritten(formula, lambda match, name: found.setdefault(name) or name)
    return tuple(found)


def _rewritten(formula: str, write: Callable[[re.Match[str], str], str]) -> str:
    def one(match: re.Match[str]) -> str:
        name = (match["name"] or "").upper().replace(".", "_")
        return write(match, name) if name in REGISTRY else match[0]

    return _TOKEN.sub(one, formula)
