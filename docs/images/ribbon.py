"""Draw the pictures of docs/excel.md from the ribbon's XML, and the icons from their SVG: python docs/images/ribbon.py.

Needs resvg-py and a Chinese font. The pictures are drawings, not photographs of Excel.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from resvg_py import svg_to_bytes

HERE = Path(__file__).resolve().parent
RIBBON = HERE.parents[1] / "macros" / "ribbon"
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
TABS = ("文件", "开始", "插入", "页面布局", "公式", "数据", "审阅", "视图")
FONT = "Noto Sans CJK SC, Microsoft YaHei, sans-serif"
HEIGHT, TOP, GROUP_TOP, ZOOM, ICON = 176, 8, 44, 2, 64
INK, PALE, ACCENT = "#303437", "#6a7075", "#217346"


def text(x: float, y: float, told: str, size: int = 12, colour: str = INK, anchor: str = "start") -> str:
    """Return a line of text."""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">{told}</text>'


def icon(name: str, x: float, y: float, size: int) -> str:
    """Return a picture of the ribbon at a place."""
    body = re.sub(r"</?svg[^>]*>", "", (RIBBON / "icons" / f"{name}.svg").read_text(encoding="utf-8")).strip()
    return f'<g transform="translate({x} {y}) scale({size / 32})">{body}</g>'


def large(button: ET.Element, x: float) -> tuple[str, float]:
    """Return a large button and its width: the picture above the label, which takes two lines where it is long."""
    label = button.attrib["label"]
    half = (len(label) + 1) // 2 if len(label) > 4 else len(label)
    lines = [part for part in (label[:half], label[half:]) if part]
    width = max(12 * max(map(len, lines)) + 16, 56)
    told = "".join(
        text(x + width / 2, GROUP_TOP + 64 + 16 * row, line, anchor="middle") for row, line in enumerate(lines)
    )
    return icon(button.attrib["image"], x + width / 2 - 18, GROUP_TOP + 8, 36) + told, width


def small(buttons: list[ET.Element], x: float) -> tuple[str, float]:
    """Return up to three small buttons in a column, and its width."""
    drawn = []
    for row, button in enumerate(buttons):
        y = GROUP_TOP + 6 + 28 * row
        drawn += [icon(button.attrib["image"], x + 4, y, 20), text(x + 30, y + 15, told(button))]
    return "".join(drawn), 12 * max(len(told(button)) for button in buttons) + 42


def told(button: ET.Element) -> str:
    """Return the label of a button; that of a menu has an arrow."""
    return button.attrib["label"] + (" ▾" if button.tag == f"{UI}menu" else "")


def columns(group: ET.Element) -> list[list[ET.Element]]:
    """Return the buttons as Excel stacks them: a large one alone, small ones by three."""
    found: list[list[ET.Element]] = []
    for button in group:
        alone = button.get("size") == "large"
        if alone or not found or found[-1][0].get("size") == "large" or len(found[-1]) == 3:
            found.append([])
        found[-1].append(button)
    return found


def ribbon(tab: ET.Element) -> str:
    """Return the drawing of the tab with its groups."""
    drawn, x = [], 10.0
    for group in tab.iter(f"{UI}group"):
        start = x
        for column in columns(group):
            made, width = large(column[0], x) if column[0].get("size") == "large" else small(column, x)
            drawn.append(made)
            x += width
        drawn.append(text((start + x) / 2, HEIGHT - 14, group.attrib["label"], 11, PALE, "middle"))
        x += 8
        drawn.append(f'<path d="M{x} {GROUP_TOP + 6}V{HEIGHT - 10}" stroke="#d5d8da"/>')
        x += 8
    return framed(max(x, 640), HEIGHT, tabs(tab.attrib["label"]) + "".join(drawn))


def tabs(own: str) -> str:
    """Return the row of Excel's tabs with ours at the end."""
    drawn, x = [], 14
    for label in (*TABS, own):
        width = 13 * len(label)
        drawn.append(text(x, TOP + 20, label, 13, ACCENT if label == own else INK))
        if label == own:
            drawn.append(f'<rect x="{x}" y="{TOP + 27}" width="{width}" height="3" fill="{ACCENT}"/>')
        x += width + 22
    return "".join(drawn)


def menu(entries: ET.Element) -> str:
    """Return the drawing of a cell's context menu, Excel's own entries only hinted at."""
    drawn, y = [], 10
    for label in ("剪切", "复制", "粘贴选项：", "……", "设置单元格格式…", "链接"):
        drawn.append(text(40, y + 15, label, 12, PALE))
        y += 26
    drawn.append(f'<path d="M36 {y}H206" stroke="#d5d8da"/>')
    for button in entries.iter(f"{UI}button"):
        drawn += [icon(button.attrib["image"], 10, y + 3, 20), text(40, y + 18, button.attrib["label"])]
        y += 28
    return framed(216, y + 10, "".join(drawn))


def framed(width: float, height: float, body: str) -> str:
    """Return a whole SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FONT}"><rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="4" fill="#fff" '
        f'stroke="#c8ccd0"/>{body}</svg>'
    )


def main() -> None:
    """Draw the tab and the menu, and the icons as the add-in takes them."""
    root = ET.parse(RIBBON / "customUI14.xml").getroot()  # noqa: S314 (our own file)
    drawings = {
        "ribbon.png": ribbon(root.find(f".//{UI}tab")),
        "menu.png": menu(root.find(f"{UI}contextMenus/{UI}contextMenu")),
    }
    for name, svg in drawings.items():
        (HERE / name).write_bytes(bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM)))
    for source in sorted((RIBBON / "icons").glob("*.svg")):
        picture = svg_to_bytes(svg_string=source.read_text(encoding="utf-8"), width=ICON, height=ICON)
        source.with_suffix(".png").write_bytes(bytes(picture))


if __name__ == "__main__":
    main()
