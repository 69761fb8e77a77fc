"""What the text given to INDIRECT refers to: names and tables put in their places, as the library knows neither."""

from __future__ import annotations

import re

from perfxl.recalc.engine import EngineError
from perfxl.recalc.formualizer.values import Raw, given, handed
from perfxl.recalc.normal import names, references, tables
from perfxl.recalc.normal.book import Book, Site
from perfxl.recalc.normal.parsing import parse
from perfxl.recalc.normal.syntax import Call, Node, Ref
from perfxl.recalc.normal.writing import written
from perfxl.recalc.own.arguments import Fault, number, text
from perfxl.recalc.own.r1c1 import translated
from perfxl.sheets.values import ErrorValue

_ZEROS = re.compile(r"(?<=[A-Za-z$])0+(?=[1-9])")  # "A01" is A1


class Addresses:
    """Reads the references of one workbook."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def read(self, sheet: Raw, wanted: Raw, style: Raw = True) -> Raw:
        """Return the text of a reference in A1 notation with its sheet, or #REF! where it is none."""
        try:
            said = text(given(wanted)).strip()
            said = _ZEROS.sub("", said) if number(given(style)) else translated(said)
            return self._reference(str(sheet), said)
        except Fault as fault:
            return handed(fault.error)
        except (EngineError, ValueError):
            return handed(ErrorValue.REF)

    def _reference(self, sheet: str, said: str) -> Raw:
        site = Site(self._book, sheet, (1, 1))
        node = references.plain(tables.plain(names.resolved(parse(said), site), site), site)
        while isinstance(node, Call) and node.name == "()":
            node = node.args[0]
        if not isinstance(node, Ref):
            return handed(ErrorValue.REF)
        return written(_placed(node, sheet))


def _placed(ref: Ref, sheet: str) -> Node:
    return Ref(ref.first, ref.last, ref.sheet or sheet)
