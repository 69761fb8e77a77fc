"""A package without dates, its table of fonts with what stands in for one that is not installed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from perfxl.package.container import Writer

FONT_TABLE = "word/fontTable.xml"
CORE = "docProps/core.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DROPPED = ("docProps/thumbnail.jpeg",)
DATE = "2000-01-01T00:00:00Z"


def packed(data: bytes, fonts: Mapping[str, Sequence[str]]) -> bytes:
    """Return a document's package anew: no dates, no thumbnail, its own table of fonts."""
    buffer = io.BytesIO()
    writer = Writer(buffer)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name not in DROPPED:
                writer.put(name, _part(name, package.read(name), fonts))
    writer.finish()
    return buffer.getvalue()


def _part(name: str, content: bytes, fonts: Mapping[str, Sequence[str]]) -> bytes:
    if name == FONT_TABLE:
        return _font_table(fonts)
    if name == CORE:
        return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", DATE.encode(), content)
    if name == "_rels/.rels":
        return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
    return content


def _font_table(fonts: Mapping[str, Sequence[str]]) -> bytes:
    told = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(others))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, *others in fonts.values()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:fonts xmlns:w="{W}">{told}</w:fonts>'.encode()
