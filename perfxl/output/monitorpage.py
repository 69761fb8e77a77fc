"""One self-contained page for a department head: each project against the schedule, its light, where it will end."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from perfxl.jobs.monitor import Monitored
from perfxl.monitoring.assessing import Assessment
from perfxl.monitoring.pace import MONTHS
from perfxl.numerals.display import percent
from perfxl.output.monitoring import HEADINGS, METHOD, deadline, headline, row

_COLOURS = {"绿": "#2e7d32", "黄": "#f9a825", "红": "#c62828", "蓝": "#1565c0"}
_GREY = "#9e9e9e"
_LEFT, _RIGHT, _BAR, _STEP, _WIDTH = 190, 90, 16, 34, 960
_SPAN = _WIDTH - _LEFT - _RIGHT
_LONGEST_NAME = 13
_STYLE = """
body{font:15px/1.7 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:#212121;max-width:1000px;
margin:32px auto;padding:0 20px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:17px;margin:28px 0 8px;border-bottom:1px solid #ddd}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid #e0e0e0;padding:5px 8px;text-align:left;vertical-align:top}
th{background:#f5f5f5;font-weight:600}td.n,th.n{text-align:right;white-space:nowrap}
.light{display:inline-block;min-width:1.6em;text-align:center;border-radius:3px;color:#fff;padding:0 5px}
.note{color:#616161;font-size:13px}svg{width:100%;height:auto}
@media print{@page{size:A4 landscape;margin:14mm}body{margin:0;max-width:none}tr,svg g{break-inside:avoid}}
"""


def monitoring_page(done: Monitored) -> str:
    """Return the page as HTML, without anything from the network."""
    title = f"绩效运行监控（截至{done.month}月）"
    return "\n".join((
        "<!doctype html>", '<html lang="zh-CN"><head><meta charset="utf-8">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1><p>{escape(headline(done))}</p>",
        "<h2>各项目进度</h2>", *_chart(done), "<h2>明细</h2>", *_table(done),
        "<h2>需要说明的事项</h2>", *_alerts(done), "<h2>说明</h2>", *_notes(done), "</body></html>",
    ))  # fmt: skip


def _chart(done: Monitored) -> Iterator[str]:
    height = _STEP * len(done.assessments) + 58
    time = _x(Decimal(done.month) / MONTHS)
    yield f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="各项目执行率与序时进度" font-size="13">'
    for tenth in range(0, 11, 2):
        x = _x(Decimal(tenth) / 10)
        yield f'<line x1="{x}" y1="24" x2="{x}" y2="{height - 30}" stroke="#eee"/>'
        yield f'<text x="{x}" y="{height - 12}" text-anchor="middle" fill="#757575">{tenth * 10}%</text>'
    for number, found in enumerate(done.assessments):
        yield from _bar(found, 30 + number * _STEP)
    share = percent(Decimal(done.month) / MONTHS)
    yield f'<line x1="{time}" y1="20" x2="{time}" y2="{height - 30}" stroke="#424242" stroke-dasharray="4 3"/>'
    yield f'<text x="{time}" y="14" text-anchor="middle">序时进度 {share}</text></svg>'
    yield '<p class="note">横条是执行率，颜色是预警灯；浅色的一段是全年预计（两种算法之间），虚线是序时进度。</p>'


def _bar(found: Assessment, top: int) -> Iterator[str]:
    name, middle = found.observed.name, top + _BAR - 3
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    yield f"<g><title>{escape(name)}</title>"
    yield f'<text x="{_LEFT - 10}" y="{middle}" text-anchor="end">{escape(short)}</text>'
    yield f'<rect x="{_LEFT}" y="{top}" width="{_SPAN}" height="{_BAR}" fill="#fafafa" stroke="#e0e0e0"/>'
    if found.rate is None:
        yield f'<text x="{_LEFT + 8}" y="{middle}" fill="#757575">没有判断</text></g>'
        return
    budget = found.observed.value("annual_budget") or Decimal(1)
    low, high = ((value or Decimal(0)) / budget for value in (found.forecast.low, found.forecast.high))
    colour = _colour(found)
    band = max(_x(high) - _x(low), 2)
    yield f'<rect x="{_x(low)}" y="{top + 3}" width="{band}" height="{_BAR - 6}" fill="{colour}" opacity="0.28"/>'
    yield f'<rect x="{_LEFT}" y="{top}" width="{_x(found.rate) - _LEFT}" height="{_BAR}" fill="{colour}"/>'
    yield f'<text x="{_LEFT + _SPAN + 8}" y="{middle}">{percent(found.rate)}</text></g>'


def _x(share: Decimal) -> int:
    return _LEFT + round(_SPAN * min(max(share, Decimal(0)), Decimal(1)))


def _colour(found: Assessment) -> str:
    return _COLOURS.get(found.light.word, _GREY) if found.light else _GREY


def _table(done: Monitored) -> Iterator[str]:
    numeric = {2, 3, 4, 6}
    heads = (f"<th{_class(at in numeric)}>{text}</th>" for at, text in enumerate(HEADINGS))
    yield f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>"
    for found in done.assessments:
        cells = [f"<td{_class(at in numeric)}>{escape(text)}</td>" for at, text in enumerate(row(found))]
        if found.light:
            cells[5] = f'<td><span class="light" style="background:{_colour(found)}">{found.light.word}</span></td>'
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"


def _class(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _alerts(done: Monitored) -> Iterator[str]:
    alerts = [(found, alert) for found in done.assessments for alert in found.alerts]
    if not alerts:
        yield "<p>没有预警。</p>"
        return
    yield "<table><thead><tr><th>项目</th><th>预警</th><th>依据</th><th>已写的原因</th></tr></thead><tbody>"
    for found, alert in alerts:
        told = (found.observed.name, alert.text, alert.law.name, found.observed.reason or "【待填】")
        yield f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in told)}</tr>"
    yield "</tbody></table>"
    yield f"<p>{escape(deadline(done))}</p>" if deadline(done) else ""


def _notes(done: Monitored) -> Iterator[str]:
    yield f'<p class="note">{escape(METHOD)}</p>'
    for found in done.assessments:
        for reason in found.unjudged:
            yield f'<p class="note">没有判断：{escape(found.observed.name)}，{escape(reason)}。</p>'
