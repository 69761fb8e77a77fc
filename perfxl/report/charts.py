"""Charts of a report as parts of a Word document (图表): DrawingML with the numbers in a workbook that Word can edit.

Part numbers of the standard: ISO/IEC 29500-1, 21.2 (charts) and 20.4 (drawings in a document).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from lxml import etree

from perfxl.drafting.charts import Chart, Series
from perfxl.package.markup import escaped
from perfxl.package.xml import parse

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHART_RELATION = f"{R}/chart"
BOOK_RELATION = f"{R}/package"
MARK = "perfxl:图."  # begins the description of our charts, by which a second run finds them
_EMU = 36_000  # a millimetre
_SIZE = (150, 80)  # millimetres
_COLOURS = ("4472C4", "ED7D31", "70AD47")
_SHEET = "Sheet1"
_CATEGORIES, _VALUES = "111", "112"
_GRID = (
    '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
    "</c:majorGridlines>"
)
_WORDS = (
    '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:latin typeface="Times New Roman"/>'
    '<a:ea typeface="宋体"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def drawing(chart: Chart, relation: str, number: int) -> etree._Element:
    """Return the inline drawing of a chart that a relationship leads to."""
    width, height = (size * _EMU for size in _SIZE)
    told = (
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="{WP}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{9000 + number}" name="{escaped(chart.title)}" descr="{escaped(MARK + chart.name)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{A}"><a:graphicData uri="{C}">'
        f'<c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    return etree.fromstring(told)


def chart_part(chart: Chart, relation: str) -> bytes:
    """Return the part of a chart; `relation` leads to the workbook with its numbers."""
    bars = "".join(_series(chart, place) for place, one in enumerate(chart.series) if not one.line)
    lines = "".join(_series(chart, place) for place, one in enumerate(chart.series) if one.line)
    axes = _tag("axId", _CATEGORIES) + _tag("axId", _VALUES)
    plots = _around("barChart", _tag("barDir", "col"), _tag("grouping", "clustered"), _tag("varyColors", "0"), bars,
                    _tag("gapWidth", "80"), axes)  # fmt: skip
    if lines:
        plots += _around("lineChart", _tag("grouping", "standard"), _tag("varyColors", "0"), lines, _tag("marker", "1"),
                         axes)  # fmt: skip
    plot = _around("plotArea", "<c:layout/>", plots, _category_axis(), _value_axis())
    legend = _around("legend", _tag("legendPos", "b"), _tag("overlay", "0"))
    whole = _around("chart", _tag("autoTitleDeleted", "1"), plot, legend, _tag("plotVisOnly", "1"),
                    _tag("dispBlanksAs", "gap"))  # fmt: skip
    told = (
        f'{_HEAD}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}">{_tag("roundedCorners", "0")}{whole}{_WORDS}'
        f'<c:externalData r:id="{relation}">{_tag("autoUpdate", "0")}</c:externalData></c:chartSpace>'
    )
    return told.encode()


def chart_book(chart: Chart) -> bytes:
    """Return the workbook with the numbers of a chart; the same chart gives the same bytes."""
    from xlsxwriter import Workbook  # noqa: PLC0415 (only a report with charts waits for it)

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet(_SHEET)
        sheet.write_column(1, 0, chart.categories)
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, series.name)
            sheet.write_column(1, column, [float(value) for value in series.values])
    return buffer.getvalue()


def with_values(part: bytes, chart: Chart) -> bytes:
    """Return a chart's part with the values of `chart`, its looks as they are; itself where nothing differs.

    Nor is anything changed in a chart whose series are others.
    """
    root = parse(part, chart.name)
    found = {_index(element): element for element in root.iter(f"{{{C}}}ser")}
    points = [_points(found.get(place)) for place in range(len(chart.series))]
    values = [[f"{value:f}" for value in series.values] for series in chart.series]
    standing = [[point.text for point in own] for own in points]
    if standing == values or list(map(len, standing)) != list(map(len, values)):
        return part
    for point, value in zip(chain(*points), chain(*values), strict=True):
        point.text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _points(series: etree._Element | None) -> list[etree._Element]:
    return [] if series is None else list(series.iterfind(f"{{{C}}}val//{{{C}}}pt/{{{C}}}v"))


def _index(series: etree._Element) -> int:
    found = series.find(f"{{{C}}}idx")
    return int(found.get("val", "-1")) if found is not None else -1


def _series(chart: Chart, place: int) -> str:
    series = chart.series[place]
    last, letter = len(chart.categories) + 1, "BCDEFG"[place]
    fill = f'<a:solidFill><a:srgbClr val="{_COLOURS[place % len(_COLOURS)]}"/></a:solidFill>'
    look = f'<a:ln w="28575">{fill}</a:ln>' if series.line else fill
    behind = _around("marker", _tag("symbol", "circle")) if series.line else _tag("invertIfNegative", "0") + _LABELS
    return _around(
        "ser",
        _tag("idx", str(place)),
        _tag("order", str(place)),
        _around("tx", _texts(f"{_SHEET}!${letter}$1", (series.name,))),
        _around("spPr", look),
        behind,
        _around("cat", _texts(f"{_SHEET}!$A$2:$A${last}", chart.categories)),
        _around("val", _numbers(f"{_SHEET}!${letter}$2:${letter}${last}", series, chart.number_format)),
        _tag("smooth", "0") if series.line else "",
    )


def _texts(formula: str, words: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{escaped(word)}</c:v></c:pt>' for place, word in enumerate(words))
    cache = _around("strCache", _tag("ptCount", str(len(words))), points)
    return _around("strRef", _around("f", formula), cache)


def _numbers(formula: str, series: Series, number_format: str) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{value:f}</c:v></c:pt>' for place, value in enumerate(series.values))
    cache = _around("numCache", _around("formatCode", escaped(number_format)),
                    _tag("ptCount", str(len(series.values))), points)  # fmt: skip
    return _around("numRef", _around("f", formula), cache)


def _category_axis() -> str:
    behind = (_tag("auto", "1"), _tag("lblAlgn", "ctr"), _tag("lblOffset", "100"))
    return _around("catAx", _tag("axId", _CATEGORIES), _around("scaling", _tag("orientation", "minMax")),
                   _tag("delete", "0"), _tag("axPos", "b"), *_ticks("General", _VALUES), *behind)  # fmt: skip


def _value_axis() -> str:
    scale = _around("scaling", _tag("orientation", "minMax"), _tag("min", "0"))
    return _around("valAx", _tag("axId", _VALUES), scale, _tag("delete", "0"), _tag("axPos", "l"), _GRID,
                   *_ticks("0", _CATEGORIES), _tag("crossBetween", "between"))  # fmt: skip


def _ticks(number_format: str, other: str) -> tuple[str, ...]:
    return (
        f'<c:numFmt formatCode="{number_format}" sourceLinked="0"/>', _tag("majorTickMark", "out"),
        _tag("minorTickMark", "none"), _tag("tickLblPos", "nextTo"), _tag("crossAx", other),
        _tag("crosses", "autoZero"),
    )  # fmt: skip


def _tag(name: str, value: str) -> str:
    return f'<c:{name} val="{value}"/>'


def _around(name: str, *inside: str) -> str:
    return f"<c:{name}>{''.join(inside)}</c:{name}>"


_LABELS = _around("dLbls", *(_tag(name, str(int(name == "showVal"))) for name in (
    "showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")))  # fmt: skip


def parts(chart: Chart, number: int, relation: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield the parts of the chart of that number: name, content type, bytes."""
    yield f"word/charts/chart{number}.xml", CHART_TYPE, chart_part(chart, relation)
    yield f"word/embeddings/chart{number}.xlsx", BOOK_TYPE, chart_book(chart)
