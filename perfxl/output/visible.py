"""Characters that command a terminal, made visible (控制字符): what a workbook holds must not act on whoever reads it.

A cell's text, a sheet's or a file's name may hold escape sequences, C1 controls, or signs that turn the direction of
writing around ("Trojan Source", CVE-2021-42574). People are shown their numbers, JSON says them by its own escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINES = "\u2028\u2029"  # ends of lines to some terminals and editors
_CONTROL = f"\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f{_BIDI}{_LINES}"
_HOSTILE = re.compile(f"[{_CONTROL}]")
_NOT_XML = re.compile(f"[{_CONTROL}\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    r"""Return text as a terminal may be given it: `\x1b` for ESC, `\u202e` for RLO; ends of lines and tabs stay."""
    return _HOSTILE.sub(_shown, text)


def one_line(text: str) -> str:
    """Return text as one line, a blank for each end of a line: a name or a label must not make lines of its own."""
    return visible(text.replace("\n", " "))


def lines_text(lines: Iterable[str]) -> str:
    """Return lines as one text of as many lines."""
    return "\n".join(map(one_line, lines))


def visible_xml(text: str) -> str:
    """Return text that XML 1.0 can hold (2.2: Char), what it cannot hold or a terminal must not get made visible."""
    return _NOT_XML.sub(_shown, text)


def visible_json(document: str) -> str:
    """Return a JSON document that means the same and holds no such character; what is below a blank JSON escapes."""
    return _HOSTILE.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
