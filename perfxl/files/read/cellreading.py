"""What is common to reading the cells of a worksheet part as a snapshot and as what formulas compute from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from perfxl.errors import InputError
from perfxl.files.parts.content import Context, decode_text, is_true
from perfxl.files.parts.rowindex import bounds_of
from perfxl.files.read.respelling import respell, unreadable
from perfxl.files.read.scanning import Batch, UnusualError, scan
from perfxl.formulas.shifting import SharedFormula
from perfxl.package.markup import attributes, resolved
from perfxl.package.system import without_sweeps
from perfxl.package.xml import stream, utf8
from perfxl.sheets.address import Box, Position, cell_address

T = TypeVar("T")


class CellTag(NamedTuple):
    """What a cell's tag says of it: its style, its type, whether its formula is a dynamic array."""

    style: int
    kind: str
    dynamic: bool


class CellTags(dict[bytes, CellTag]):
    """What the tags of cells say, by their attributes as stored; ValueError where the style is no number."""

    def __missing__(self, stored: bytes) -> CellTag:
        found = attributes(b"<c" + stored + b">")
        self[stored] = CellTag(int(found.get("s") or 0), found.get("t", "n"), "cm" in found)
        return self[stored]


class CellReader(ABC, Generic[T]):
    """Takes the cells batch by batch and makes a `T` of them.

    outside   names of the elements around the rows that matter
    masters   cells whose formula others share, and the group's index
    children  cells that share a master's formula, and the group's index
    arrays    boxes that one formula fills, and its kind: "array", "spill" (a dynamic array) or "dataTable"
    """

    outside: tuple[str, ...] = ()

    def __init__(self, part: str, context: Context) -> None:
        self.part = part
        self.context = context
        self.tags = CellTags()
        self.masters: dict[Position, str] = {}
        self.children: dict[Position, str] = {}
        self.arrays: dict[Box, str] = {}
        self._shared: dict[str, SharedFormula] = {}

    @abstractmethod
    def take_outside(self, elements: list[tuple[str, Mapping[str, str]]]) -> int:
        """Take the elements around the rows, and return the last row that counts even without content."""

    @abstractmethod
    def take(self, batch: Batch) -> None:
        """Take the cells of some rows; ValueError or IndexError where one cannot be understood."""

    @abstractmethod
    def finish(self) -> T:
        """Return what the cells make."""

    def read(self, data: bytes) -> T:
        """Take all of a worksheet part; InputError where it is malformed or a cell cannot be understood."""
        data = utf8(data, self.part)
        try:
            return self._read(data)
        except UnusualError:
            return type(self)(self.part, self.context)._read_unusual(data)

    def _read_unusual(self, data: bytes) -> T:
        try:
            return self._read(respell(data, self.part, self.context.namespace, self.outside))
        except UnusualError as error:
            raise InputError(f"部件 {self.part} 的内容已损坏，请用 Excel 或 WPS 修复后另存再试。") from error

    def _read(self, data: bytes) -> T:
        bounds = bounds_of(data, self.context.namespace)
        if bounds is None:
            raise UnusualError
        around = data[: bounds.opening] + data[bounds.closing :]
        bottom = self.take_outside(list(self._elements(around)))
        with without_sweeps():
            for batch in scan(data, bounds, bottom):
                try:
                    self.take(batch)
                except (ValueError, IndexError) as error:
                    raise unreadable(self.part, self._culprit(batch)) from error
            return self.finish()

    def _elements(self, around: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
        names = {f"{{{self.context.namespace}}}{name}": name for name in self.outside}
        for element in stream(around, self.part, tuple(names)):
            yield names[str(element.tag)], {str(name): str(value) for name, value in element.attrib.items()}

    def _culprit(self, batch: Batch) -> str:
        """Return the first cell of a batch that cannot be taken."""
        for row, column, tag, formula_tag, formula, value in zip(*batch[:6], strict=True):
            try:
                self.take(Batch((row,), (column,), (tag,), (formula_tag,), (formula,), (value,), ()))
            except (ValueError, IndexError):
                return cell_address(row, column)
        return ""

    def formula(self, position: Position, tag: bytes, formula_tag: bytes, stored: bytes | None) -> str | None:
        """Return the formula of a cell, None where its element is empty, "" for one whose master is not known yet."""
        text = read_text(stored) if stored else ""
        if not formula_tag:
            return text or None
        found = formula_attributes(formula_tag)
        kind = found.get("t", "normal")
        if kind == "shared":
            return self._shared_formula(position, found.get("si", ""), text)
        if kind in {"array", "dataTable"}:
            self._take_array(position, kind, found, self.tags[tag].dynamic)
        return table_formula(found) if kind == "dataTable" else text or None

    def _take_array(self, position: Position, kind: str, found: Mapping[str, str], dynamic: bool) -> None:
        box = Box.parse(found.get("ref") or cell_address(*position))
        self.arrays[box] = "spill" if kind == "array" and dynamic else kind

    def _shared_formula(self, position: Position, group: str, text: str) -> str:
        if not text:
            self.children[position] = group
            return self._shared[group].at(*position) if group in self._shared else ""
        if group not in self._shared:
            self._shared[group] = SharedFormula(*position, text)
            self.masters[position] = group
        return text

    def late_formulas(self) -> Iterator[tuple[Position, str]]:
        """Yield the cells that share a formula; InputError where no cell has the text of it."""
        for position, group in self.children.items():
            if group not in self._shared:
                raise unreadable(self.part, cell_address(*position))
            yield position, self._shared[group].at(*position)


@lru_cache(maxsize=4096)
def formula_attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of a formula's element; UnusualError where one stands there twice."""
    found = attributes(tag)
    if len(found) != tag.count(b'="'):
        raise UnusualError(tag)
    return found


def read_text(stored: bytes) -> str:
    """Return what the escaped and coded text of a cell means."""
    text = stored.decode()
    return decode_text(resolved(text)) if "&" in text or "\r" in text or "_x" in text else text


def value_text(stored: bytes | None, kind: str) -> str | None:
    """Return the text of a value element as the tokenizer gives it, of an inline string the string itself."""
    if stored is None:
        return None
    if stored[:2] == b"v>" and kind != "inlineStr":  # nearly every cell
        text = stored[2:-3].decode()
        return resolved(text) if "&" in text or "\r" in text else text
    if stored[:2] == b"is":
        if kind != "inlineStr":
            return None
        start = stored.index(b">", stored.index(b"<t")) + 1
        return read_text(stored[start : stored.rindex(b"</t")])
    content = stored.partition(b">")[2].removesuffix(b"</v")
    return read_text(content) if kind == "inlineStr" else resolved(content.decode())


def table_formula(found: Mapping[str, str]) -> str:
    """Return how Excel shows a what-if data table (模拟运算表): TABLE(row input cell, column input cell).

    `found` are the attributes of its `f` element (ECMA-376 part 1, 18.3.1.40); a deleted input cell is "#REF!".
    """
    first = "#REF!" if is_true(found.get("del1")) else found.get("r1", "")
    if is_true(found.get("dt2D")):
        second = "#REF!" if is_true(found.get("del2")) else found.get("r2", "")
        return f"TABLE({first},{second})"
    return f"TABLE({first},)" if is_true(found.get("dtr")) else f"TABLE(,{first})"
