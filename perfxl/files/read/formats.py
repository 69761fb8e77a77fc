"""Number formats of cell styles."""

from __future__ import annotations

from lxml import etree

GENERAL = "General"

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
