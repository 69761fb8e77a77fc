"""核实说明: the sheet of accepted findings, and how these are told apart from the findings that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfxl.attachments.statement import shorten
from perfxl.attachments.styles import HEADER, PROSE
from perfxl.model.acceptance import Acceptance, Accepted, Lapsed
from perfxl.sheets.changeset import PrintSetup, SheetSpec, SpecCell
from perfxl.sheets.snapshot import REGISTER

KEY = "acceptances"
COLUMNS = ("代码", "表", "行", "数", "说明", "岗位", "日期")
_WIDTHS = (9.0, 34.0, 26.0, 24.0, 40.0, 14.0, 13.0)


def acceptance_cells(acceptance: Acceptance) -> tuple[str, ...]:
    """Return the cells of an acceptance, in the order of the columns."""
    one = acceptance
    return one.code, one.table, one.row, one.figures, one.reason, one.role, one.date


def acceptances_sheet(accepted: Sequence[Acceptance]) -> SheetSpec:
    """Return a new sheet 核实说明."""
    cells = {(1, column): SpecCell(text, HEADER) for column, text in enumerate(COLUMNS, 1)}
    for row, each in enumerate(accepted, 2):
        cells |= {(row, column): SpecCell(text, PROSE) for column, text in enumerate(acceptance_cells(each), 1)}
    setup = PrintSetup(landscape=True, repeat_rows=(1, 1))
    return SheetSpec(KEY, REGISTER, cells, widths=dict(enumerate(_WIDTHS, 1)), setup=setup, freeze=(2, 1))


def acceptance_summary(accepted: Sequence[Accepted], lapsed: Sequence[Lapsed]) -> Iterator[str]:
    """Yield how many findings were accepted and how many acceptances hold no more, nothing where there are none."""
    told = [f"已核实 {len(accepted)} 项，不计入上面的结果"] if accepted else []
    told += [f"不再适用的核实说明 {len(lapsed)} 条，请重新核实或删去"] if lapsed else []
    if told:
        yield f"{'；'.join(told)}。"


def acceptance_lines(accepted: Sequence[Accepted], lapsed: Sequence[Lapsed]) -> Iterator[str]:
    """Yield the accepted findings, each with its reason, and the acceptances that hold no more, each with why."""
    if accepted:
        yield f"【已核实】{len(accepted)} 项"
    for each in accepted:
        one = each.acceptance
        yield f"  {each.finding.place}  {each.finding.code} {each.finding.message}"
        yield f"      说明：{one.reason}（{one.role}，{one.date}；{one.source}）"
    if lapsed:
        yield f"【不再适用的核实说明】{len(lapsed)} 条"
    for why in dict.fromkeys(each.why for each in lapsed):
        yield f"  {shorten([_named(each.acceptance) for each in lapsed if each.why == why])}：{why}。"


def _named(one: Acceptance) -> str:
    return f"{one.source} {one.code} “{one.table}”{one.row}{f'（{one.figures}）' if one.figures else ''}"
