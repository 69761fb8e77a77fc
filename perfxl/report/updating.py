"""Updating a report that people have edited since (更新报告): the figures in its content controls, and nothing else.

A figure is found by the tag of its control, wherever it was moved; what stands in no control stays to the byte. Words
that people wrote are never replaced, nor is a figure replaced by a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from perfxl.drafting.field import GAP
from perfxl.package.markup import Edit, escaped, splice
from perfxl.package.relationships import relations
from perfxl.package.xml import parse, utf8
from perfxl.report.annotating import check_signature
from perfxl.report.charts import MARK, R, chart_book, with_values
from perfxl.report.inserting import TAG
from perfxl.report.opening import WordDocument
from perfxl.report.wordbytes import SPACES, Spots, TextSpot, spots
from perfxl.report.writing import Written

_TEXTS = re.compile(r"word/(?:header|footer|footnotes|endnotes)[^/]*\.xml", re.IGNORECASE)
_HIGHLIGHT = re.compile(rb"<(?:[^\s/>:]+:)?highlight\b[^>]*/>")
_BREAK = '</{0}t><{0}br/><{0}t xml:space="preserve">'


@dataclass
class Updated:
    """What an update changes.

    parts    new bytes by the names of parts
    changes  (name of the field, what stood there, what stands now)
    lost     fields that the workbook has no more, or no more so: left as they are
    controls how many content controls of ours the report has: a report of somebody else's has none
    """

    parts: dict[str, bytes] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    charts: int = 0
    controls: int = 0


@dataclass(frozen=True)
class _Control:
    """A content control of ours: its tag, and the numbers of the text elements in it."""

    tag: str
    texts: tuple[int, ...]
    said: str


def updated(document: WordDocument, fresh: Written) -> Updated:
    """Return what changes in a report so that it says what a fresh one says; RefusedError where it is signed."""
    check_signature(document)
    done = Updated()
    archive = document.archive
    for entry in archive.entries:
        if entry.filename == document.main or _TEXTS.fullmatch(entry.filename):
            _update_part(entry.filename, utf8(archive.read(entry.filename), entry.filename), fresh, done)
    _update_charts(document, fresh, done)
    return done


def _update_part(name: str, data: bytes, fresh: Written, done: Updated) -> None:
    controls = list(_controls(parse(data, name)))
    found = spots(data) if controls else Spots()
    edits: list[Edit] = []
    done.controls += len(controls)
    for control in controls:
        text = _wanted(control, fresh)
        if text is None:
            done.lost.append(control.tag.removeprefix(TAG))
        elif text != control.said and (changed := list(_edits(control, text, found, data))):
            edits += changed
            done.changes.append((control.tag.removeprefix(TAG), control.said, text))
    if edits:
        done.parts[name] = splice(data, edits)


def _controls(root: etree._Element) -> Iterator[_Control]:
    """Yield our controls; one around another is passed over, for what it holds is not its own."""
    texts = {one: number for number, one in enumerate(_all(root, "t"))}
    for control in _all(root, "sdt"):
        own = [one for one in _all(control, "t") if one in texts]
        if own and (tag := _tag(control)).startswith(TAG) and control.find(".//{*}sdt") is None:
            yield _Control(tag, tuple(map(texts.__getitem__, own)), "".join(one.text or "" for one in own))


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return element.iter(*(f"{{{space}}}{name}" for space in SPACES))


def _tag(control: etree._Element) -> str:
    return next((str(value) for one in control.iterfind("{*}sdtPr/{*}tag") for value in one.attrib.values()), "")


def _wanted(control: _Control, fresh: Written) -> str | None:
    """Return what a control should say; None where the workbook has nothing for it any more."""
    if control.tag in fresh.texts:
        return fresh.texts[control.tag] if control.said.startswith(GAP) else control.said
    text = fresh.bound.get(control.tag)
    if text is None:
        return None
    if text.startswith(GAP):
        return control.said if control.said.startswith(GAP) or control.tag.startswith(f"{TAG}文字.") else None
    return text


def _edits(control: _Control, text: str, found: Spots, data: bytes) -> Iterator[Edit]:
    """Yield the edits that put a text into the first text element of a control and nothing into the others."""
    own = [found.texts[number] for number in control.texts if number < len(found.texts)]
    spots_ = [spot for spot in own if spot is not None]
    if len(spots_) != len(own) or not own:
        return
    broken = _BREAK.format(found.prefix).join(map(escaped, text.splitlines() or [""]))
    yield Edit(*spots_[0].content, broken.encode())
    for spot in spots_[1:]:
        yield Edit(*spot.content, b"")
    if control.said.startswith(GAP):
        yield from _unmarked(spots_[0], data)


def _unmarked(spot: TextSpot, data: bytes) -> Iterator[Edit]:
    """Yield what takes the background of a gap away."""
    mark = _HIGHLIGHT.search(data, spot.run[0], spot.content[0])
    if mark:
        yield Edit(mark.start(), mark.end(), b"")


def _update_charts(document: WordDocument, fresh: Written, done: Updated) -> None:
    archive = document.archive
    root = parse(archive.read(document.main), document.main)
    targets = {relation.id: relation.target for relation in relations(archive, document.main)}
    for name, identifier in _drawn(root):
        chart, part = fresh.charts.get(name), archive.find(targets.get(identifier, ""))
        if chart is None or part is None:
            continue
        old = archive.read(part)
        new = with_values(old, chart)
        if new != old:
            done.parts[part] = new
            done.charts += 1
            books = (relation.target for relation in relations(archive, part) if relation.kind == "package")
            done.parts.update({book: chart_book(chart) for book in books if archive.find(book)})


def _drawn(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the names of our charts in a document, each with the id of its relationship."""
    for inline in root.iter("{*}inline", "{*}anchor"):
        described = inline.find("{*}docPr")
        chart = inline.find(".//{*}chart")
        told = "" if described is None else described.get("descr", "")
        if told.startswith(MARK) and chart is not None:
            yield told.removeprefix(MARK), chart.get(f"{{{R}}}id", "")
