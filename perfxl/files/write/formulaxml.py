"""A cell's formula element kept while the cell changes around it, or made the master of a shared formula."""

from __future__ import annotations

from perfxl.files.write.cellxml import result
from perfxl.package.markup import Tag, escaped, tags, with_attribute
from perfxl.sheets.snapshot import Value


def with_result(cell: bytes, style: int, value: Value, prefix: str = "") -> bytes:
    """Return a cell's element with another cached result and style; its formula stays as it stands, to the byte."""
    opening = next(tags(cell))
    first, last = _formula(cell, prefix)
    kind, inside = result(value, prefix)
    tag = with_attribute(cell[: opening.end], "vm", None)  # what else was known of the former value
    tag = with_attribute(tag, "s", str(style) if style else None)
    tag = with_attribute(tag, "t", kind or None)
    return tag + cell[first.start : last.end] + f"{inside}</{prefix}c>".encode()


def anchored(cell: bytes, formula: str, reference: str, prefix: str = "") -> bytes:
    """Return a cell's element as the master of the shared formula that it had a share in."""
    first, last = _formula(cell, prefix)
    tag = with_attribute(cell[first.start : first.end], "ref", reference)
    tag = tag.removesuffix(b">").removesuffix(b"/").rstrip() + b">"
    element = tag + f"{escaped(formula)}</{prefix}f>".encode()
    return cell[: first.start] + element + cell[last.end :]


def _formula(cell: bytes, prefix: str) -> tuple[Tag, Tag]:
    """Return the tags of the cell's formula element, which are one where it is empty."""
    found = [tag for tag in tags(cell) if tag.name == f"{prefix}f".encode()]
    return found[0], found[-1]
