"""Functions of texts."""

from __future__ import annotations

import re
import unicodedata

from perfxl.recalc.functions import chinese, patterns
from perfxl.recalc.functions.arguments import Fault, text
from perfxl.recalc.functions.formats import formatted
from perfxl.recalc.functions.numbertext import parsed, value
from perfxl.recalc.functions.rounding import rounded
from perfxl.recalc.functions.signature import Signature, takes
from perfxl.sheets.values import Array, ErrorValue, Scalar

_LONGEST = 32_767


def _count(given: float, least: int = 0) -> int:
    if given < least:
        raise Fault(ErrorValue.VALUE)
    return int(given)


def _left(found: str, count: float = 1.0) -> str:
    return found[: _count(count)]


def _right(found: str, count: float = 1.0) -> str:
    wanted = _count(count)
    return found[-wanted:] if wanted else ""


def _mid(found: str, start: float, count: float) -> str:
    first = _count(start, 1) - 1
    return found[first : first + _count(count)]


def _find(wanted: str, within: str, start: float = 1.0) -> float:
    at = within.find(wanted, _count(start, 1) - 1) if start <= len(within) + 1 else -1
    if at < 0:
        raise Fault(ErrorValue.VALUE)
    return float(at + 1)


def _replace(found: str, start: float, count: float, new: str) -> str:
    first = _count(start, 1) - 1
    return found[:first] + new + found[first + _count(count) :]


def _substitute(found: str, old: str, new: str, nth: float | None = None) -> str:
    if not old:
        return found
    if nth is None:
        return found.replace(old, new)
    parts = found.split(old)
    wanted = _count(nth, 1)
    if wanted >= len(parts):
        return found
    return old.join(parts[:wanted]) + new + old.join(parts[wanted:])


def _rept(found: str, count: float) -> str:
    if len(found) * _count(count) > _LONGEST:
        raise Fault(ErrorValue.VALUE)
    return found * int(count)


def _proper(found: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: match[0][0].upper() + match[0][1:].lower(), found)


def _clean(found: str) -> str:
    return "".join(mark for mark in found if ord(mark) >= 32)


def _trim(found: str) -> str:
    return re.sub(" +", " ", found.strip(" "))


def _code(found: str) -> float:
    if not found:
        raise Fault(ErrorValue.VALUE)
    mark = found[0]
    return float(ord(mark) if mark.isascii() else int.from_bytes(mark.encode("gbk", "replace"), "big"))


def _char(code: float) -> str:
    if not 1 <= code < 128:
        raise Fault(ErrorValue.VALUE)
    return chr(int(code))


def _unichar(code: float) -> str:
    if not 1 <= code < 0x110000 or 0xD800 <= code < 0xE000:
        raise Fault(ErrorValue.VALUE)
    return chr(int(code))


def _unicode(found: str) -> float:
    if not found:
        raise Fault(ErrorValue.VALUE)
    return float(ord(found[0]))


def _fixed(given: float, places: float = 2.0, bare: bool = False) -> str:
    wanted = int(places)
    shown = rounded(given, wanted)
    return f"{shown:.{max(wanted, 0)}f}" if bare else f"{shown:,.{max(wanted, 0)}f}"


def _dollar(given: float, places: float = 2.0) -> str:
    shown = _fixed(abs(given), places)
    return f"($ {shown})".replace(" ", "") if given < 0 else f"${shown}"


def _joined(*given: tuple[bool, list[Scalar]]) -> str:
    made = "".join(text(cell) for _, cells in given for cell in cells)
    if len(made) > _LONGEST:
        raise Fault(ErrorValue.VALUE)
    return made


def _textjoin(between: Array, skip: bool, *given: tuple[bool, list[Scalar]]) -> str:
    marks = patterns.texts(between)
    parts = [part for part in patterns.texts(cells for _, cells in given) if part or not skip]
    made = parts[0] if parts else ""
    for at, part in enumerate(parts[1:]):
        made += marks[at % len(marks)] + part
    if len(made) > _LONGEST:
        raise Fault(ErrorValue.VALUE)
    return made


def _number_value(found: str, point: str = ".", group: str = ",") -> float:
    bare = "".join(found.split())
    whole, mark, rest = bare.partition(point[:1])
    if group[:1] in rest and rest and group:
        raise Fault(ErrorValue.VALUE)
    return parsed((whole.replace(group[:1], "") + ("." if mark else "") + rest) or "0")


def _value_text(grid: Array, form: float = 0.0) -> str:
    strict = bool(form)
    lines = [",".join(_shown(cell, strict) for cell in row) for row in grid]
    single = len(grid) == 1 and len(grid[0]) == 1
    return (
        lines[0]
        if single
        else f"{{{';'.join(lines)}}}"
        if strict
        else ", ".join(", ".join(_shown(c, False) for c in row) for row in grid)
    )


def _shown(cell: Scalar, strict: bool) -> str:
    if isinstance(cell, ErrorValue):
        return cell.value
    if isinstance(cell, str) and strict:
        return '"' + cell.replace('"', '""') + '"'
    return text(cell)


def _narrow(found: str) -> str:
    return unicodedata.normalize("NFKC", found)


TEXTUAL: dict[str, Signature] = {
    "LEFT": takes("s|n", _left),
    "RIGHT": takes("s|n", _right),
    "MID": takes("snn", _mid),
    "LEN": takes("s", lambda found: float(len(found.encode("utf-16-le")) // 2)),
    "FIND": takes("ss|n", _find),
    "SEARCH": takes("ss|v", patterns.search),
    "REPLACE": takes("snns", _replace),
    "SUBSTITUTE": takes("sss|n", _substitute),
    "REPT": takes("sn", _rept),
    "TRIM": takes("s", _trim),
    "CLEAN": takes("s", _clean),
    "UPPER": takes("s", str.upper),
    "LOWER": takes("s", str.lower),
    "PROPER": takes("s", _proper),
    "EXACT": takes("ss", lambda one, other: one == other),
    "CONCATENATE": takes("s(s)", lambda *found: "".join(found)),
    "CONCAT": takes("x(x)", _joined),
    "TEXTJOIN": takes("abx(x)", _textjoin),
    "CODE": takes("s", _code),
    "CHAR": takes("n", _char),
    "UNICHAR": takes("n", _unichar),
    "UNICODE": takes("s", _unicode),
    "FIXED": takes("n|nb", _fixed),
    **{name: takes("n|n", _dollar) for name in ("DOLLAR", "USDOLLAR")},
    "VALUE": takes("e", value),
    "NUMBERVALUE": takes("s|ss", _number_value),
    "TEXT": takes("es", formatted),
    "TEXTBEFORE": takes("sa|nvvv", patterns.before),
    "TEXTAFTER": takes("sa|nvvv", patterns.after),
    "VALUETOTEXT": takes("a|n", _value_text),
    "ARRAYTOTEXT": takes("a|n", _value_text),
    "TEXTSPLIT": takes("sa|avvv", patterns.textsplit),
    "REGEXTEST": takes("vv|v", patterns.regextest),
    "REGEXEXTRACT": takes("vv|vv", patterns.regexextract),
    "REGEXREPLACE": takes("vvv|vv", patterns.regexreplace),
    "NUMBERSTRING": takes("vv", chinese.numberstring),
    "RMB": takes("v|v", chinese.rmb),
    "LENB": takes("v", chinese.lenb),
    "LEFTB": takes("v|v", chinese.leftb),
    "RIGHTB": takes("v|v", chinese.rightb),
    "MIDB": takes("vvv", chinese.midb),
}
