"""函数转为数值, 修复函数链接: workbooks that go to a computer without the add-in, or come from another."""

from __future__ import annotations

from perfxl.jobs.relink import relink as relinked
from perfxl.jobs.tovalues import to_values, without_value
from perfxl.ribbon.changing import Planned, change, shortened
from perfxl.ribbon.desk import Desk
from perfxl.sheets.snapshot import Snapshot

_GO_ON = "是否继续？可用“撤销上次操作”还原。"


def tovalues(desk: Desk) -> str:
    """函数转为数值: put the values in the place of our functions."""
    return change(desk, "函数转为数值", _to_values)


def relink(desk: Desk) -> str:
    """修复函数链接: have our functions computed by the add-in at hand."""
    return change(desk, "修复函数链接", _relink)


def _to_values(snapshot: Snapshot) -> Planned:
    changes, left = to_values(snapshot), [str(place) for place in without_value(snapshot)]
    kept = (f"以下单元格的函数没有可用的结果，保留公式：{shortened(left)}。",) if left else ()
    if changes.empty:
        return Planned(changes, kept or ("工作簿里没有使用绩效函数的公式。",))
    count = len(changes.cells)
    return Planned(
        changes, (f"已把 {count} 个单元格转为数值。", *kept), f"将把 {count} 个单元格的绩效函数换成数值。{_GO_ON}"
    )


def _relink(snapshot: Snapshot) -> Planned:
    changes = relinked(snapshot)
    if changes.empty:
        return Planned(changes, ("没有指向别处加载项的函数。",))
    count = len(changes.cells)
    return Planned(changes, (f"已修复 {count} 个单元格的函数链接。",), f"将修复 {count} 个单元格的函数链接。{_GO_ON}")
