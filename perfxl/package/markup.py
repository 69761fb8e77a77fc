"""Editing XML by splicing its bytes: what is not edited stays as it was, to the byte.

The scanner expects well-formed UTF-8 without a document type, which `xml.parse` has made sure of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TAG = re.compile(
    rb"<(?:!--.*?--|!\[CDATA\[.*?\]\]|\?.*?\?"
    rb"|(/?)([^\s/>!?][^\s/>]*)[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*)>",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]+)|#x([0-9A-Fa-f]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ATTRIBUTE = re.compile(rb"""\s([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Tag(NamedTuple):
    """One tag: its qualified name, whether it closes or is empty, and where its bytes stand."""

    name: bytes
    closes: bool
    empty: bool
    start: int
    end: int


class Edit(NamedTuple):
    """Replace the bytes from `start` to `end`; of several at one place the earlier comes first."""

    start: int
    end: int
    content: bytes


def tags(data: bytes, start: int = 0) -> Iterator[Tag]:
    """Yield every tag from an offset on; comments, CDATA and instructions are passed over."""
    for match in _TAG.finditer(data, start):
        name = match[2]
        if name is not None:
            end = match.end()
            yield Tag(name, match[1] == b"/", data[end - 2] == 0x2F, match.start(), end)


def prefix_of(data: bytes) -> bytes:
    """Return the namespace prefix (with colon) of a part's root element, b"" where it has none."""
    root = next(tags(data), None)
    return root.name[: root.name.rfind(b":") + 1] if root else b""


def attributes(tag: bytes) -> dict[str, str]:
    """Return a start tag's attributes, by qualified name."""
    return {name.decode(): unescaped((double or single).decode()) for name, double, single in _ATTRIBUTE.findall(tag)}


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """Return a start tag with the attribute set, or without it where `value` is None."""
    for match in _ATTRIBUTE.finditer(tag):
        if match[1].decode() == name:
            new = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
            return tag[: match.start()] + new + tag[match.end() :]
    if value is None:
        return tag
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + f' {name}="{escaped(value)}"'.encode() + tag[end:]


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with the edits applied; edits must not overlap."""
    whole = memoryview(data)  # so that a large part is copied once
    pieces: list[bytes | memoryview] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise ValueError("overlapping edits")
        pieces += (whole[done : edit.start], edit.content)
        done = edit.end
    return b"".join((*pieces, whole[done:]))


def escaped(text: str) -> str:
    """Return text as an attribute's value or an element's content may hold it."""
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(mark, entity)
    return text


def unescaped(text: str) -> str:
    """Return what escaped text means, by XML's own rules: those of HTML know more names and fewer characters."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(_character, text)


def resolved(text: str) -> str:
    """Return what an element's content means: XML knows one end of line, and escapes."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unescaped(text)


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    return _NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))
