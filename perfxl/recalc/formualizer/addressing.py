"""What the text given to INDIRECT refers to: names and tables put in their places, as the library knows neither."""

from __future__ import annotations

import re

from perfxl.formulas.parsing import parse
from perfxl.formulas.syntax import Area, Node, unbracketed
from perfxl.formulas.tokens import FormulaError
from perfxl.formulas.writing import write_explicitly
from perfxl.recalc.engine import EngineError
from perfxl.recalc.formualizer.conversion import Raw, given, handed
from perfxl.recalc.functions.arguments import Fault, number, text
from perfxl.recalc.normal.names import resolve_names
from perfxl.recalc.normal.references import resolve_references
from perfxl.recalc.normal.scope import Scope, Site
from perfxl.recalc.normal.tables import resolve_tables
from perfxl.sheets.address import Box
from perfxl.sheets.values import ErrorValue

_ZEROS = re.compile(r"(?<=[A-Za-z$])0+(?=[1-9])")  # "A01" is A1


class Addresses:
    """Reads the references of one workbook."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def read(self, sheet: Raw, wanted: Raw, style: Raw = True) -> Raw:
        """Return the text of a reference in A1 notation with its sheet, or #REF! where it is none."""
        try:
            said = text(given(wanted)).strip()
            place, mark, cells = said.rpartition("!")
            cells = _ZEROS.sub("", cells) if number(given(style)) else Box.parse_r1c1(cells).reference
            return self._reference(str(sheet), f"{place}{mark}{cells}")
        except Fault as fault:
            return handed(fault.error)
        except (EngineError, FormulaError, ValueError):
            return handed(ErrorValue.REF)

    def _reference(self, sheet: str, said: str) -> Raw:
        site = Site(self._scope, sheet, (1, 1))
        node = resolve_references(resolve_tables(resolve_names(parse(said), site), site), site)
        node = unbracketed(node)
        if not isinstance(node, Area):
            return handed(ErrorValue.REF)
        return write_explicitly(_placed(node, sheet))


def _placed(ref: Area, sheet: str) -> Node:
    return Area(ref.first, ref.last, ref.sheet or sheet)
