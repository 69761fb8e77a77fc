"""One cell as XML."""

from __future__ import annotations

from decimal import Decimal

from perfxl.errors import RefusedError
from perfxl.files.parts.content import encode_text, number_text
from perfxl.package.markup import escaped
from perfxl.sheets.snapshot import Value

LONGEST_TEXT = 32_767
_LONGEST_FORMULA = 8_192


def cell_xml(address: str, style: int, value: Value, formula: str | None = None, prefix: str = "") -> str:
    """Return a cell's element; a text that begins with "=" stays a text.

    RefusedError where Excel could not hold the text or the formula.
    """
    kind, inside = _constant(value, prefix, address) if formula is None else result(value, prefix)
    if formula is not None:
        if len(formula) > _LONGEST_FORMULA:
            raise RefusedError(
                f"单元格 {address} 的公式超过 {_LONGEST_FORMULA} 个字符，Excel 无法保存，请改为写入数值。"
            )
        inside = f"<{prefix}f>{escaped(formula)}</{prefix}f>{inside}"
    attributes = (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
    if not inside:
        return f'<{prefix}c r="{address}"{attributes}/>'
    return f'<{prefix}c r="{address}"{attributes}>{inside}</{prefix}c>'


def _constant(value: Value, prefix: str, address: str) -> tuple[str, str]:
    if not isinstance(value, str):
        return result(value, prefix)
    if len(value) > LONGEST_TEXT:
        raise RefusedError(f"单元格 {address} 的文字超过 {LONGEST_TEXT} 个字符，Excel 无法保存，请缩短后重试。")
    if not value:
        return "", ""
    space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
    return "inlineStr", f"<{prefix}is><{prefix}t{space}>{encode_text(value)}</{prefix}t></{prefix}is>"


def result(value: Value, prefix: str) -> tuple[str, str]:
    """Return the type and the value element of a formula's cached result."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return "b", f"<{prefix}v>{int(value)}</{prefix}v>"
    if isinstance(value, Decimal):
        return "", f"<{prefix}v>{number_text(value)}</{prefix}v>"
    return "str", f"<{prefix}v>{encode_text(value)}</{prefix}v>"
