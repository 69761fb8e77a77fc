"""The styles part: new styles are appended, those that stand there are never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from perfxl.errors import RefusedError
from perfxl.files.parts.cellformats import BUILT_IN, OTHER, color_attributes, fill_form
from perfxl.package.document import Document
from perfxl.package.markup import attributes, escaped
from perfxl.sheets.changeset import Style

_LAST_RESERVED_FORMAT = 163
_SAME_EVERYWHERE = {0, 1, 2, 3, 4, 9, 10, 11, 12, 13, 49}  # the other built-in formats follow the language of Excel
_MOST_STYLES = 64_000
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_TRUTH = {"1", "true"}
_SIDES = ("left", "right", "top", "bottom")

EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{namespace}">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)

# What index 0 means must stand before anything is appended to an empty list.
_DEFAULTS = {
    "fonts": ('<{p}font><{p}sz val="11"/><{p}name val="宋体"/></{p}font>',),
    "fills": tuple(f'<{{p}}fill><{{p}}patternFill patternType="{kind}"/></{{p}}fill>' for kind in ("none", "gray125")),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"{parent}/>',),
}


class _Section:
    """A counted list in the styles part, to which elements are appended once each."""

    def __init__(self, document: Document, name: str) -> None:
        self._name = name
        self._document = document
        self._node = document.root.find(name)
        self.items = [document.raw(child) for child in self._node.children] if self._node else []
        self._stood = len(self.items)
        made = {"p": document.root.prefix, "parent": _parent(document)}
        self.items = self.items or [item.format(**made) for item in _DEFAULTS.get(name, ())]

    def index(self, item: str) -> int:
        """Return the index of an element, appended where the same bytes do not stand there yet."""
        if item not in self.items:
            self.items.append(item)
        return self.items.index(item)

    def finish(self) -> None:
        """Note the appended elements on the document."""
        new = "".join(self.items[self._stood :])
        if not new:
            return
        if self._node is None:
            prefix, root = self._document.root.prefix, self._document.root
            element = f'<{prefix}{self._name} count="{len(self.items)}">{new}</{prefix}{self._name}>'
            earlier = [n for name in _ORDER[: _ORDER.index(self._name)] if (n := root.find(name))]
            (earlier[-1].followed if earlier else root.prepended).append(element)
            return
        self._node.appended.append(new)
        self._node.changed["count"] = str(len(self.items))


class Styles:
    """Gives style indexes to generated cells and to cells that get another number format or background."""

    def __init__(self, data: bytes, part: str) -> None:
        self._document = Document(data, part)
        self._sections = {name: _Section(self._document, name) for name in _ORDER if name != "cellStyleXfs"}
        self._prefix = self._document.root.prefix
        self._parent = _parent(self._document)
        self._codes = {code: number for number, code in BUILT_IN.items() if number in _SAME_EVERYWHERE}
        self._last_format = _LAST_RESERVED_FORMAT
        self._note_codes()
        self._known: dict[Style, int] = {}

    def index(self, style: Style) -> int:
        """Return the index of a style, appended where it is not there yet."""
        if style not in self._known:
            self._known[style] = self._sections["cellXfs"].index(self._cell_style(style))
        return self._known[style]

    def reformatted(self, index: int, number_format: str) -> int:
        """Return the index of the same style with another number format."""
        code = self._format(number_format)
        changed = _changed(self._stored(index), {"numFmtId": str(code), "applyNumberFormat": "1"})
        return self._sections["cellXfs"].index(changed)

    def fill_of(self, index: int) -> str:
        """Return the background of a style, in the form of `Sheet.fills`."""
        number = int(attributes(self._stored(index).encode()).get("fillId", "0"))
        fills = self._sections["fills"].items
        return _form(fills[number]) if number < len(fills) else ""

    def refilled(self, index: int, fill: str) -> int:
        """Return the index of the same style with another background; a style that looks so already is taken."""
        number = self._solid(fill)
        changed = _changed(self._stored(index), {"fillId": str(number), "applyFill": "1"})
        wanted = _comparable(changed)
        same = (i for i, item in enumerate(self._sections["cellXfs"].items) if _comparable(item) == wanted)
        found = next(same, None)
        return self._sections["cellXfs"].index(changed) if found is None else found

    def result(self) -> bytes:
        """Return the part's bytes; RefusedError where Excel's limit of styles would be passed."""
        if len(self._sections["cellXfs"].items) > _MOST_STYLES:
            raise RefusedError("工作簿的单元格样式已达 Excel 上限，无法再加，请先清理多余样式。")
        for section in self._sections.values():
            section.finish()
        return self._document.result()

    def _note_codes(self) -> None:
        """Note every number that is taken, even by a code which has a built-in number too."""
        formats = self._document.root.find("numFmts")
        for node in formats.children if formats else ():
            found = self._document.attributes(node)
            number = found.get("numFmtId", "")
            if number.isdecimal():
                self._codes.setdefault(found.get("formatCode", ""), int(number))
                self._last_format = max(self._last_format, int(number))

    def _format(self, code: str) -> int:
        if code not in self._codes:
            self._last_format += 1
            self._codes[code] = self._last_format
            item = f'<{self._prefix}numFmt numFmtId="{self._last_format}" formatCode="{escaped(code)}"/>'
            self._sections["numFmts"].index(item)
        return self._codes[code]

    def _stored(self, index: int) -> str:
        styles = self._sections["cellXfs"].items
        return styles[index] if index < len(styles) else styles[0]

    def _solid(self, fill: str) -> int:
        forms = [_form(item) for item in self._sections["fills"].items]
        if fill in forms:
            return forms.index(fill)
        p, color = self._prefix, color_attributes(fill)
        solid = f'"solid"><{p}fgColor {color}/><{p}bgColor indexed="64"/></{p}patternFill>'
        pattern = '"none"/>' if not fill else solid
        return self._sections["fills"].index(f"<{p}fill><{p}patternFill patternType={pattern}</{p}fill>")

    def _cell_style(self, style: Style) -> str:
        p = self._prefix
        wrap = ' wrapText="1"' if style.wrap else ""
        return (
            f'<{p}xf numFmtId="{self._format(style.number_format)}" fontId="{self._font(style)}" '
            f'fillId="{self._fill(style)}" borderId="{self._border(style)}"{self._parent} applyNumberFormat="1" '
            f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<{p}alignment horizontal="{style.horizontal}" vertical="{style.vertical}"{wrap}/></{p}xf>'
        )

    def _font(self, style: Style) -> int:
        p = self._prefix
        bold = f"<{p}b/>" if style.bold else ""
        underline = f"<{p}u/>" if style.underline else ""
        color = f'<{p}color rgb="FF{style.color.upper()}"/>' if style.color else ""
        return self._sections["fonts"].index(
            f'<{p}font>{bold}{underline}<{p}sz val="{style.size:g}"/>{color}'
            f'<{p}name val="{escaped(style.font)}"/><{p}charset val="134"/></{p}font>'
        )

    def _fill(self, style: Style) -> int:
        return self._solid(style.fill.upper()) if style.fill else 0

    def _border(self, style: Style) -> int:
        p = self._prefix
        thin = f' style="thin"><{p}color auto="1"/></{p}'
        sides = "".join(f"<{p}{side}{thin}{side}>" if style.border else f"<{p}{side}/>" for side in _SIDES)
        return self._sections["borders"].index(f"<{p}border>{sides}<{p}diagonal/></{p}border>")


def _parent(document: Document) -> str:
    """Return the attribute by which a style names the first named style, none where a workbook has no such."""
    named = document.root.find("cellStyleXfs")
    return ' xfId="0"' if named and named.children else ""


def _changed(style: str, values: Mapping[str, str]) -> str:
    """Return a style's element with some attributes set."""
    opening, rest = re.match(r"(<[^>]*?)(/?>.*)\Z", style, re.DOTALL).groups()  # type: ignore[union-attr]
    for name, value in values.items():
        opening = re.sub(rf"""\s{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", opening).rstrip() + f' {name}="{value}"'
    return f"{opening}{rest}"


def _comparable(style: str) -> tuple[frozenset[tuple[str, str]], str]:
    """Return what two styles must share to look the same: that a fill applies is said, or goes without saying."""
    opening, rest = re.match(r"(<[^>]*?)\s*(/?>.*)\Z", style, re.DOTALL).groups()  # type: ignore[union-attr]
    found = attributes(f"{opening}>".encode())
    if found.get("applyFill", "1") in _TRUTH or found.get("fillId", "0") == "0":
        found.pop("applyFill", None)
    return frozenset(found.items()), rest


def _form(item: str) -> str:
    """Return the background that a fill's element gives, in the form of `Sheet.fills`."""
    pattern, color = (re.search(rf"<[^<>]*\b{name}\b[^<>]*>", item) for name in ("patternFill", "fgColor"))
    if pattern is None:
        return OTHER if "gradientFill" in item else ""
    found = attributes(pattern[0].encode()).get("patternType", "none")
    return fill_form(found, attributes(color[0].encode()) if color else None)
