"""Words that all forms share (通用字样): notes, signatures, remarks, what a template leaves to be replaced."""

from __future__ import annotations

from dataclasses import dataclass

from perfxl.rules.patterns import Pattern
from perfxl.rules.validation import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Part):
    """Patterns over compact texts.

    notes        remarks below a table (注：)
    prose        texts that are remarks where they stand alone in a row
    signatures   who filled it in, when (填报人)
    remarks      headings of columns that hold nothing computed (备注, 数据来源)
    fillers      what a template leaves to be replaced (指标1：, ……)
    attachments  the number of an attachment above a title (附件1)
    units        lines that tell the unit
    sections     titles of parts (一、…)
    heads        lines between a title and its table (填报单位：…)
    """

    notes: tuple[Pattern, ...]
    prose: tuple[Pattern, ...]
    signatures: tuple[Pattern, ...]
    remarks: tuple[Pattern, ...]
    fillers: tuple[Pattern, ...]
    attachments: tuple[Pattern, ...]
    units: tuple[Pattern, ...]
    sections: tuple[Pattern, ...]
    heads: tuple[Pattern, ...]
