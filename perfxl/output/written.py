"""What writing a report came to, told to a person: gaps, texts that found no place, errors in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfxl.attachments.statement import shorten
from perfxl.jobs.report import Drafted
from perfxl.model.finding import Severity
from perfxl.report.updating import Updated
from perfxl.report.writing import Written

_MOST = 20  # changes told one by one


def written_lines(done: Written, drafted: Drafted, target: Path) -> Iterator[str]:
    """Yield what a person should know of a report that was written."""
    yield f"写入报告中的数 {sum(1 for text in done.bound.values() if not text.startswith('【待填'))} 个。"
    if done.gaps:
        names = shorten([name.removeprefix("文字.").replace(".", "·") for name in done.gaps])
        yield f"待填 {len(done.gaps)} 处，报告里用黄底标出：{names}。"
    unused = drafted.draft.texts.unused
    if unused:
        yield f"文字材料里有 {len(unused)} 处的位置报告里没有，没有写入：{shorten(unused)}。"
    errors = sum(1 for finding in drafted.book.findings if finding.severity is Severity.ERROR)
    if errors:
        yield f"工作簿有 {errors} 处错误，报告照工作簿所填的写，请先检查、改正后再写一遍。"
    yield f"已写入：{target}"


def updated_lines(done: Updated, target: Path) -> Iterator[str]:
    """Yield what an update changed, and what it had to leave."""
    yield (
        f"更新 {len(done.changes)} 处，图 {done.charts} 个；其余没有动。"
        if done.changes or done.charts
        else "没有变化。"
    )
    for name, before, now in done.changes[:_MOST]:
        yield f"  {_plain(name)}：{before} → {now}"
    if len(done.changes) > _MOST:
        yield f"  其余 {len(done.changes) - _MOST} 处略。"
    if done.lost:
        lost = list(dict.fromkeys(map(_plain, done.lost)))
        yield f"报告里有 {len(lost)} 项工作簿里已经没有，没有动，请核对：{shorten(lost)}。"
    yield f"已写入：{target}"


def _plain(name: str) -> str:
    return name.removeprefix("文字.").removesuffix("#").replace(".", "·")
