"""检查结果: the sheet that lists what does not tie, each with a jump to its cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfxl.attachments.acceptances import acceptance_lines
from perfxl.attachments.canvas import Canvas
from perfxl.attachments.listing import Entry, ListColumn, Record, fitting_widths, list_setup, write_list
from perfxl.attachments.statement import coverage_lines, incompleteness, summary
from perfxl.attachments.styles import CELL, ERROR, FOOT, INFO, LINK, PROSE, TITLE, WARNING
from perfxl.attachments.textfit import characters_for
from perfxl.model.acceptance import Accepted, Lapsed
from perfxl.model.coverage import Coverage
from perfxl.model.finding import Finding, Severity
from perfxl.model.place import Place
from perfxl.sheets.address import quoted_sheet
from perfxl.sheets.changeset import SheetSpec

KEY = "findings"
NAME = "检查结果"
_LEVELS = {
    Severity.ERROR: ("×", ERROR),
    Severity.WARNING: ("▲", WARNING),
    Severity.INFO: ("○", INFO),
}
_MOST_RELATED = 6
_COLUMNS = (
    ListColumn("number", "序号", 6, CELL),
    ListColumn("level", "级别", 10, CELL),
    ListColumn("code", "编号", 9, CELL),
    ListColumn("place", "位置", 21, LINK),
    ListColumn("message", "问题", 40, PROSE),
    ListColumn("said", "原值", 13, PROSE),
    ListColumn("expected", "应为", 13, PROSE),
    ListColumn("fix", "处理建议", 26, PROSE),
    ListColumn("citation", "依据", 22, PROSE),
)
_PLACE = 4  # the column 位置
_WIDEST_PLACE = 50.0


def findings_sheet(
    findings: Sequence[Finding], coverage: Coverage, accepted: Sequence[Accepted] = (), lapsed: Sequence[Lapsed] = ()
) -> SheetSpec:
    """Return the sheet 检查结果: what the result rests on, the findings in the order given, accepted ones apart."""
    records = [_record(number, finding) for number, finding in enumerate(findings, 1)]
    canvas = Canvas(fitting_widths(_COLUMNS, records) | {_PLACE: _place_width(findings)})
    canvas.line(1, NAME, TITLE, 36.0)
    heading = _put_lines(canvas, 2, (summary(findings, coverage), *incompleteness(coverage)))
    last = write_list(canvas, heading, _COLUMNS, records)
    if not findings:
        compared = "可核对" if coverage.deselected else "核对过"
        canvas.put((last, 1, last, len(_COLUMNS)), f"在{compared}的 {coverage.compared} 个数里未发现问题。", CELL)
        last += 1
    _put_lines(canvas, last, (*acceptance_lines(accepted, lapsed), *coverage_lines(coverage)))
    return canvas.spec(KEY, NAME, list_setup(heading), (heading + 1, 1))


def _put_lines(canvas: Canvas, row: int, lines: Iterable[str]) -> int:
    """Write a line a row from `row` on; return the next row."""
    for number, line in enumerate(lines, row):
        canvas.line(number, line, FOOT)
        row = number + 1
    return row


def _record(number: int, finding: Finding) -> Record:
    sign, style = _LEVELS[finding.severity]
    link = _link(finding.place)
    texts = {key: Entry(getattr(finding, key) or None) for key in ("code", "said", "expected", "fix", "citation")}
    return {
        **texts,
        "number": Entry(str(number)),
        "level": Entry(f"{sign} {finding.severity.term}", style=style),
        "place": Entry(_where(finding.place), link=link, style=LINK if link else PROSE),
        "message": Entry(_message(finding)),
    }


def _where(place: Place) -> str:
    return str(place) or "整个工作簿"


def _place_width(findings: Sequence[Finding]) -> float:
    """A cell that jumps is not wrapped everywhere, so its text gets one line."""
    needed = (characters_for(_where(finding.place), LINK.size) for finding in findings)
    return min(max([_COLUMNS[_PLACE - 1].width, *needed]), _WIDEST_PLACE)


def _message(finding: Finding) -> str:
    if not finding.related:
        return finding.message
    related = "、".join(str(place) for place in finding.related[:_MOST_RELATED])
    return f"{finding.message}\n另见：{related}{' 等' if len(finding.related) > _MOST_RELATED else ''}"


def _link(place: Place) -> str:
    return f"{quoted_sheet(place.sheet)}!{place.cell}" if place.sheet and place.cell else ""
