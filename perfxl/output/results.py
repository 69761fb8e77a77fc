"""What a command did, told to a person in lines: the same words on the command line and in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.attachments.acceptances import acceptance_summary
from perfxl.attachments.statement import NO_TABLE, incompleteness, shorten, summary
from perfxl.files.parts.opening import foreign_kind
from perfxl.sheets.changeset import CellWrite, ChangeSet, SheetWrite, plain

if TYPE_CHECKING:  # who tells of a check need not load what fills and makes sheets
    from perfxl.jobs.attach import Attached
    from perfxl.jobs.collected import Collected, Remark
    from perfxl.jobs.fill import Filled
    from perfxl.jobs.fix import Fixed
    from perfxl.jobs.generated import GeneratedSheets
    from perfxl.jobs.judging import Judgement
    from perfxl.jobs.run import Ran


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person does next, which differs between the command line and Excel.

    details     how to see the findings one by one, a sentence
    regenerate  how to have an edited sheet made anew, a clause
    """

    details: str
    regenerate: str


def run_lines(done: Ran, advice: Advice, second: Path | None = None) -> Iterator[str]:
    """Yield what filling, generating and checking came to; `second` is the workbook for sheets kept out of the book."""
    yield from filling_lines(done.filled)
    if done.filled.after.evaluation.tables:
        yield from sheet_lines(done.own, advice, done.beside, second)
        yield from done.notes
        yield from judgement_lines(done.filled.judgement)


def judgement_lines(done: Judgement) -> Iterator[str]:
    """Yield the summary of a check and what keeps it from being whole."""
    yield summary(done.findings, done.coverage)
    yield from acceptance_summary(done.accepted, done.lapsed)
    yield from incompleteness(done.coverage)


def fill_lines(done: Filled, advice: Advice) -> Iterator[str]:
    """Yield what was filled, and how many findings there are in what stands then."""
    yield from filling_lines(done)
    if done.after.evaluation.tables:
        yield from judgement_lines(done.judgement)
    if done.judgement.findings:
        yield advice.details


def filling_lines(done: Filled) -> Iterator[str]:
    """Yield how many cells were filled, which are locked, how many replaced something; or why there are none."""
    count = len(done.changes.cells)
    if not done.after.evaluation.tables:
        yield NO_TABLE
    else:
        yield f"填写单元格 {count} 个。" if count else "没有需要填写的单元格。"
    yield from locked_lines(done)
    if done.replaced:
        yield f"其中覆盖原有内容 {done.replaced} 个。"
    yield from kept_lines(done)


def kept_lines(done: Filled) -> Iterator[str]:
    """Yield which cells that differ from their rule were not replaced all the same, nothing where there are none."""
    if done.kept:
        places = shorten([str(place) for place in done.kept])
        why = "所依据的数有疑问，规则未核实，或是表中写明的分值"
        yield f"与规则不符而没有覆盖 {len(done.kept)} 格：{places}；{why}，请核对。"


def locked_lines(done: Filled | Fixed) -> Iterator[str]:
    """Yield which cells stayed as they were because they are locked, nothing where none are."""
    places = [f"{write.sheet}!{write.cell}" for write in done.locked]
    if places:
        yield (f"受保护未写入 {len(places)} 格：{shorten(places)}；要填写请先在 Excel 的“审阅”中撤销工作表保护。")


def preview_lines(done: Filled) -> Iterator[str]:
    """Yield every cell that would be filled, with what stands there and why."""
    writes = done.changes.cells
    if not writes:
        yield from filling_lines(done)
        return
    yield f"将填写 {len(writes)} 个单元格（预览，未写入）："
    yield from map(_change, writes)
    yield from locked_lines(done)
    yield from kept_lines(done)


def _change(write: CellWrite) -> str:
    old = f"={write.old_formula}" if write.old_formula is not None else plain(write.old_value) or "空白"
    formula = f"（={write.formula}）" if write.formula is not None else ""
    return f"  {write.sheet}!{write.cell}  {old} → {plain(write.value)}{formula}  {write.reason}"


def fix_preview_lines(done: Fixed) -> Iterator[str]:
    """Yield every cell that would be repaired, with what stands there and why."""
    writes = done.changes.cells
    yield f"将修正 {len(writes)} 个单元格（预览，未写入）：" if writes else "没有可以机械修正的书写问题。"
    yield from map(_change, writes)
    yield from locked_lines(done)


def fix_lines(done: Fixed, advice: Advice, receipt: Path | None = None) -> Iterator[str]:
    """Yield what was repaired, where the reasons stand, and what is left to a person.

    receipt  the file with the reasons; None where the repairs were made in Excel, which computes anew by itself
    """
    count = len(done.cells)
    if not count:
        yield "没有可以机械修正的书写问题。"
    elif receipt:
        yield f"修正单元格 {count} 个，每格的理由见 {receipt.name}。"
        yield "引用它们的公式请重算：perfxl recalc，或用 Excel 打开后保存。"
    else:
        yield f"修正单元格 {count} 个。"
    yield from locked_lines(done)
    yield from judgement_lines(done.judgement)
    if done.judgement.findings:
        yield advice.details


