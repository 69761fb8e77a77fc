"""Parsing parts: no document type, no entities, no network, no giant trees."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

from lxml import etree

from perfxl.errors import InputError
from perfxl.package.limits import limits

_DECLARED = re.compile(rb"""\A<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DOCTYPE = re.compile(rb"\A\s*(?>(?><\?.*?\?>|<!--.*?-->)\s*)*+<!DOCTYPE", re.DOTALL)


def utf8(data: bytes, part: str) -> bytes:
    """Return a part's bytes in UTF-8, unchanged (but for a byte order mark) if they are; InputError else."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode("utf-16")
        else:
            data = data.removeprefix(codecs.BOM_UTF8)
            declared = _DECLARED.match(data)
            if not declared or declared[1].lower() in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
                return data
            text = data.decode(declared[1].decode())
    except (UnicodeError, LookupError) as error:
        raise _unreadable(part) from error
    return re.sub(r"""(\A<\?xml[^>]*?\sencoding\s*=\s*["'])[^"']+""", r"\1UTF-8", text, count=1).encode()


def parse(data: bytes, part: str) -> etree._Element:
    """Return a part's root; InputError where it is malformed or declares a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_checked(data, part), parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable(part) from error
    _check_depth(root, part)
    return root


def stream(data: bytes, part: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield the named elements as they end, emptying each afterwards; InputError as for `parse`."""
    source = io.BytesIO(_checked(data, part))
    events = etree.iterparse(
        source, ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, element in events:
            yield element
            element.clear(keep_tail=False)
            parent = element.getparent()
            if parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise _unreadable(part) from error
    if events.root is not None:
        _check_depth(events.root, part)


def without_blanks(data: bytes, part: str, texts: str) -> bytes:
    """Return a part without the blanks between elements, those inside of elements of the namespace `texts` kept."""
    root = parse(data, part)
    for element in root.iter("*"):
        if not str(element.tag).startswith(texts):
            for child in element:
                child.tail = child.tail if (child.tail or "").strip() else None
            element.text = element.text if (element.text or "").strip() else None
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _check_depth(root: etree._Element, part: str) -> None:
    """Refuse what is nested too deep; libxml2 itself goes no deeper than 256."""
    if root.xpath(f"boolean({'/*' * (limits().depth + 1)})"):
        raise InputError(f"部件 {part} 的内容层层嵌套过深，可能是恶意文件，未打开，请用 Excel 或 WPS 另存一份再试。")


def _checked(data: bytes, part: str) -> bytes:
    data = utf8(data, part)
    if _DOCTYPE.match(data):
        raise InputError(f"部件 {part} 含有文档类型声明，可能是恶意文件，未打开，请用 Excel 或 WPS 另存一份再试。")
    return data


def _unreadable(part: str) -> InputError:
    return InputError(f"部件 {part} 的内容已损坏，请用 Excel 或 WPS 修复后另存再试。")
