"""Recognised tables as text for people, columns aligned (a Chinese character is two wide)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from perfxl.attachments.statement import NO_TABLE
from perfxl.model.table import Evaluation, Table, Unread
from perfxl.output.documents import field_addresses, row_span
from perfxl.output.visible import lines_text
from perfxl.rules.kinds import kinds


def map_text(evaluation: Evaluation, unknown: Sequence[str] = (), own: Sequence[str] = ()) -> str:
    """Return the recognised tables, then the sheets without one and the sheets that perfxl made."""
    lines = [f"识别到 {len(evaluation.tables)} 张表：" if evaluation.tables else NO_TABLE]
    for table in evaluation.tables:
        lines += ["", *_table(table), *_unread(evaluation, table)]
    beside = [block for block in evaluation.unread if not block.table and block.sheet not in unknown]
    notes = (("没有识别到表的工作表", unknown), ("perfxl 生成的工作表（不作为数据来源）", own))
    listed = [f"表外未读：{block.sheet}!{_described(block)}" for block in beside]
    listed += [f"{label}：{'、'.join(names)}" for label, names in notes if names]
    return lines_text([*lines, *([""] if listed else []), *listed])


def _table(table: Table) -> Iterator[str]:
    first, last = row_span(table)
    facts = (
        f"{table.sheet}!{table.range}",
        f"第 {first}～{last} 行",
        *([f"单位：{table.unit or '未写明'}"] if kinds()[table.kind].unit else []),
        f"把握 {table.confidence:.2f}",
    )
    kind = kinds()[table.kind]
    yield f"{table.name}（{kind.name}）"
    yield "  " + "  ".join(facts)
    addresses = [(kind.term(key), address) for key, address in field_addresses(table).items()]
    wide = max((width(term) for term, _ in addresses), default=0)
    for term, address in addresses:
        yield f"    {padded(term, wide)}  {_place(address)}"


def _place(address: str) -> str:
    """Return a cell's address, or of which column or row a field is."""
    return f"{address} 列" if address.isalpha() else f"{address} 行" if address.isdigit() else address


def _unread(evaluation: Evaluation, table: Table) -> Iterator[str]:
    if table.missing:
        yield f"    缺少：{'、'.join(table.missing)}"
    for block in evaluation.unread:
        if (block.sheet, block.table) == (table.sheet, table.range):
            yield f"    未读：{_described(block)}"


def _described(block: Unread) -> str:
    counts = [f"{count} 个{what}" for count, what in ((block.numbers, "数"), (block.texts, "文字")) if count]
    return f"{block.range}（{'、'.join(counts)}，如“{' '.join(block.sample.split())}”）"


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, wide: int) -> str:
    """Return the text filled up with spaces to a width in terminal columns."""
    return text + " " * (wide - width(text))
