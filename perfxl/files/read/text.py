"""Texts of cells: plain, rich, and with the control characters that XML cannot hold."""

from __future__ import annotations

import re

from lxml import etree

from perfxl.package.markup import escaped

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATES = re.compile("[\ud800-\udfff]")


def decoded(text: str) -> str:
    """Return a stored text with its coded characters: "甲_x000D_" ends with a carriage return."""
    if "_x" not in text:
        return text
    text = _CODED.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATES.search(text):  # halves of a character: a pair is joined, a half is no character
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def encoded(text: str) -> str:
    """Return a text ready to stand in the XML of a cell."""
    return escaped(_UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def rich(element: etree._Element) -> str:
    """Return the text of <si> or <is>: its runs joined, phonetic guides left out."""
    pieces: list[str] = []
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):  # a comment
            continue
        if tag.endswith("}t"):
            pieces.append(content(child))
        elif tag.endswith("}r"):
            pieces.extend(content(item) for item in child if isinstance(item.tag, str) and item.tag.endswith("}t"))
    return decoded("".join(pieces))


def content(element: etree._Element) -> str:
    """Return an element's own text; comments inside do not cut it."""
    if len(element):
        return "".join(str(piece) for piece in element.itertext() if isinstance(piece, str))
    return element.text or ""