def collect_lines(done: Collected, files: int) -> Iterator[str]:
    """Yield how much of the files was merged, then what a person is to decide or to know, a line each."""
    yield f"{files} 个文件填了 {done.found} 格，并入或相符 {done.taken} 格，写入 {len(done.changes.cells)} 格。"
    if done.remarks:
        yield f"要人处理的 {len(done.remarks)} 项："
    yield from map(_remark, done.remarks)


def _remark(told: Remark) -> str:
    of = f"（{'、'.join(told.files)}）" if told.files and told.what in ("多出", "没有认出") else ""
    return f"  【{told.what}】{told.form}{' ' if told.form else ''}{told.place}：{told.message}{of}"


def attach_lines(done: Attached, advice: Advice, second: Path | None = None) -> Iterator[str]:
    """Yield what became of the attachments."""
    if not done.evaluation.tables:
        yield NO_TABLE
    yield from sheet_lines(done.own, advice, done.beside, second)
    yield from done.notes


def sheet_lines(
    own: GeneratedSheets, advice: Advice, beside: Sequence[SheetWrite] = (), second: Path | None = None
) -> Iterator[str]:
    """Yield what became of perfxl's own sheets; those `beside` the book go to the workbook `second`."""
    if beside:
        where = f"另存为：{second}" if second else "放在新工作簿里，请另行保存。"
        yield f"工作簿加不进工作表（结构受保护，或是旧格式、共享工作簿），{len(beside)} 张（{_names(beside)}）{where}"
        return
    if own.writes:
        yield f"生成工作表 {len(own.writes)} 张：{_names(own.writes)}"
    if own.removed:
        yield f"移除不再需要的工作表 {len(own.removed)} 张：{'、'.join(own.removed)}"
    if own.kept:
        yield f"以下工作表生成后被手工改过，已原样保留（要重新生成请{advice.regenerate}）：{'、'.join(own.kept)}"
    if not (own.writes or own.removed or own.kept):
        yield "工作表没有变化。"


def _names(sheets: Sequence[SheetWrite]) -> str:
    return "、".join(sheet.name for sheet in sheets)


def marking_lines(changes: ChangeSet) -> Iterator[str]:
    """Yield how many backgrounds and notes were set or taken back."""
    if changes.fills or changes.notes:
        yield f"改底色 {len(changes.fills)} 格，改批注 {len(changes.notes)} 格。"
    else:
        yield "标记没有变化。"


def clearing_lines(changes: ChangeSet) -> Iterator[str]:
    """Yield how many backgrounds and notes were taken back."""
    if changes.fills or changes.notes:
        yield f"已清除标记：底色 {len(changes.fills)} 格，批注 {len(changes.notes)} 格。"
    else:
        yield "没有需要清除的标记。"


def conversion_lines(changes: ChangeSet, left: Sequence[str]) -> Iterator[str]:
    """Yield how many cells went from functions to values, and which of them had no value to show."""
    if changes.cells or not left:
        yield f"{len(changes.cells)} 个单元格的函数公式转为数值。" if changes.cells else "没有使用绩效函数的公式。"
    if left:
        yield (f"{len(left)} 个公式显示错误或没有结果，保留原样：{shorten(left)}；请改正或在 Excel 中重新计算后再转。")


def file_lines(book: Path, target: Path, backup: Path | None) -> Iterator[str]:
    """Yield where the workbook was written, what of it could not be taken over, and where its backup is."""
    yield f"已写入：{target}"
    yield from foreign_lines(book)
    yield from backup_lines(backup)


def backup_lines(backup: Path | None) -> Iterator[str]:
    """Yield where the former file was kept."""
    if backup:
        yield f"原文件已备份为：{backup}"


def foreign_lines(book: Path) -> Iterator[str]:
    """Yield what a new .xlsx made from a format of others lacks, nothing for other workbooks."""
    kind = foreign_kind(book)
    if kind:
        yield (
            f"原文件是 {kind} 格式，没有改动；新的 .xlsx 里有它的数值、文字、合并单元格和表名，"
            "公式已变为数值，字体、边框、数字格式和图片没有带过来。"
        )


def values_only_lines(book: Path) -> Iterator[str]:
    """Yield that only values were read, where that is so."""
    kind = foreign_kind(book)
    if kind:
        yield (
            f"“{book.name}”是 {kind} 格式，只读得到数值、文字和合并单元格，读不到公式、数字格式和出错值，"
            "个别检查做不了；要查得全，请先用 Excel 或 WPS 另存为 .xlsx。"
        )
