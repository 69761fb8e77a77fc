"""The references in a formula (公式中的引用): which cells it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfxl.sheets import a1

Box = tuple[int, int, int, int]

_SHEET = r"(?P<sheet>'(?:[^']|'')+'|[\w.]+(?::[\w.]+)?)!"
_TOKEN = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?:{_SHEET})?(?:
          (?P<cells>\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}}(?::\$?[A-Za-z]{{1,3}}\$?[1-9]\d{{0,6}})?)(?![\w.(!])
        | (?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})(?![\w.(!])
        | (?P<rows>\$?[1-9]\d{{0,6}}:\$?[1-9]\d{{0,6}})(?![\w.(!])
      )
    | (?P<skipped>'(?:[^']|'')+'!?|\[[^\]]*\][\w.!$:]*)
    | (?P<word>[\w.\\?]+)(?P<called>\s*\()?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a formula names: cells (`sheets` and `box`), or something that only the workbook can resolve.

    text    as the formula says it
    sheets  where the cells lie; of a 3-D reference the first and the last sheet
    box     (top, left, bottom, right); None for a defined name, a table or another workbook
    """

    text: str
    sheets: tuple[str, ...] = ()
    box: Box | None = None


def references(formula: str, home: str) -> tuple[Reference, ...]:
    """Return each reference once, in order; `home` is the sheet on which the formula stands."""
    return tuple(dict.fromkeys(_found(formula, home)))


def _found(formula: str, home: str) -> Iterator[Reference]:
    for match in _TOKEN.finditer(formula):
        reference = match["cells"] or match["columns"] or match["rows"]
        if reference:
            yield _cells(match[0], _sheets(match["sheet"], home), reference)
        elif match["skipped"] or (match["word"] and not match["called"] and not _constant(match["word"])):
            yield Reference(match[0])


def _constant(word: str) -> bool:
    return word.upper() in {"TRUE", "FALSE"} or word.replace(".", "").isdigit() or bool(re.match(r"\d", word))


def _sheets(prefix: str | None, home: str) -> tuple[str, ...]:
    if prefix is None:
        return (home,)
    name = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    return () if "[" in name else tuple(name.split(":"))


def _cells(text: str, sheets: tuple[str, ...], reference: str) -> Reference:
    if not sheets:
        return Reference(text)
    first, _, last = reference.replace("$", "").partition(":")
    last = last or first
    try:
        if first.isalpha():
            box = a1.box(f"{first}1:{last}{a1.LAST_ROW}")
        elif first.isdigit():
            box = a1.box(f"A{first}:{a1.letters(a1.LAST_COLUMN)}{last}")
        else:
            box = a1.box(f"{first}:{last}")
    except ValueError:  # a name such as ABCD123 looks like a cell beyond the sheet
        return Reference(text)
    top, bottom = sorted((box[0], box[2]))
    left, right = sorted((box[1], box[3]))
    return Reference(text, sheets, (top, left, bottom, right))
