"""What the content of a cell means as a worksheet part stores it, and how it is stored: numbers, dates, texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal, InvalidOperation

from lxml import etree

from perfxl.files.parts.cellformats import GENERAL
from perfxl.package.markup import escaped
from perfxl.sheets.snapshot import Value

_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
_MAC_DAY_ZERO = datetime(1904, 1, 1)
_SECONDS = 86_400
_DIGITS = 15
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATES = re.compile("[\ud800-\udfff]")


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


def read_value(kind: str, stored: str | None, context: Context, *, computed: bool) -> tuple[Value, str]:
    """Return (value, error) of a cell of that type; unless asked, an empty text counts only as a formula's result.

    ValueError or IndexError where the content does not fit the type.
    """
    if kind == "n":
        return (parse_number(stored) if stored else None), ""
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
        return is_true(stored.strip())
    if kind == "d":
        return serial_number(stored, mac=context.mac)
    return stored if kind == "inlineStr" else decode_text(stored)


def _shared(index: int, context: Context) -> str | None:
    if index < 0:
        raise IndexError(index)
    return context.strings[index] or ("" if context.empties else None)


def is_true(text: str | None) -> bool:
    """Return a truth value of XML."""
    return text in {"1", "true"}


def parse_number(text: str) -> Decimal:
    """Return the stored double to Excel's 15 digits: "0.61250000000000004" -> 0.6125; ValueError if it is none."""
    if len(text) <= _DIGITS and not text.strip("0123456789.") and (text[-1:] != "0" or "." not in text):
        try:
            return Decimal(text)  # nothing to round, nothing to normalise
        except InvalidOperation as error:
            raise ValueError(text) from error
    short = f"{float(text):.{_DIGITS}g}"
    if "n" in short:  # nan, inf
        raise ValueError(text)
    if "e" in short:
        short = f"{Decimal(short):f}"
    return Decimal(short) if short != "-0" else Decimal(0)


def number_text(value: Decimal) -> str:
    """Return a number as the part stores it: plain decimal text of at most the digits of a double."""
    if len(value.as_tuple().digits) > _DIGITS:
        value = Decimal(repr(float(value)))
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def serial_number(text: str, *, mac: bool = False) -> Decimal:
    """Return the serial number of an ISO date, time or both; ValueError where it is none of them."""
    zero = _MAC_DAY_ZERO if mac else _EXCEL_DAY_ZERO
    text = text.strip().removesuffix("Z")
    if ":" in text and "-" not in text:
        clock = time.fromisoformat(text.removeprefix("T"))
        return parse_number(
            repr((clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / _SECONDS)
        )
    moment = datetime.fromisoformat(text)
    days = (moment.replace(tzinfo=None) - zero).total_seconds() / _SECONDS
    return parse_number(repr(days))


def decode_text(text: str) -> str:
    """Return a stored text with its coded characters: "甲_x000D_" ends with a carriage return."""
    if "_x" not in text:
        return text
    text = _CODED.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATES.search(text):  # halves of a character: a pair is joined, a half is no character
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def encode_text(text: str) -> str:
    """Return a text ready to stand in the XML of a cell."""
    return escaped(_UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def rich_text(element: etree._Element) -> str:
    """Return the text of <si> or <is>: its runs joined, phonetic guides left out."""
    pieces: list[str] = []
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):  # a comment
            continue
        if tag.endswith("}t"):
            pieces.append(element_text(child))
        elif tag.endswith("}r"):
            pieces.extend(element_text(item) for item in child if isinstance(item.tag, str) and item.tag.endswith("}t"))
    return decode_text("".join(pieces))


def element_text(element: etree._Element) -> str:
    """Return an element's own text; comments inside do not cut it."""
    if len(element):
        return "".join(str(piece) for piece in element.itertext() if isinstance(piece, str))
    return element.text or ""
