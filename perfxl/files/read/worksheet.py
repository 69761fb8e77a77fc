"""One worksheet part, read: cells, merges, what is hidden, and which formulas span cells."""

from __future__ import annotations

from perfxl.files.parts.content import Context
from perfxl.files.parts.rowindex import bounds_of
from perfxl.files.read.collecting import Collector, Worksheet
from perfxl.files.read.scanning import scan
from perfxl.files.read.walking import walk
from perfxl.package.xml import utf8

__all__ = ["Worksheet", "read_worksheet", "walked"]


def read_worksheet(data: bytes, part: str, context: Context) -> Worksheet:
    """Read a worksheet part; InputError where it is malformed or a cell cannot be understood."""
    data = utf8(data, part)
    return _scanned(data, part, context) or walked(data, part, context)


def walked(data: bytes, part: str, context: Context) -> Worksheet:
    """Read a worksheet part element by element, as `read_worksheet` does where a part is unusual."""
    collector = Collector(part, context)
    walk(data, part, collector)
    return collector.finish()


def _scanned(data: bytes, part: str, context: Context) -> Worksheet | None:
    bounds = bounds_of(data, context.namespace)
    if bounds is None:
        return None
    collector = Collector(part, context)
    walk(data[: bounds.opening] + data[bounds.closing :], part, collector)
    try:
        scan(data, bounds, collector)
    except (ValueError, IndexError):
        return None
    return collector.finish()
