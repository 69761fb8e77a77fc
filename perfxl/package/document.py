"""A small part (workbook, styles, relationships) as a tree over its own bytes, edited by splicing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from perfxl.package.markup import Edit, attributes, splice, tags, with_attribute
from perfxl.package.xml import parse, utf8


@dataclass(slots=True, eq=False)
class Node:
    """One element: where its bytes stand, its children, and the edits asked of it."""

    qualified: str
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    empty: bool = False
    children: list[Node] = field(default_factory=list)
    appended: list[str] = field(default_factory=list)
    prepended: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    changed: dict[str, str | None] = field(default_factory=dict)
    removed: bool = False

    @property
    def name(self) -> str:
        """The local name."""
        return self.qualified.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The namespace prefix with its colon, "" where there is none."""
        return self.qualified[: -len(self.name)]

    def find(self, name: str) -> Node | None:
        """Return the first child of that local name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> list[Node]:
        """Return the children of that local name."""
        return [child for child in self.children if child.name == name]


class Document:
    """A part's bytes and their elements; edits are noted on the nodes and applied by `result`."""

    def __init__(self, data: bytes, part: str) -> None:
        parse(data, part)
        self.data = utf8(data, part)
        self.root = _tree(self.data)

    def attributes(self, node: Node) -> dict[str, str]:
        """Return a node's attributes as they stand in the bytes, by qualified name."""
        return attributes(self.data[node.start : node.opened])

    def raw(self, node: Node) -> str:
        """Return a node's own bytes as text."""
        return self.data[node.start : node.end].decode()

    def text(self, node: Node) -> str:
        """Return what stands between a node's tags, still escaped."""
        return self.data[node.opened : node.closing].decode()

    def prefix_of(self, namespaces: tuple[str, ...]) -> str | None:
        """Return the prefix (with colon) that the root binds to one of the namespaces, None where none is."""
        for name, value in self.attributes(self.root).items():
            if value in namespaces and name.startswith("xmlns:"):
                return name.removeprefix("xmlns:") + ":"
        return None

    def result(self) -> bytes:
        """Return the bytes with all edits applied."""
        return splice(self.data, self._edits(self.root))

    def _edits(self, node: Node) -> Iterator[Edit]:
        inside = "".join((*node.prepended, *node.appended))
        if node.removed:
            yield Edit(node.start, node.end, b"")
        elif node.empty and inside:
            expanded = self._tag(node)[:-2].rstrip() + f">{inside}</{node.qualified}>".encode()
            yield Edit(node.start, node.end, expanded)
        else:
            yield from self._inner_edits(node)
        if node.followed:
            yield Edit(node.end, node.end, "".join(node.followed).encode())

    def _inner_edits(self, node: Node) -> Iterator[Edit]:
        if node.changed:
            yield Edit(node.start, node.opened, self._tag(node))
        if node.prepended:
            yield Edit(node.opened, node.opened, "".join(node.prepended).encode())
        for child in node.children:
            yield from self._edits(child)
        if node.appended:
            yield Edit(node.closing, node.closing, "".join(node.appended).encode())

    def _tag(self, node: Node) -> bytes:
        tag = self.data[node.start : node.opened]
        for name, value in node.changed.items():
            tag = with_attribute(tag, name, value)
        return tag


def _tree(data: bytes) -> Node:
    top = Node("", 0, 0)
    open_nodes = [top]
    for tag in tags(data):
        if tag.closes:
            node = open_nodes.pop()
            node.closing, node.end = tag.start, tag.end
            continue
        node = Node(tag.name.decode(), tag.start, tag.end, tag.end, tag.end, tag.empty)
        open_nodes[-1].children.append(node)
        if not tag.empty:
            open_nodes.append(node)
    return top.children[0]
