"""Writing a report (写报告): a template filled, its figures bound, its charts drawn, as a package of its own."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

from perfxl.drafting.charts import Chart
from perfxl.errors import InputError
from perfxl.package.archive import Archive, open_archive
from perfxl.package.container import Writer
from perfxl.package.manifest import RelationsEditor, TypesEditor
from perfxl.package.relationships import CONTENT_TYPES
from perfxl.package.save import save
from perfxl.package.xml import parse
from perfxl.report import charts
from perfxl.report.inserting import Inserter
from perfxl.report.opening import open_document
from perfxl.report.rendering import Printed, rendered

KINDS = {
    "department": "部门整体支出绩效自评报告",
    "project": "项目支出绩效评价报告",
    "accounts": "决算中的预算绩效情况说明",
}
_MAIN = "word/document.xml"
_CORE = "docProps/core.xml"
_TEXTS = ("word/header", "word/footer", "word/footnotes", "word/endnotes")


@dataclass(frozen=True)
class Written:
    """A report.

    data   the package
    bound  what stands in each content control, by its tag
    texts  what stands in none, by the tag that its gap would have
    gaps   the names of what a person has to fill in, in their order
    charts the charts, by name
    """

    data: bytes
    bound: Mapping[str, str]
    texts: Mapping[str, str]
    gaps: tuple[str, ...]
    charts: Mapping[str, Chart]


def shipped(kind: str) -> bytes:
    """Return the template of a kind of report."""
    return (files("perfxl.report.templates") / f"{kind}.docx").read_bytes()


def report(template: bytes | Path, fields: Mapping[str, Any], name: str = "模板") -> Written:
    """Return the report that a template gives; InputError where it is no template or names an unknown field."""
    with _archive(template, name) as archive:
        data, printed = rendered(archive, fields)
    return _finished(data, printed)


@contextmanager
def _archive(template: bytes | Path, name: str) -> Iterator[Archive]:
    """Open a template through the guard of packages."""
    if isinstance(template, Path):
        yield open_document(template).archive
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.docx"
        path.write_bytes(template)
        yield open_archive(path, ".docx")


@dataclass
class _Drawn:
    """The charts of a document, as they are drawn."""

    document: RelationsEditor
    types: TypesEditor
    archive: Archive
    charts: dict[str, Chart] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)

    def draw(self, chart: Chart) -> etree._Element:
        """Add the parts of a chart and return its drawing."""
        number = len(self.charts) + 1
        self.charts[chart.name] = chart
        (part, kind, _), (book, book_kind, content) = charts.parts(chart, number, "")
        inner = RelationsEditor(self.archive, part)
        relation = inner.add(charts.BOOK_RELATION, book)
        self.parts |= {part: charts.chart_part(chart, relation), book: content, inner.name: inner.result()}
        self.types.add(part, kind)
        self.types.add(book, book_kind)
        return charts.drawing(chart, self.document.add(charts.CHART_RELATION, part), number)


def _finished(data: bytes, printed: Printed) -> Written:
    archive = Archive(Path("报告.docx"), data, own=True)
    drawn = _Drawn(RelationsEditor(archive, _MAIN), TypesEditor(archive), archive)
    inserter = Inserter(printed, drawn.draw)
    parts = {name: _filled(archive.read(name), name, inserter) for name in _text_parts(archive)}
    parts[_CORE] = inserter.plain(archive.read(_CORE).decode()).encode()
    parts |= drawn.parts
    parts |= {drawn.document.name: drawn.document.result(), drawn.types.name: drawn.types.result()}
    return Written(
        _packed(archive, parts), inserter.bound, inserter.texts, tuple(dict.fromkeys(inserter.gaps)), drawn.charts
    )


def _text_parts(archive: Archive) -> list[str]:
    """Return the parts that hold text, the document first."""
    others = sorted(entry.filename for entry in archive.entries if entry.filename.startswith(_TEXTS))
    return [_MAIN, *(name for name in others if name.endswith(".xml"))]


def _filled(content: bytes, name: str, inserter: Inserter) -> bytes:
    root = parse(content, name)
    inserter.fill(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _packed(archive: Archive, parts: Mapping[str, bytes]) -> bytes:
    """Return a package without dates; the content types come first."""
    buffer = io.BytesIO()
    writer = Writer(buffer)
    pending = dict(parts)
    names = [entry.filename for entry in archive.entries]
    for name in sorted(names, key=lambda name: name != CONTENT_TYPES):
        writer.put(name, pending.pop(name) if name in pending else archive.read(name))
    for name, content in pending.items():
        writer.put(name, content)
    writer.finish()
    return buffer.getvalue()


def write(data: bytes, target: Path) -> None:
    """Write a report, whole or not at all; RefusedError where it cannot be written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(data)
        save(open_archive(path, ".docx"), target, {})


def template_of(kind: str) -> bytes:
    """Return the template of a kind of report; InputError for an unknown kind."""
    if kind not in KINDS:
        raise InputError(f"没有“{kind}”这种报告，可选：{'、'.join(KINDS)}。")
    return shipped(kind)
