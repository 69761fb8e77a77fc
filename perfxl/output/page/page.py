"""The page: what each workbook's result rests on, charts, and every finding beside the drawn rows of its table.

It holds its style and script and asks the network for nothing; every text of a workbook is escaped by the template
engine, and no other script than its own may run.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from perfxl import __version__
from perfxl.attachments.statement import coverage_lines, incompleteness, summary
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.numerals.rounding import half_up
from perfxl.output.bookresult import BookResult
from perfxl.output.findings import WHOLE_BOOK
from perfxl.output.page.charts import charts
from perfxl.output.page.excerpt import Drawing, Excerpt
from perfxl.output.visible import visible_xml


def html_page(results: Sequence[BookResult]) -> str:
    """Return the page of one or several workbooks; each result must hold its workbook understood, or its error."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 (late: only a page needs it)
    from markupsafe import Markup  # noqa: PLC0415

    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=_readable)
    environment.filters |= {"clip": _clip, "width": _width, "place": _place}
    script, style = _part("page.js"), _part("page.css")
    text = environment.from_string(_part("page.html")).render(
        **_view(results),
        version=__version__,
        style=Markup(style),  # noqa: S704 (perfxl's own file)
        script=Markup(script),  # noqa: S704 (as above)
        script_hash=_hash(script),
    )
    return "\n".join(line for line in text.splitlines() if line.strip())


def _part(name: str) -> str:
    return (files("perfxl.output.page") / name).read_text("utf-8").rstrip("\n")


def _hash(script: str) -> str:
    """Return by which hash the page's policy knows its script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _readable(value: Any) -> Any:  # noqa: ANN401 (whatever a template prints)
    """Return a text without what no document may hold; what the templates made themselves stays."""
    return visible_xml(value) if type(value) is str else value


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _width(share: Decimal, full: Decimal, whole: int) -> Decimal:
    return half_up(share / full * whole, 1)


def _place(place: Place) -> str:
    return str(place) or WHOLE_BOOK


def _view(results: Sequence[BookResult]) -> dict[str, Any]:
    """Return what the template shows."""
    found = [(each.book, finding) for each in results if each.done for finding in each.done.findings]
    return {
        "title": PurePath(results[0].book).name if len(results) == 1 else f"{len(results)} 个工作簿",
        "books": [_book(each) for each in results],
        "levels": _levels([finding for _, finding in found]),
        "selects": list(_selects(found, several=len(results) > 1)),
    }


def _selects(found: Sequence[tuple[str, Finding]], *, several: bool) -> Iterator[dict[str, Any]]:
    """Yield the filters, each with what there is to choose from."""
    if several:
        books = Counter(book for book, _ in found)
        yield _select("工作簿", "book", ((name, name, count) for name, count in books.items()))
    sheets = Counter(finding.place.sheet or "" for _, finding in found)
    yield _select("工作表", "sheet", ((name, name, count) for name, count in sheets.items() if name))
    codes = Counter((finding.code, finding.name) for _, finding in found)
    yield _select("检查", "code", ((code, f"{code} {name}", count) for (code, name), count in sorted(codes.items())))


def _select(label: str, key: str, options: Iterable[tuple[str, str, int]]) -> dict[str, Any]:
    return {
        "label": label,
        "key": key,
        "options": [{"value": value, "label": told, "count": count} for value, told, count in options],
    }


def _levels(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    counted = Counter(finding.severity for finding in findings)
    return [{"value": level.value, "term": level.term, "count": counted[level]} for level in Severity]


def _book(result: BookResult) -> dict[str, Any]:
    if result.done is None or result.evaluated is None:
        return {"name": result.book, "error": result.error}
    done, coverage = result.done, result.done.coverage
    drawing, path = Drawing(result.evaluated), PurePath(result.book)
    ordered = sorted(done.findings, key=lambda finding: -finding.severity.rank)
    return {
        "name": result.book,
        "title": path.name,
        "folder": "" if str(path.parent) == "." else str(path.parent),
        "error": "",
        "levels": _levels(done.findings),
        "compared": coverage.compared,
        "uncompared": sum(coverage.uncompared.values()),
        "summary": summary(done.findings, coverage),
        "lacking": list(incompleteness(coverage)),
        "rest": list(coverage_lines(coverage)),
        "tables": coverage.tables,
        "charts": list(charts(result.evaluated.derived.evaluation)),
        "findings": [(finding, drawing.excerpt(finding)) for finding in ordered],
        "clean": summary(done.findings, coverage),
        "accepted": _drawn_accepted(result, drawing),
        "lapsed": done.lapsed,
    }


def _drawn_accepted(result: BookResult, drawing: Drawing) -> list[tuple[Any, Excerpt | None]]:
    accepted = result.done.accepted if result.done else ()
    return [(each, drawing.excerpt(each.finding)) for each in accepted]
