"""The summary over many workbooks as pandas frames: one shape for the workbook, the CSV files and who scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.batch.batch import Batch
from perfxl.batch.expected import Absence
from perfxl.batch.results import BookRecord, Line
from perfxl.model.finding import Severity
from perfxl.monitoring.pace import MONTHS
from perfxl.rules.kinds import kinds

if TYPE_CHECKING:
    from pandas import DataFrame

OVERVIEW, FINDINGS, SCORES, RATES, MISSING = "汇总", "问题清单", "评分分布", "执行率", "未报送"
MONITORING = "年中监控"
COUNTS = ("错误", "核实", "提示", "识别的表", "核对的数", "未核对的数", "其中未读")
BUDGET, SPENT, RATE = "全年预算数（万元）", "全年执行数（万元）", "执行率"
SCORE, GRADE, YEAR, UNIT, BOOK, WORST = "自评得分", "等级", "年度", "单位", "文件", "最重的一项"


def overview_frame(lines: Sequence[Line]) -> DataFrame:
    """Return a line for each workbook, the worst first; money in 万元, the rate as a fraction of 4 decimals."""
    from pandas import DataFrame  # noqa: PLC0415 (only who writes a summary waits for it)

    frame = DataFrame([_overview(number, line) for number, line in enumerate(sorted(lines, key=Line.worst_first), 1)])
    return frame.astype({heading: "Int64" for heading in (YEAR, *COUNTS) if heading in frame})


def _overview(number: int, line: Line) -> dict[str, object]:
    told = line.profile
    counts = (line.errors, line.warnings, line.infos, line.tables, line.compared, line.uncompared, line.unread)
    budget, spent = told.budget, told.execution
    return {
        "序号": number,
        UNIT: unit_of(line),
        YEAR: told.year,
        "结论": verdict(line),
        **(dict.fromkeys(COUNTS) if line.error else dict(zip(COUNTS, counts, strict=True))),
        SCORE: told.score,
        GRADE: told.grade,
        BUDGET: budget,
        SPENT: spent,
        RATE: round(spent / budget, 4) if budget and spent is not None else None,
        WORST: line.error or line.worst,
        BOOK: line.book,
    }


def unit_of(line: Line) -> str:
    """Return whose a workbook is, in brackets the name of its file where it does not say."""
    return line.profile.unit or f"（{Path(line.book).stem}）"


def verdict(line: Line) -> str:
    """Return in a word what came of a workbook; none is called free of errors where something was not read."""
    if line.error:
        return "读不了"
    if line.errors:
        return "有错误"
    if not line.tables:
        return "没有认出表"
    if not line.complete:
        return "没有读全"
    return "待核实" if line.warnings else "未发现错误"


FINDING_COLUMNS = (
    UNIT, "级别", "编号", "名称", "工作表", "单元格", "写的是", "应为", "问题", "处理建议", "依据", BOOK,
)  # fmt: skip


def findings_frames(batch: Batch, most: int) -> Iterator[DataFrame]:
    """Yield all findings, those of the worst workbook first and the gravest of each first, `most` in a frame."""
    from pandas import DataFrame  # noqa: PLC0415

    rows: list[tuple[str, ...]] = []
    for line, result in batch.worst_first():
        rows.extend(_findings(unit_of(line), result))
        while len(rows) > most:
            yield DataFrame(rows[:most], columns=list(FINDING_COLUMNS))
            rows = rows[most:]
    yield DataFrame(rows, columns=list(FINDING_COLUMNS))


def _findings(unit: str, result: BookRecord) -> Iterator[tuple[str, ...]]:
    findings = result.judgement.findings if result.judgement else ()
    for level in Severity:
        for each in (finding for finding in findings if finding.severity is level):
            place = (each.place.sheet or "", each.place.cell or "")
            told = (each.said, each.expected, each.message, each.fix, each.citation)
            yield (unit, level.term, each.code, each.name, *place, *told, result.book)


def scores_frame(lines: Sequence[Line]) -> DataFrame:
    """Return every total score: of departments and of projects, the lowest first."""
    from pandas import DataFrame  # noqa: PLC0415

    rows = [
        (unit_of(line), score.project, kinds()[score.kind].name, score.score, score.grade, line.book)
        for line in lines
        for score in line.profile.scores
    ]
    frame = DataFrame(rows, columns=[UNIT, "项目", "表", "得分", GRADE, BOOK])
    return frame.sort_values(["得分", UNIT, "项目", BOOK], kind="stable", ignore_index=True)


def rates_frame(lines: Sequence[Line]) -> DataFrame:
    """Return the execution of every workbook that states it, the lowest rate first."""
    frame = overview_frame(lines)
    if frame.empty:
        return frame
    known = frame[frame[RATE].notna()]
    return known.sort_values([RATE, UNIT, BOOK], kind="stable", ignore_index=True)[[UNIT, BUDGET, SPENT, RATE, BOOK]]


PROGRESS = (
    UNIT, "项目", "截至月", BUDGET, "已执行数（万元）", RATE, "序时进度", "预警灯", "目标灯", "全年预计（万元）",
    "需要说明", "偏差原因", BOOK,
)  # fmt: skip


def monitoring_frame(lines: Sequence[Line]) -> DataFrame:
    """Return the projects under way of all workbooks, those farthest behind the schedule first."""
    from pandas import DataFrame  # noqa: PLC0415

    told = [(line, each) for line in lines for each in line.profile.progress]
    told.sort(key=lambda one: (one[1].pace is None, one[1].pace or 0, unit_of(one[0]), one[1].project, one[0].book))
    rows = [
        (
            unit_of(line), each.project, each.month, each.budget, each.execution,
            round(each.rate, 4) if each.rate is not None else None, round(Decimal(each.month) / MONTHS, 4), each.light,
            each.goal_light, each.expected, "；".join(each.alerts), each.reason, line.book,
        )
        for line, each in told
    ]  # fmt: skip
    return DataFrame(rows, columns=list(PROGRESS))


def absences_frame(absences: Sequence[Absence], passed: Sequence[str] = ()) -> DataFrame:
    """Return what is amiss with what was handed in, in the order of the list of units, and what was not read."""
    from pandas import DataFrame  # noqa: PLC0415

    rows = [(each.what, each.unit, each.message, each.book) for each in absences]
    rows += [("没有读", "", note, "") for note in passed]
    return DataFrame(rows, columns=["情况", UNIT, "说明", BOOK])
