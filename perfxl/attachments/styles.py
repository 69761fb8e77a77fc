"""The looks of attachment sheets (附件版式): 黑体 label, 小标宋 title, 仿宋 cells within thin borders."""

from __future__ import annotations

from dataclasses import replace

from perfxl.sheets.changeset import Style

MONEY_FORMAT, RATE_FORMAT, SCORE_FORMAT = "#,##0.00", "0.00%", "0.00"

ATTACHMENT = Style(font="黑体", size=16, horizontal="left", wrap=False, border=False)
TITLE = Style(font="方正小标宋简体", size=20, border=False)
UNDER_TITLE = Style(size=12, border=False)
FOOT = Style(horizontal="left", border=False)

HEADER = Style(font="黑体")
TOTAL = Style(font="黑体")
CELL = Style()
PROSE = Style(horizontal="left")
MONEY = Style(horizontal="right", wrap=False, number_format=MONEY_FORMAT)
RATE = Style(wrap=False, number_format=RATE_FORMAT)
SCORE = Style(wrap=False, number_format=SCORE_FORMAT)
TOTAL_SCORE = replace(TOTAL, wrap=False, number_format=SCORE_FORMAT)
TOTAL_WEIGHT = replace(TOTAL, wrap=False)

LINK = Style(horizontal="left", color="0563C1", underline=True)
ERROR = Style(font="黑体", fill="F8CBAD", color="9C0006")
WARNING = Style(font="黑体", fill="FFEB9C", color="7F6000")
INFO = Style(font="黑体", fill="DDEBF7", color="1F4E78")


def with_format(style: Style, number_format: str) -> Style:
    """Return the style with a number format of its own; "General" keeps the style's."""
    return style if number_format == "General" else replace(style, number_format=number_format)
