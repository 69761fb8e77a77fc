"""The coverage statement (核对范围) in sentences: no result is told without what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfxl.model.coverage import Coverage, LastYear, PackStatus
from perfxl.model.finding import Finding, Severity
from perfxl.model.table import Unread

NO_TABLE = "未识别到已知的表，没有可检查或填写的内容；请确认选对了工作簿，表头是否保留了官方表样的名称。"
_MOST_PLACES = 10


def summary(findings: Sequence[Finding], coverage: Coverage) -> str:
    """Return in one sentence what was found, in how many numbers, and how many were not compared."""
    if not coverage.tables:
        return _by_labels(findings, coverage) if coverage.claimed else NO_TABLE
    left = coverage.uncompared
    reasons = "，".join(f"{reason.term} {count} 个" for reason, count in left.items())
    rest = f"未核对 {sum(left.values())} 个：{reasons}。" if left else "没有未核对的数。"
    done = "只做了所选的检查，在可核对的 {} 个数里" if coverage.deselected else "核对了 {} 个数，"
    return f"{done.format(coverage.compared)}{found_clause(findings)}；{rest}"


def _by_labels(findings: Sequence[Finding], coverage: Coverage) -> str:
    """Return the summary of a workbook of no known kind, whose numbers were held against what labels claim."""
    left = sum(map(coverage.left, coverage.unread))
    rest = f"另有 {left} 个数没有核对" if left else "没有未核对的数"
    return (
        f"没有已知种类的表，不能填写；按各表自己的标签核对了 {sum(coverage.claimed.values())} 个数，"
        f"{found_clause(findings)}；{rest}。"
    )


def found_clause(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, gravest first."""
    if not findings:
        return "未发现问题"
    levels = [finding.severity for finding in findings]
    each = "，".join(f"{severity.term} {levels.count(severity)}" for severity in Severity)
    return f"发现 {len(findings)} 项（{each}）"


def incompleteness(coverage: Coverage) -> Iterator[str]:
    """Yield what keeps the result from being whole: cells and sheets that were not read, checks that erred."""
    blocks = [_block(block, coverage) for block in coverage.unread if block.sheet not in coverage.sheets]
    if blocks:
        yield f"没有读：{shorten(blocks)}；请人工核对这些格子，认出了哪些表用 perfxl map 查看。"
    lacking = list(_lacking(coverage))
    if lacking:
        yield f"不完整的表：{shorten(lacking)}。"
    if coverage.sheets:
        yield f"没有识别到表的工作表：{shorten([_sheet(name, coverage) for name in coverage.sheets])}。"
    yield from _undone(coverage)


def _lacking(coverage: Coverage) -> Iterator[str]:
    """Yield which tables lack what; tables of one name by their sheets, each name once."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for table in coverage.tables:
        if table.missing:
            groups.setdefault((table.name, table.missing), []).append(table.sheet)
    for (name, missing), sheets in groups.items():
        where = f"（{'、'.join(dict.fromkeys(sheets))}）" if len(sheets) > 1 else ""
        yield f"“{name}”{where}没有认出{'、'.join(missing)}"


def _undone(coverage: Coverage) -> Iterator[str]:
    """Yield which checks were not done, and why."""
    if coverage.deselected:
        yield deselection(coverage.deselected)
    for failed in coverage.failed:
        yield f"检查 {failed.code}（{failed.name}）出错（{failed.error}），没有做成，请联系维护人员；其余检查照常。"


def deselection(codes: Sequence[str]) -> str:
    """Return which checks were not to be done, and what that means."""
    return f"按要求没有做的检查 {len(codes)} 项，只由它们核对的数没有核对：{'、'.join(codes)}。"


def _sheet(name: str, coverage: Coverage) -> str:
    blocks = [block for block in coverage.unread if block.sheet == name]
    numbers, left = sum(block.numbers for block in blocks), sum(map(coverage.left, blocks))
    claimed = f"，其中 {numbers - left} 个按标签核对了" if left < numbers else ""
    return f"“{name}”（{numbers} 个数{claimed}）" if numbers else f"“{name}”"


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Yield what else the result rests on: unconfirmed rules, checks with nothing to look at, the packs that judged."""
    if coverage.unconfirmed:
        yield f"核对过的数中有 {coverage.unconfirmed} 个只依据出处未核实的规则。"
    if coverage.idle and coverage.tables:
        yield f"没有对应的表，用不上的检查 {len(coverage.idle)} 项：{'、'.join(coverage.idle)}。"
    if coverage.previous:
        yield _previous(coverage.previous)
    if coverage.packs:
        yield f"规则包：{'；'.join(map(_pack, coverage.packs))}。{coverage.choice}"


def _previous(last: LastYear) -> str:
    alone = f"；没有对应的表、没有与上年比较的工作表：{shorten(last.unpaired)}" if last.unpaired else ""
    return f"上年的工作簿“{last.book}”：两年都有的数 {last.compared} 个{alone}。"


def shorten(places: Sequence[str]) -> str:
    """Return places for a sentence, the first ten by name."""
    named = "、".join(places[:_MOST_PLACES])
    return f"{named} 等 {len(places)} 处" if len(places) > _MOST_PLACES else named


def _block(block: Unread, coverage: Coverage) -> str:
    counts = [f"{count} 个{what}" for count, what in ((block.numbers, "数"), (block.texts, "文字")) if count]
    claimed = coverage.claimed.get((block.sheet, block.range), 0)
    counts += [f"其中 {claimed} 个数按标签核对了"] if claimed else []
    sample = f"，如“{' '.join(block.sample.split())}”" if block.sample else ""
    return f"{block.sheet}!{block.range}（{'、'.join(counts)}{sample}）"


def _pack(pack: PackStatus) -> str:
    parts = [f"规则已核实 {pack.confirmed} 条"] if pack.confirmed else []
    parts += [f"未核实 {pack.unconfirmed} 条"] if pack.unconfirmed else []
    return f"{pack.name} {pack.title}（{'，'.join(parts) or '没有规则'}）"
