"""Editing the workbook part: sheets and their names added, renamed and removed, the rest kept to the byte."""

from __future__ import annotations

import html

from perfxl.files.parts.book import Book
from perfxl.package.document import Document, Node
from perfxl.package.markup import escaped
from perfxl.sheets.ownership import OWNERSHIP_NAME

_OWN_NAMES = (OWNERSHIP_NAME, "_xlnm.Print_Area", "_xlnm.Print_Titles")
_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")


class BookEditor:
    """Edits of one workbook part; sheets are told by their index in it as read."""

    def __init__(self, data: bytes, book: Book) -> None:
        self._document = Document(data, book.part)
        self._book = book
        self._root = self._document.root
        self._list = self._root.find("sheets") or self._root
        self._sheets = self._list.all("sheet")
        self._removed: set[int] = set()
        self._added = 0
        self._new_names: list[tuple[int, str, str]] = []

    def add(self, name: str, relation_id: str, *, hidden: bool = False) -> int:
        """Append a sheet, hidden from people too or visible, and return its index."""
        prefix = self._document.prefix_of((self._book.relation_namespace,))
        declared = "" if prefix else f' xmlns:r="{self._book.relation_namespace}"'
        state = ' state="veryHidden"' if hidden else ""
        self._added += 1
        number = max((sheet.sheet_id for sheet in self._book.sheets), default=0) + self._added
        self._list.appended.append(
            f'<{self._root.prefix}sheet name="{escaped(name)}" sheetId="{number}" '
            f'{prefix or "r:"}id="{relation_id}"{declared}{state}/>'
        )
        return len(self._sheets) + self._added - 1

    def rename(self, index: int, name: str) -> None:
        """Give a sheet another name."""
        if self._book.sheets[index].name != name:
            self._sheets[index].changed["name"] = name

    def remove(self, index: int) -> None:
        """Take a sheet and its own names out; the names of later sheets follow their sheets."""
        self._removed.add(index)
        self._sheets[index].removed = True

    def define(self, index: int, name: str, text: str) -> None:
        """Set a name of a sheet's own scope; an empty text defines nothing."""
        if text:
            self._new_names.append((index, name, text))

    def drop_names(self, index: int) -> None:
        """Take out the names that perfxl gave a sheet."""
        for node in self._names():
            found = self._document.attributes(node)
            if found.get("localSheetId") == str(index) and found.get("name") in _OWN_NAMES:
                node.removed = True

    def result(self) -> bytes:
        """Return the part's bytes with all edits applied."""
        self._renumber()
        self._fix_views()
        self._write_names()
        return self._document.result()

    def _names(self) -> list[Node]:
        names = self._root.find("definedNames")
        return names.all("definedName") if names else []

    def _position(self, index: int) -> int:
        return index - sum(removed < index for removed in self._removed)

    def _renumber(self) -> None:
        for node in self._names():
            local = self._document.attributes(node).get("localSheetId", "")
            if not local.isdecimal():
                continue
            if int(local) in self._removed:
                node.removed = True
            elif self._position(int(local)) != int(local):
                node.changed["localSheetId"] = str(self._position(int(local)))

    def _fix_views(self) -> None:
        views = self._root.find("bookViews")
        left = len(self._sheets) - len(self._removed) + self._added
        for view in views.children if views and self._removed else ():
            found = self._document.attributes(view)
            for attribute in ("activeTab", "firstSheet"):
                stated = found.get(attribute, "0")
                index = int(stated) if stated.isdecimal() else 0
                moved = min(self._position(index), left - 1)
                if moved != index:
                    view.changed[attribute] = str(moved)

    def _write_names(self) -> None:
        names = self._root.find("definedNames")
        kept = self._take_unchanged()
        new = "".join(self._name_xml(*name) for name in self._new_names if name not in kept)
        if new:
            self._append_names(names, new)
        elif names and names.children and all(node.removed for node in names.children):
            names.removed = True  # an empty list is invalid

    def _append_names(self, names: Node | None, new: str) -> None:
        prefix = self._root.prefix
        if names:
            names.appended.append(new)
            return
        after = next(node for name in _BEFORE_NAMES if (node := self._root.find(name)))
        after.followed.append(f"<{prefix}definedNames>{new}</{prefix}definedNames>")

    def _take_unchanged(self) -> set[tuple[int, str, str]]:
        """Keep a name that was dropped only to be defined the same: a second run should change nothing."""
        kept: set[tuple[int, str, str]] = set()
        for node in self._names():
            found = self._document.attributes(node)
            local = found.get("localSheetId", "")
            name = (int(local) if local.isdecimal() else -1, found.get("name", ""), self._text(node))
            if node.removed and name in self._new_names and name[0] not in self._removed:
                node.removed = False
                kept.add(name)
        return kept

    def _text(self, node: Node) -> str:
        return html.unescape(self._document.text(node))

    def _name_xml(self, index: int, name: str, text: str) -> str:
        prefix, hidden = self._root.prefix, ' hidden="1"' if name == OWNERSHIP_NAME else ""
        return (
            f'<{prefix}definedName name="{name}" localSheetId="{self._position(index)}"{hidden}>'
            f"{escaped(text)}</{prefix}definedName>"
        )
