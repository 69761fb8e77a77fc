"""What `check --report` says (报告检查结果): as text for people, as JSON by docs/schema/check.schema.json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from perfxl.attachments.statement import coverage_lines, deselection, found_clause, incompleteness, summary
from perfxl.jobs.checkreport import CheckedReport
from perfxl.output.documents import coverage_document, findings_document
from perfxl.output.findings import findings_blocks
from perfxl.output.ties import tie_lines, tie_rows
from perfxl.output.visible import lines_text
from perfxl.report.annotating import Annotated

_NO_CLAIMS = "没有读到数据，没有可核对的内容；请确认选对了报告。"


def report_document(report: str, book: str | None, done: CheckedReport) -> dict[str, Any]:
    """Return what `check` says of a report; `report` and `book` are the paths as they were given."""
    document = findings_document(book, done.text.analysis.rules.names, done.findings)
    of_book = {"coverage": coverage_document(done.book.coverage)} if done.book else {}
    of_report = {
        "report": report,
        "deselected": list(done.text.deselected),
        "account": asdict(done.text.account),
        "ties": list(tie_rows(done.text)),
    }
    return document | of_book | of_report


def report_text(done: CheckedReport, *, ties: bool = False) -> str:
    """Return the findings of a report, the account of its numbers, and on demand the tie-out table."""
    left = [deselection(done.text.deselected)] if done.text.deselected else []
    head = [f"报告{found_clause(done.text.findings)}。", *left, *_account(done), *_of_book(done)]
    table = lines_text(["核对表：", *tie_lines(done.text)]) if ties else ""
    tail = lines_text(coverage_lines(done.book.coverage)) if done.book else ""
    return "\n\n".join(block for block in (lines_text(head), *findings_blocks(done.findings), table, tail) if block)


def _of_book(done: CheckedReport) -> Iterator[str]:
    """Yield what the workbook's own check came to."""
    if done.book:
        yield f"工作簿：{summary(done.book.findings, done.book.coverage)}"
        yield from incompleteness(done.book.coverage)


def annotation_lines(copy: Annotated, target: Path) -> Iterator[str]:
    """Yield how many comments the copy of a report has, and where it was written."""
    yield f"批注 {copy.exact + copy.loose} 处。"
    if copy.loose:
        yield f"其中 {copy.loose} 处在脚注、文本框等不能加批注的地方，加在所在的段落上。"
    if copy.standing:
        yield f"另有 {copy.standing} 处已有同样的批注，没有重复加。"
    yield f"已写入：{target}"


def _account(done: CheckedReport) -> Iterator[str]:
    account = done.text.account
    if not account.claims:
        yield _NO_CLAIMS
        return
    yield (
        f"读到数据 {account.claims} 处：重新计算 {account.recomputed} 处（相符 {account.tied}，"
        f"不符 {account.contradicted}，有两种理解未判断 {account.open}），另有 {account.operands} 处只作为计算的依据。"
    )
    if done.book:
        wrong = account.bound - account.bound_tied
        yield f"与工作簿核对 {account.bound} 处：相符 {account.bound_tied}，不符 {wrong}。"
    without = "文中没有可以推算它的数，工作簿也没有同名的数" if done.book else "文中没有可以推算它的数"
    yield (f"未核对 {account.untouched} 处：{without}。日期、编号、序号、区间等不是数据的数字 {account.others} 处。")
