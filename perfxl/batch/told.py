"""Many workbooks told to a person: one line each, the worst first; every one in full where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfxl.batch.batch import Batch
from perfxl.batch.expected import Absence
from perfxl.batch.results import BookRecord, Line
from perfxl.output.findings import result_text
from perfxl.output.visible import lines_text, one_line

_HEAD = ("错误", "核实", "提示", "核对", "未核对", "工作簿")
_WIDTHS = (4, 4, 4, 4, 6)  # of the headings on a terminal, where a Chinese character takes two places
_LONGEST = 60


def overview(batch: Batch) -> Iterator[str]:
    """Yield a line for each workbook, the worst first, under a line of headings."""
    yield "  ".join(_HEAD)
    for line in sorted(batch.lines, key=Line.worst_first):
        yield one_line(_line(line))


def _line(line: Line) -> str:
    if line.error:
        return f"{'读不了':<{sum(_WIDTHS) + 2 * len(_WIDTHS) - 5}}  {line.book}：{line.error}"
    counts = (line.errors, line.warnings, line.infos, line.compared, line.uncompared)
    numbers = "  ".join(f"{count:>{width}}" for count, width in zip(counts, _WIDTHS, strict=True))
    unit = f"（{line.profile.unit}）" if line.profile.unit else ""
    return f"{numbers}  {line.book}{unit}{_most_urgent(line)}"


def _most_urgent(line: Line) -> str:
    if not line.tables:
        return "  没有识别到已知的表"
    if line.failed:
        return f"  {line.failed} 项检查出错，没有做成"
    text = " ".join(line.worst.split())
    return f"  {text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}" if text else ""


def details(batch: Batch) -> Iterator[str]:
    """Yield the full result of each workbook that could be checked, the worst first."""
    for line, result in batch.worst_first():
        if not line.error:
            yield book_text(result)


def book_text(result: BookRecord) -> str:
    """Return what a check of one workbook says, under its path."""
    head = lines_text((f"工作簿：{result.book}", *result.notes))
    return f"{head}\n{result_text(result.judgement)}\n" if result.judgement else head


def tally(batch: Batch, failing: int) -> str:
    """Return in one sentence how many workbooks there are, and how many of them have findings that count."""
    count, broken = len(batch.lines), sum(bool(line.error) for line in batch.lines)
    parts = [f"共 {count} 个工作簿：{count - failing - broken} 个没有达到 --fail-on 的问题，{failing} 个有"]
    return "，".join([*parts, *([f"{broken} 个没有做成，原因见标准错误"] if broken else [])]) + "。"


def rests_on(batch: Batch) -> str:
    """Return in a sentence what a summary rests on: workbooks read and not, numbers compared and not."""
    lines = batch.lines
    broken, without = sum(bool(line.error) for line in lines), sum(not (line.error or line.tables) for line in lines)
    parts = [f"共 {len(lines)} 个工作簿", *([f"其中 {broken} 个读不了"] if broken else [])]
    parts += [f"{without} 个没有认出表"] if without else []
    compared, left = sum(line.compared for line in lines), sum(line.uncompared for line in lines)
    return f"{'，'.join(parts)}；核对了 {compared} 个数，未核对 {left} 个。"


def absence_lines(absences: Sequence[Absence]) -> Iterator[str]:
    """Yield what is amiss with what was handed in; those who handed in nothing are one line."""
    missing = [absence.unit for absence in absences if absence.what == "未报送"]
    if missing:
        yield f"未报送 {len(missing)} 个：{'、'.join(missing)}。"
    for absence in absences:
        if absence.what != "未报送":
            book = f"（{absence.book}）" if absence.book else ""
            yield one_line(f"{absence.what}：{absence.unit or '单位不明'}{book}：{absence.message}")
