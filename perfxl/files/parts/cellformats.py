"""What cell styles say of their cells: number format, background, whether a protected sheet lets them be edited."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

GENERAL = "General"
OTHER = "other"
_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_TRUTH = {"1", "true"}

# ECMA-376 part 1, 18.8.30; the rest up to 163 depends on the language of Excel and is left out.
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_)_("$"* \\(#,##0.00\\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}


def number_formats(root: etree._Element) -> tuple[str, ...]:
    """Return the number format of every cell style, in order, from the root of the styles part."""
    codes = dict(BUILT_IN)
    for item in root.iterfind("{*}numFmts/{*}numFmt"):
        if item.get("numFmtId", "").isdecimal():
            codes[int(item.get("numFmtId", ""))] = item.get("formatCode", GENERAL)
    return tuple(codes.get(int(style.get("numFmtId") or 0), GENERAL) for style in root.iterfind("{*}cellXfs/{*}xf"))


def style_fills(root: etree._Element) -> tuple[str, ...]:
    """Return the background of every cell style, in order, in the form of `Sheet.fills`; "" is none."""
    fills = tuple(_fill(item) for item in root.iterfind("{*}fills/{*}fill"))
    numbers = (style.get("fillId", "0") for style in root.iterfind("{*}cellXfs/{*}xf"))
    return tuple(fills[int(number)] if number.isdecimal() and int(number) < len(fills) else "" for number in numbers)


def unlocked_styles(root: etree._Element) -> frozenset[int]:
    """Return the indexes of the cell styles whose cells may be edited on a protected sheet."""
    found = enumerate(style.find("{*}protection") for style in root.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(index for index, item in found if item is not None and item.get("locked", "1") not in _TRUTH)


def _fill(item: etree._Element) -> str:
    pattern = item.find("{*}patternFill")
    if pattern is None:
        return OTHER if item.find("{*}gradientFill") is not None else ""
    color = pattern.find("{*}fgColor")
    return fill_form(
        pattern.get("patternType", "none"),
        None if color is None else {str(name): str(value) for name, value in color.attrib.items()},
    )


def fill_form(pattern: str, color: Mapping[str, str] | None) -> str:
    """Return a pattern fill in the form of `Sheet.fills`."""
    if pattern == "none":
        return ""
    if pattern != "solid" or not color:
        return OTHER
    tint = color.get("tint", "0")
    if "theme" in color:
        return f"theme:{color['theme']}:{tint}"
    if float(tint):
        return OTHER
    if "indexed" in color:
        return f"indexed:{color['indexed']}"
    plain = _RGB.fullmatch(color.get("rgb", ""))
    return plain[1].upper() if plain else OTHER


def color_attributes(fill: str) -> str | None:
    """Return a background's colour as attributes of fgColor, None where the form is no solid colour."""
    if _RGB.fullmatch(fill) and len(fill) == 6:
        return f'rgb="FF{fill.upper()}"'
    found = re.fullmatch(r"indexed:(\d+)|theme:(\d+):(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)", fill)
    if not found:
        return None
    if found[1]:
        return f'indexed="{found[1]}"'
    return f'theme="{found[2]}"' + ("" if found[3] == "0" else f' tint="{found[3]}"')
