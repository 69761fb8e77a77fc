"""What the stored content of a cell means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfxl.files.read.formats import GENERAL
from perfxl.files.read.numbers import exact, serial
from perfxl.files.read.text import decoded
from perfxl.sheets.snapshot import Value


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of all sheets refer to: shared strings, the number format of each style, the date system.

    fills     the background of each style, in the form of `Sheet.fills`
    unlocked  styles whose cells may be edited on a protected sheet
    empties   an empty text that is stored counts: formulas tell it from a blank cell
    """

    namespace: str
    strings: Sequence[str] = ()
    formats: Sequence[str] = ()
    mac: bool = False
    fills: Sequence[str] = ()
    unlocked: frozenset[int] = frozenset()
    empties: bool = False

    def format(self, style: int) -> str:
        """Return the number format of a cell style."""
        return self.formats[style] if 0 <= style < len(self.formats) else GENERAL


def value_of(kind: str, stored: str | None, context: Context, *, computed: bool) -> tuple[Value, str]:
    """Return (value, error) of a cell of that type; unless asked, an empty text counts only as a formula's result.

    ValueError or IndexError where the content does not fit the type.
    """
    if kind == "n":
        return (exact(stored) if stored else None), ""
    if not stored:
        counts = (kind == "str" and computed) or (context.empties and kind in {"str", "inlineStr"})
        return ("" if counts and stored is not None else None), ""
    if kind == "e":
        return None, stored.strip()
    return _text_or_truth(kind, stored, context), ""


def _text_or_truth(kind: str, stored: str, context: Context) -> Value:
    if kind == "s":
        return _shared(int(stored), context)
    if kind == "b":
        return true(stored.strip())
    if kind == "d":
        return serial(stored, mac=context.mac)
    return stored if kind == "inlineStr" else decoded(stored)


def _shared(index: int, context: Context) -> str | None:
    if index < 0:
        raise IndexError(index)
    return context.strings[index] or ("" if context.empties else None)


def true(text: str | None) -> bool:
    """Return a truth value of XML."""
    return text in {"1", "true"}
