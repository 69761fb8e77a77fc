"""VML drawings: the boxes of notes, among form buttons and whatever else stands there and stays to the byte.

Such parts need not be well-formed (Excel itself leaves <br> open), so they are searched, not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from perfxl.errors import RefusedError
from perfxl.files.parts.geometry import Grid, note_size
from perfxl.sheets.address import Position

_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMESPACES.items())
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BLOCK = 1024  # shape numbers that belong to one number of the id map
_SHAPE = re.compile(rb"<(?:(\w+):)?shape\s(?:(?!<(?:\w+:)?shape\s).)*?</(?:\1:)?shape\s*>", re.DOTALL)
_NOTE = re.compile(rb"""ObjectType\s*=\s*["']Note["']""")
_ROW, _COLUMN = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*<"), re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*<")
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_MAP = re.compile(rb"""<(?:\w+:)?idmap\b[^>]*?\sdata\s*=\s*["']([\d,\s]*)["']""")
_END = re.compile(rb"</xml\s*>\s*\Z")


def empty(number: int) -> bytes:
    """Return a drawing without shapes, whose shapes are numbered in the block of that number."""
    return (
        f'<xml {_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout></xml>'
    ).encode()


def blocks(drawings: Iterable[bytes]) -> set[int]:
    """Return the blocks of shape numbers that drawings use."""
    return {int(number) for data in drawings for found in _MAP.findall(data) for number in re.findall(rb"\d+", found)}


def without_note(data: bytes, position: Position) -> bytes:
    """Return the drawing without the box of a cell's note."""
    row, column = position
    for match in _SHAPE.finditer(data):
        shape = match[0]
        at = _ROW.search(shape), _COLUMN.search(shape)
        if _NOTE.search(shape) and at[0] and at[1] and (int(at[0][1]) + 1, int(at[1][1]) + 1) == (row, column):
            return data[: match.start()] + data[match.end() :]
    return data


def has_shapes(data: bytes) -> bool:
    """Whether the drawing holds any shape."""
    return re.search(rb"<(?:\w+:)?(?:shape|group|rect|oval|line|image)\s", data) is not None


def with_note(data: bytes, position: Position, text: str, grid: Grid) -> bytes:
    """Return the drawing with a hidden box for a cell's note, large enough for its text.

    RefusedError where the part does not end as a drawing does.
    """
    end = _END.search(data)
    if end is None:
        raise RefusedError("工作表的批注图形部件不完整，无法添加批注，请用 Excel 或 WPS 另存一份再试。")
    declared = all(f"xmlns:{prefix}".encode() in data[:2000] for prefix in _NAMESPACES)
    kind = "" if b"_x0000_t202" in data else _TYPE
    new = kind + _shape(_next_number(data), position, text, grid)
    if not declared:
        new = re.sub(r"<v:shape(type)? ", lambda match: f"{match[0]}{_DECLARED} ", new)
    return data[: end.start()] + new.encode() + data[end.start() :]


def _next_number(data: bytes) -> int:
    first = min(blocks([data]), default=1) * _BLOCK
    return max([first, *(int(number) for number in _NUMBER.findall(data))]) + 1


def _shape(number: int, position: Position, text: str, grid: Grid) -> str:
    width, height = note_size(text)
    anchor = ", ".join(str(part) for part in grid.anchor(*position, width, height))
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
        f'width:{width * 0.75:g}pt;height:{height * 0.75:g}pt;z-index:{number % _BLOCK};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{position[0] - 1}</x:Row><x:Column>{position[1] - 1}</x:Column></x:ClientData></v:shape>"
    )
