"""The comments of a Word document (批注): a part of its own, made or added to."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from perfxl.errors import RefusedError
from perfxl.package.archive import Archive
from perfxl.package.document import Document
from perfxl.package.manifest import RelationsEditor, TypesEditor
from perfxl.package.markup import escaped
from perfxl.package.relationships import Relation, relations
from perfxl.package.xml import parse
from perfxl.report.wordbytes import SPACES

AUTHOR = "perfxl"
MOST = 32_767  # comments that Word opens a document with
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{space}"/>'


class Comments:
    """The comments of a document; those added get numbers of their own."""

    def __init__(self, archive: Archive, main: str, space: str) -> None:
        self._archive = archive
        self._main = main
        stands = (each for each in relations(archive, main) if each.kind == "comments" and archive.find(each.target))
        self._relation: Relation | None = next(stands, None)
        self._part = archive.find(self._relation.target) if self._relation else None
        data = archive.read(self._part) if self._part else _EMPTY.format(space=space).encode()
        self._document = Document(data, self._part or "comments")
        self._prefix = self._document.root.prefix
        self._next, self.own = _standing(data, self._part or "comments")

    def add(self, lines: Sequence[str]) -> int:
        """Add a comment of a paragraph for each line, and return its number."""
        number, p = self._next, self._prefix
        if number >= MOST:
            raise RefusedError("报告的批注已经太多，Word 打不开更多的批注，请先删除一部分批注再试。")
        self._next += 1
        told = "".join(f'<{p}p><{p}r><{p}t xml:space="preserve">{escaped(line)}</{p}t></{p}r></{p}p>' for line in lines)
        prefix = p or self._document.prefix_of(SPACES)
        if not prefix:
            raise RefusedError("报告的批注部件不完整，无法加批注，请用 Word 或 WPS 另存一份再试。")
        attributes = f'{prefix}id="{number}" {prefix}author="{AUTHOR}" {prefix}initials="px"'
        self._document.root.appended.append(f"<{p}comment {attributes}>{told}</{p}comment>")
        return number

    def parts(self) -> dict[str, bytes]:
        """Return the new bytes of the comments, and of what makes them part of the document."""
        if self._part:
            return {self._part: self._document.result()}
        part = self._free()
        links, types = RelationsEditor(self._archive, self._main), TypesEditor(self._archive)
        links.add(f"{_kinds(self._archive)}/comments", part)
        types.add(part, _TYPE)
        return {part: self._document.result(), links.name: links.result(), types.name: types.result()}

    def _free(self) -> str:
        folder = posixpath.dirname(self._main)
        names = ("comments.xml", *(f"comments{number}.xml" for number in range(1, 100)))
        return next(path for name in names if not self._archive.find(path := posixpath.join(folder, name)))


def _kinds(archive: Archive) -> str:
    """Return what the types of the package's relationships begin with, which a strict document spells its own way."""
    return next(each.type for each in relations(archive, "") if each.kind == "officeDocument").rpartition("/")[0]


def _standing(data: bytes, part: str) -> tuple[int, frozenset[tuple[str, ...]]]:
    """Return the next number, and the lines of each comment by perfxl."""
    numbers, own = [-1], set()
    for comment in parse(data, part).iterfind("{*}comment"):
        told = {str(name).rpartition("}")[2]: str(value) for name, value in comment.attrib.items()}
        numbers.append(int(told["id"]) if told.get("id", "").isdecimal() else -1)
        if told.get("author") == AUTHOR:
            own.add(tuple("".join(map(str, each.itertext("{*}t"))) for each in comment.iterfind("{*}p")))
    return max(numbers) + 1, frozenset(own)
