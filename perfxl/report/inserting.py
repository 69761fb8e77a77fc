"""Putting what a template printed in place of its tokens (填入): runs, content controls, gaps, charts.

A figure stands in a content control (w:sdt) whose tag is its field's name, so that a second run finds it again.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from perfxl.drafting.charts import Chart
from perfxl.drafting.field import Field
from perfxl.errors import InputError
from perfxl.report.rendering import TOKEN, Printed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TAG = "perfxl:"
_LONGEST_TAG = 64  # characters, by Word
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEHIND_HIGHLIGHT = ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang")


def w(name: str) -> str:
    """Return the qualified name of an element or attribute of Word."""
    return f"{{{W}}}{name}"


def tag_of(name: str) -> str:
    """Return the tag of a field's content control: its name, cut and told apart by a hash where it is too long."""
    if len(TAG) + len(name) <= _LONGEST_TAG:
        return TAG + name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{TAG}{name[: _LONGEST_TAG - len(TAG) - 9]}~{digest}"


@dataclass
class Inserter:
    """Replaces the tokens of one document.

    drawing  makes the drawing of a chart
    bound    what was printed into each content control, by its tag
    texts    what stands in no control, by the tag that its gap would have
    gaps     the names of the fields that were missing, in their order
    """

    printed: Printed
    drawing: Callable[[Chart], etree._Element]
    bound: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)
    _controls: int = 0

    def fill(self, root: etree._Element) -> None:
        """Replace all tokens below an element of a part; InputError where one stands outside of text."""
        for paragraph in list(root.iter(w("p"))):
            self._several(paragraph)
        for text in list(root.iter(w("t"))):
            if TOKEN.search(text.text or ""):
                self._run(text)
        if any(TOKEN.search(words or "") for element in root.iter() for words in (element.text, element.tail)):
            raise InputError("模板里有字段写在了文字以外的地方（如 {{p 字段}}），没有写出，请改成 {{ 字段 }}。")

    def plain(self, text: str) -> str:
        """Return a text with its tokens replaced by what they print."""
        return TOKEN.sub(lambda found: self.plain(str(self.printed.values[int(found[1])])), text)

    def _several(self, paragraph: etree._Element) -> None:
        """Give every line of a text that fills a paragraph alone a paragraph of its own."""
        words = "".join(text.text or "" for text in paragraph.iter(w("t"))).strip()
        found = TOKEN.fullmatch(words)
        value = self.printed.values[int(found[1])] if found else None
        lines = [line for line in str(value).splitlines() if line.strip()] if isinstance(value, Field) else []
        if not isinstance(value, Field) or len(lines) < 2:
            return
        self.texts[tag_of(value.name)] = str(value)
        for line in lines[:-1]:
            again = copy.deepcopy(paragraph)
            _set(again, self.printed.token(line.strip()))
            paragraph.addprevious(again)
        _set(paragraph, self.printed.token(lines[-1].strip()))

    def _run(self, text: etree._Element) -> None:
        run = text.getparent()
        parent = None if run is None else run.getparent()
        if run is None or parent is None or run.tag != w("r"):
            return
        for element in self._parts(run):
            run.addprevious(element)
        parent.remove(run)

    def _parts(self, run: etree._Element) -> Iterator[etree._Element]:
        """Yield what stands for a run: runs, content controls, drawings."""
        properties = run.find(w("rPr"))
        for child in run:
            if child.tag == w("t"):
                yield from self._pieces(child.text or "", properties)
            elif child.tag != w("rPr"):
                yield _run(properties, copy.deepcopy(child))

    def _pieces(self, text: str, properties: etree._Element | None) -> Iterator[etree._Element]:
        end = 0
        for found in TOKEN.finditer(text):
            if found.start() > end:
                yield _text(text[end : found.start()], properties)
            yield from self._value(self.printed.values[int(found[1])], properties)
            end = found.end()
        if end < len(text):
            yield _text(text[end:], properties)

    def _value(self, value: object, properties: etree._Element | None) -> Iterator[etree._Element]:
        if isinstance(value, Chart):
            yield _run(properties, self.drawing(value))
        elif isinstance(value, Field):
            yield from self._field(value, properties)
        elif TOKEN.search(told := str(value)):
            yield from self._pieces(told, properties)
        elif told:
            yield _text(told, properties)

    def _field(self, value: Field, properties: etree._Element | None) -> Iterator[etree._Element]:
        told = str(value)
        if not told:
            return
        missing = value.missing
        if missing:
            self.gaps.append(value.name)
        run = _text(told, _highlighted(properties) if missing else properties)
        if not value.bound:
            self.texts |= {tag_of(value.name): told} if value.name else {}
            yield run
            return
        tag = tag_of(value.name)
        self.bound[tag] = told
        self._controls += 1
        yield _control(run, tag, value.name, self._controls)


def _control(run: etree._Element, tag: str, name: str, number: int) -> etree._Element:
    control = etree.Element(w("sdt"))
    properties = etree.SubElement(control, w("sdtPr"))
    for element, value in (("alias", name[:_LONGEST_TAG]), ("tag", tag), ("id", str(1_000_000 + number))):
        etree.SubElement(properties, w(element)).set(w("val"), value)
    etree.SubElement(control, w("sdtContent")).append(run)
    return control


def _text(words: str, properties: etree._Element | None) -> etree._Element:
    """Return a run of words; line breaks and tabs in them are Word's."""
    run = _run(properties)
    for place, line in enumerate(words.splitlines() or [""]):
        if place:
            etree.SubElement(run, w("br"))
        text = etree.SubElement(run, w("t"))
        text.text = _UNPRINTABLE.sub("", line.replace("\t", " "))
        text.set(_SPACE, "preserve")
    return run


def _run(properties: etree._Element | None, *children: etree._Element) -> etree._Element:
    run = etree.Element(w("r"), nsmap={"w": W})
    if properties is not None:
        run.append(copy.deepcopy(properties))
    run.extend(children)
    return run


def _highlighted(properties: etree._Element | None) -> etree._Element:
    """Return the properties of a run with a yellow background, which stands before 下划线 and what follows it."""
    marked = etree.Element(w("rPr")) if properties is None else copy.deepcopy(properties)
    for old in marked.findall(w("highlight")):
        marked.remove(old)
    mark = etree.Element(w("highlight"))
    mark.set(w("val"), "yellow")
    behind = next((child for child in marked if etree.QName(child).localname in _BEHIND_HIGHLIGHT), None)
    if behind is None:
        marked.append(mark)
    else:
        behind.addprevious(mark)
    return marked


def _set(paragraph: etree._Element, token: str) -> None:
    """Put a token in place of all words of a paragraph."""
    texts = list(paragraph.iter(w("t")))
    for text in texts:
        text.text = ""
    texts[0].text = token
