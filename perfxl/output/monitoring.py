"""What a month's monitoring says, in text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perfxl.jobs.monitor import Monitored
from perfxl.monitoring.assessing import Assessment
from perfxl.monitoring.pace import MONTHS
from perfxl.numerals.display import percent
from perfxl.output.documents import check_document
from perfxl.output.findings import result_text
from perfxl.output.tables import padded, width
from perfxl.output.visible import lines_text

METHOD = (
    "全年预计执行数：按月平均＝已执行数÷截至月数×12；按上年进度＝已执行数÷上年同期占全年的比例；都不超过全年预算数。"
)
HEADINGS = ("项目", "单位", "全年预算", "已执行", "执行率", "灯", "全年预计")
_NO_LIGHT = "—"


def headline(done: Monitored) -> str:
    """Return in one sentence how many projects there are, by light, and how many must explain something."""
    year = f"{done.year}年" if done.year else ""
    lights = [each.light.word if each.light else "" for each in done.assessments]
    counts = [f"{word}灯 {lights.count(word)} 个" for word in dict.fromkeys(lights) if word]
    counts += [f"没有判断的 {lights.count('')} 个"] if "" in lights else []
    due = sum(bool(each.alerts) for each in done.assessments)
    told = f"需要说明原因的 {due} 个" if due else "没有需要说明的"
    whole = f"{year}截至{done.month}月（序时进度 {percent(Decimal(done.month) / MONTHS)}）"
    return f"{whole}，监控 {len(done.assessments)} 个项目：{'，'.join(counts)}；{told}。"


def deadline(done: Monitored) -> str:
    """Return by when alerts must be answered and by which rule, "" where no rule says so."""
    if done.reply is None:
        return ""
    rule, day = done.reply
    counted = f"{rule.days} 个工作日，按周一至周五推算，未扣除法定节假日"
    return f"预警须在 {day:%Y-%m-%d} 前答复（{counted}；依据：{rule.citation}）。"


def monitoring_text(done: Monitored) -> str:
    """Return the headline, a line a project, what must be explained, what was not judged, and the method."""
    lines = [headline(done), "", *_table(done), "", *alert_lines(done), METHOD]
    return lines_text([*lines, "", *result_text(done.judgement).split("\n")])


def alert_lines(done: Monitored) -> Iterator[str]:
    """Yield what must be explained, what was not judged, and by when alerts must be answered."""
    yield from [line for each in done.assessments for line in _alerts(each)] or ["没有预警。"]
    yield from (line for each in done.assessments for line in _unjudged(each))
    if told := deadline(done):
        yield told


def _table(done: Monitored) -> Iterator[str]:
    rows = [HEADINGS, *map(row, done.assessments)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for each in rows:
        yield "  ".join(padded(text, wide) for text, wide in zip(each, widths, strict=True)).rstrip()


def row(found: Assessment) -> tuple[str, ...]:
    """Return a project's line under HEADINGS."""
    observed = found.observed
    money = [amount(observed.value(key)) for key in ("annual_budget", "execution")]
    rate = percent(found.rate) if found.rate is not None else _NO_LIGHT
    return observed.name, observed.unit, *money, rate, found.light.word if found.light else _NO_LIGHT, span(found)


def amount(value: Decimal | None) -> str:
    """Return an amount with two decimals, a dash for none."""
    return _NO_LIGHT if value is None else f"{value:,.2f}"


def span(found: Assessment) -> str:
    """Return what is expected by the end of the year: one amount, or the lower and the higher one."""
    low, high = amount(found.forecast.low), amount(found.forecast.high)
    return low if low == high else f"{low}～{high}"


def _alerts(found: Assessment) -> Iterator[str]:
    for alert in found.alerts:
        status = "" if alert.law.status == "confirmed" else "（出处未核实）"
        yield f"预警  {found.observed.name}：{alert.text}。依据：{alert.law.name}{status}。"


def _unjudged(found: Assessment) -> Iterator[str]:
    for reason in found.unjudged:
        yield f"未判断  {found.observed.name}：{reason}。"


def monitoring_document(book: str, done: Monitored) -> dict[str, Any]:
    """Return the result as plain data for JSON: that of `check`, the month, its projects; numbers as text."""
    return {
        **check_document(book, done.judgement),
        "month": done.month,
        "year": done.year,
        "time_share": _text(Decimal(done.month) / MONTHS),
        "projects": [_project(each) for each in done.assessments],
        "answer_by": done.reply[1].isoformat() if done.reply else None,
    }


def _project(found: Assessment) -> dict[str, Any]:
    observed = found.observed
    return {
        "name": observed.name,
        "unit": observed.unit,
        "annual_budget": _text(observed.value("annual_budget")),
        "execution": _text(observed.value("execution")),
        "rate": _text(found.rate),
        "pace": _text(found.pace),
        "light": found.light.word if found.light else None,
        "goal_light": found.goal_light.word if found.goal_light else None,
        "attained": _text(found.attained),
        "forecast": {"linear": _text(found.forecast.linear), "by_last_year": _text(found.forecast.curve)},
        "alerts": [{"rule": alert.law.name, "text": alert.text} for alert in found.alerts],
        "unjudged": list(found.unjudged),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
