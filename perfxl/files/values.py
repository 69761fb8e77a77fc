"""What the stored content of a cell means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from perfxl.files.formats import GENERAL
from perfxl.files.numbers import exact, serial
from perfxl.files.text import decoded, rich
from perfxl.workbook.snapshot import Value


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of all sheets refer to: shared strings, the number format of each style, the date system."""

    namespace: str
    strings: Sequence[str] = ()
    formats: Sequence[str] = ()
    mac: bool = False

    def format(self, style: int) -> str:
        """Return the number format of a cell style."""
        return self.formats[style] if 0 <= style < len(self.formats) else GENERAL


def value_of(
    kind: str, stored: str | None, inline: etree._Element | None, context: Context, *, computed: bool
) -> tuple[Value, str]:
    """Return (value, error) of a cell of that type; an empty text counts only as the result of a formula.

    ValueError or IndexError where the content does not fit the type.
    """
    if kind == "inlineStr" and inline is not None:
        return rich(inline) or None, ""
    if stored is None or (not stored and not (kind == "str" and computed)):
        return None, ""
    if kind == "e":
        return None, stored.strip()
    return _plain(kind, stored, context), ""


def _plain(kind: str, stored: str, context: Context) -> Value:
    if kind == "n":
        return exact(stored)
    if kind == "s":
        return _shared(int(stored), context)
    if kind == "b":
        return true(stored.strip())
    if kind == "d":
        return serial(stored, mac=context.mac)
    return decoded(stored)


def _shared(index: int, context: Context) -> str | None:
    if index < 0:
        raise IndexError(index)
    return context.strings[index] or None


def true(text: str | None) -> bool:
    """Return a truth value of XML."""
    return text in {"1", "true"}
