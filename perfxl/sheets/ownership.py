"""perfxl's ownership of sheets (归属): a hidden name tells which sheet it generated and the hash of its content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal

from perfxl.sheets.address import Box
from perfxl.sheets.changeset import SheetSpec, plain
from perfxl.sheets.snapshot import Ownership, Sheet, Value

OWNERSHIP_NAME = "_perfxl_mark"  # a hidden defined name of the sheet's own scope

_LONGEST_CONSTANT = 255  # of a text constant in an Excel formula
_DIGEST_LENGTH = 64
_TEXTS = re.compile(r'("(?:[^"]|"")*")')
_TRUTH = ("TRUE()", "FALSE()")
_Content = tuple[int, int, str, str]


def ownership_of(spec: SheetSpec) -> Ownership:
    """Return the ownership that a generated sheet carries."""
    return Ownership(stored_key(spec.key), spec_digest(spec))


def stored_key(key: str) -> str:
    """Return a key as it is stored: itself, or its hash where it would be too long for a text constant."""
    if len(key.replace('"', '""')) + _DIGEST_LENGTH + 1 <= _LONGEST_CONSTANT:
        return key
    return "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def packed(ownership: Ownership) -> str:
    """Return an ownership as the text constant of its defined name."""
    text = f"{stored_key(ownership.key)}|{ownership.digest}".replace('"', '""')
    return f'"{text}"'


def unpacked(constant: str) -> Ownership | None:
    """Return the ownership that a text constant holds, None where it holds none."""
    text = constant.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return None
    key, bar, digest = text[1:-1].replace('""', '"').rpartition("|")
    return Ownership(key, digest) if bar else None


def content_digest(sheet: Sheet) -> str:
    """Return the hash of a sheet's values, formulas and merges; formats and cached results do not count."""
    cells = ((row, column, cell.formula, cell.error or cell.value) for (row, column), cell in sheet.cells.items())
    return _digest(cells, sheet.merges)


def spec_digest(spec: SheetSpec) -> str:
    """Return the `content_digest` that the generated sheet will have once it stands in a workbook."""
    cells = ((row, column, cell.formula, cell.value) for (row, column), cell in spec.cells.items())
    return _digest(cells, spec.merges)


def _digest(cells: Iterable[tuple[int, int, str | None, Value]], merges: Iterable[Box]) -> str:
    contents: list[_Content] = []
    for row, column, formula, value in cells:
        normal = None if formula is None else _normal(formula)
        if normal in _TRUTH:  # how LibreOffice stores a truth value
            contents.append((row, column, "bool", normal[:-2]))
        elif normal is not None:
            contents.append((row, column, "=", normal))
        elif value is not None and value != "":
            contents.append((row, column, type(value).__name__, _text(value)))
    text = repr((sorted(contents), sorted(tuple(merge) for merge in merges)))
    return hashlib.sha256(text.encode()).hexdigest()


def _text(value: Value) -> str:
    if isinstance(value, Decimal):  # a file keeps 15 digits
        return plain(Decimal(f"{float(value):.15g}"))
    return plain(value).replace("\r\n", "\n")


def _normal(formula: str) -> str:
    """Return a formula without what applications rewrite: blanks, letter case and quotes around sheet names."""
    pieces = _TEXTS.split(formula)
    pieces[::2] = [re.sub(r"[\s']", "", piece).upper() for piece in pieces[::2]]
    return "".join(pieces)
