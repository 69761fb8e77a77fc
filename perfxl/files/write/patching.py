"""Patching cells of a worksheet part: the touched cells change, every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from perfxl.errors import RefusedError
from perfxl.files.parts.rowindex import RowIndex
from perfxl.files.write.cellxml import cell_xml
from perfxl.files.write.formulaxml import anchored, with_result
from perfxl.package.markup import Edit, Tag, attributes, splice, tags, with_attribute
from perfxl.sheets.address import LAST_COLUMN, LAST_ROW, Box, Position, cell_address, position_of
from perfxl.sheets.snapshot import Value

_NAMES = ("dimension", "col", "sheetData", "row", "c")


@dataclass(frozen=True, slots=True)
class Patch:
    """What a cell is to hold.

    styled  gives its new style from the one it has
    kept    the formula stays as it stands, shared or array as it may be, and only its cached result changes
    shared  only the formula changes: the cell becomes its master for the cells of this range that share it
    """

    value: Value
    formula: str | None = None
    styled: Callable[[int], int] = lambda style: style
    kept: bool = False
    shared: str = ""


def patched(data: bytes, patches: Mapping[Position, Patch], index: RowIndex | None = None) -> bytes:
    """Return a worksheet part (UTF-8, well-formed) with the cells replaced or inserted; their styles are kept.

    With an index of the part's rows only those concerned are looked at, which gives the same bytes sooner.
    RefusedError where the part has no sheetData element to write in, or states what no position or style can be.
    """
    try:
        return splice(data, _Patcher(data, patches, index).edits())
    except ValueError as error:
        raise RefusedError("工作表的行列或样式编号无效，无法写入，请用 Excel 或 WPS 另存一份再试。") from error


class _Patcher:
    """Walks the tags once, in document order, with the outstanding patches sorted."""

    def __init__(self, data: bytes, patches: Mapping[Position, Patch], index: RowIndex | None) -> None:
        self._data = data
        self._index = index
        self._rows: dict[int, dict[int, Patch]] = {}
        for (row, column), patch in sorted(patches.items()):
            self._rows.setdefault(row, {})[column] = patch
        self._corner = (max(row for row, _ in patches), max(column for _, column in patches))
        self._column_styles: list[tuple[int, int, int]] = []
        self._prefix = ""
        self._names: dict[bytes, str] = {}

    def edits(self) -> Iterator[Edit]:
        walk = tags(self._data)
        root = next(walk).name.decode()
        self._prefix = root[: root.rfind(":") + 1]
        self._names = {f"{self._prefix}{name}".encode(): name for name in _NAMES}
        for tag in walk:
            name = self._local(tag)
            if name == "dimension":
                yield from self._dimension(tag)
            elif name == "col" and not tag.closes:
                self._note_column(tag)
            elif name == "sheetData":
                yield from self._sheet_data(tag, walk)
                return
        raise RefusedError("工作表内容不完整（缺少数据区），请用 Excel 或 WPS 另存一份再试。")

    def _local(self, tag: Tag) -> str:
        """Return the name of an element that matters here, "" for all others."""
        return self._names.get(tag.name, "")

    def _attributes(self, tag: Tag) -> dict[str, str]:
        return attributes(self._data[tag.start : tag.end])

    def _dimension(self, tag: Tag) -> Iterator[Edit]:
        """Widen the stated used range: readers that trust it would not see a new cell outside it."""
        stated = self._attributes(tag).get("ref", "")
        try:
            used = Box.parse(stated)
        except ValueError:
            return
        first = min(self._rows), min(min(cells) for cells in self._rows.values())
        box = Box.around([used.anchor, (used.bottom, used.right), first, self._corner])
        if box != used:
            yield Edit(tag.start, tag.end, with_attribute(self._data[tag.start : tag.end], "ref", box.reference))

    def _note_column(self, tag: Tag) -> None:
        found = self._attributes(tag)
        if found.get("style"):
            self._column_styles.append((int(found.get("min", 0)), int(found.get("max", 0)), int(found["style"])))

    def _sheet_data(self, tag: Tag, walk: Iterator[Tag]) -> Iterator[Edit]:
        if tag.empty:
            yield self._filled(tag, self._new_rows(LAST_ROW + 1))
            return
        if self._index is not None:
            yield from self._indexed_rows(self._index)
            return
        last = 0
        for inner in walk:
            name = self._local(inner)
            if name == "sheetData":
                yield Edit(inner.start, inner.start, self._new_rows(LAST_ROW + 1).encode())
                return
            if name == "row" and not inner.closes:
                last = self._row_number(inner, last + 1)
                yield from self._row(inner, last, walk)
                if not self._rows:
                    return

    def _indexed_rows(self, index: RowIndex) -> Iterator[Edit]:
        start = 0
        while self._rows:
            number, start = index.at(next(iter(self._rows)), start)
            walk = tags(self._data, start)
            if number:
                yield from self._row(next(walk), number, walk)
            else:
                yield Edit(start, start, self._new_rows(LAST_ROW + 1).encode())

    def _row_number(self, tag: Tag, implied: int) -> int:
        stated = self._attributes(tag).get("r")
        if stated:
            return int(stated)
        first = next((t for t in tags(self._data, tag.end) if self._local(t) in {"c", "row", "sheetData"}), None)
        if tag.empty or first is None or first.closes or self._local(first) != "c":
            return implied
        address = self._attributes(first).get("r")
        return position_of(address)[0] if address else implied

    def _row(self, tag: Tag, number: int, walk: Iterator[Tag]) -> Iterator[Edit]:
        before = self._new_rows(number)
        if before:
            yield Edit(tag.start, tag.start, before.encode())
        wanted = self._rows.pop(number, None)
        if wanted is None:
            return
        style, opening = self._row_style(tag), self._opening(tag, wanted)
        if tag.empty:
            yield self._filled(tag, self._new_cells(number, wanted, LAST_COLUMN + 1, style), opening)
            return
        if opening != self._data[tag.start : tag.end]:
            yield Edit(tag.start, tag.end, opening)
        yield from self._cells(number, wanted, style, walk)

    def _cells(self, row: int, wanted: dict[int, Patch], row_style: int | None, walk: Iterator[Tag]) -> Iterator[Edit]:
        last = 0
        for tag in walk:
            name = self._local(tag)
            if name == "row":
                new = self._new_cells(row, wanted, LAST_COLUMN + 1, row_style)
                yield Edit(tag.start, tag.start, new.encode())
                return
            if name == "c" and not tag.closes:
                found = self._attributes(tag)
                last = position_of(found["r"])[1] if found.get("r") else last + 1
                yield Edit(tag.start, tag.start, self._new_cells(row, wanted, last, row_style).encode())
                patch = wanted.pop(last, None)
                if patch:
                    end = tag.end if tag.empty else self._end_of_cell(walk)
                    old = self._data[tag.start : end]
                    yield Edit(tag.start, end, self._replaced((row, last), patch, int(found.get("s") or 0), old))

    def _end_of_cell(self, walk: Iterator[Tag]) -> int:
        return next(tag.end for tag in walk if tag.closes and self._local(tag) == "c")

    def _replaced(self, position: Position, patch: Patch, style: int, old: bytes) -> bytes:
        if patch.shared:
            return anchored(old, patch.formula or "", patch.shared, self._prefix)
        if patch.kept:
            return with_result(old, patch.styled(style), patch.value, self._prefix)
        return self._cell(*position, patch, style).encode()

    def _cell(self, row: int, column: int, patch: Patch, style: int) -> str:
        return cell_xml(cell_address(row, column), patch.styled(style), patch.value, patch.formula, self._prefix)

    def _new_cells(self, row: int, wanted: dict[int, Patch], before: int, row_style: int | None) -> str:
        """Return the outstanding cells left of a column; they take the style of their row, else of their column."""
        return "".join(
            self._cell(row, column, wanted.pop(column), self._column_style(column) if row_style is None else row_style)
            for column in [column for column in wanted if column < before]
        )

    def _new_rows(self, before: int) -> str:
        return "".join(
            f'<{self._prefix}row r="{row}">{self._new_cells(row, self._rows.pop(row), LAST_COLUMN + 1, None)}'
            f"</{self._prefix}row>"
            for row in [row for row in self._rows if row < before]
        )

    def _row_style(self, tag: Tag) -> int | None:
        found = self._attributes(tag)
        return int(found.get("s") or 0) if found.get("customFormat") in {"1", "true"} else None

    def _column_style(self, column: int) -> int:
        return next((style for first, last, style in self._column_styles if first <= column <= last), 0)

    def _opening(self, tag: Tag, wanted: dict[int, Patch]) -> bytes:
        """Return a row's start tag, without its stated extent (a mere hint) where that would become wrong."""
        stated = re.findall(r"\d+", self._attributes(tag).get("spans", ""))
        opening = self._data[tag.start : tag.end]
        if stated and not (int(stated[0]) <= min(wanted) and max(wanted) <= int(stated[-1])):
            return with_attribute(opening, "spans", None)
        return opening

    def _filled(self, tag: Tag, inside: str, opening: bytes | None = None) -> Edit:
        opening = (opening or self._data[tag.start : tag.end])[:-2].rstrip() + b">"
        return Edit(tag.start, tag.end, opening + inside.encode() + f"</{tag.name.decode()}>".encode())
