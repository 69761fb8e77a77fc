"""What labels and headings claim: totals, parts, rates, differences, scores."""

from __future__ import annotations

import re
from functools import lru_cache

from perfxl.numerals.characters import compact

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_NUMBERING = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]+[、.]",
        r"\([一二三四五六七八九十]+\)",
        r"[0-9]{1,2}[、.](?![0-9])",
        r"\([0-9]{1,2}\)",
        r"[①-⑳]",
    )
)
_CODE = re.compile(r"[2-5](?:[0-9]{2}){1,3}(?=[^0-9.,:/%])")  # of a budget item before its name (2010101行政运行)
_CODES = re.compile(r".*(?:编码|代码|编号|科目号)")
_CODE_PARTS = ("类", "款", "项", "目")
_TOTAL = re.compile(r".*(?:合计|总计|小计|共计|总额|总和|合计数|总数)|总分|(?:grand|sub)?total|sum", re.I)
_TOTAL_ENDING = re.compile(r"(?:合计|总计|小计|共计|总额|总和|总数)数?$")
_GRAND_TOTAL = re.compile(r".*总计数?")
_SIDES = (re.compile(r"收入|来源"), re.compile(r"支出|运用|去向"))
_OF_WHICH = re.compile(r"其中[:,、]?|其[:,]")
_RATE = re.compile(r"率|占比|比例|比重|百分比|进度|%|比上年|增长|增幅|percent", re.I)
_CHANGE = re.compile(r"[较比](?:上年|去年|年初|预算).{0,4}(?:增减|增加|减少|变动|差)(?:额|数|金额)?(?:\([^%]*\))?")
_SHARE = re.compile(r"占|比重|构成|percentof|share", re.I)
_GROWTH = re.compile(r"增|比上年|变动|变化|下降|growth|change", re.I)
_DIFFERENCE = re.compile(
    r"差|剩余|结余|余额|增减|增加|变动|净|未.{0,4}数|结转|扣分|扣减|失分|difference|balance|remaining", re.I
)
_MOVEMENT = {
    "opening": re.compile(
        r"(?:年初|期初|上年末?|月初|季初|上年结转|上期)(?:余额|结余|结转|数|金额|数量|存量|合计|结转结余|资金)*|年初预算数?"
    ),
    "added": re.compile(r"(?:本[年期月]|当年)?(?:增加|新增|收入|转入|购置|入库|调增|追加)(?:额|数|金额|数量|合计)*"),
    "deducted": re.compile(
        r"(?:本[年期月]|当年)?(?:减少|支出|处置|转出|核销|出库|使用|调减|核减)(?:额|数|金额|数量|合计)*"
    ),
    "closing": re.compile(
        r"(?:年末|期末|月末|季末|年终|本年末)(?:余额|结余|结转|数|金额|数量|存量|合计|结转结余|资金)*|结转下年|调整后?预算数?"
    ),
}
_PRICE = re.compile(r"单价|人均|每(?:人|户|亩|台|件|次|平方米)|(?:补助|补贴|发放|收费|资助|支出)标准")
_QUANTITY = re.compile(r"数量|人数|户数|面积|天数|月数|次数|人次|台数|件数|辆数|套数|亩数|里程|期数|个数")
_COEFFICIENT = re.compile(r"系数|得分率|完成率|达成率|实现程度|完成程度|执行率")
_RUNNING = re.compile(r"累计|cumulative|running", re.I)
_SCORE = re.compile(r"得分|评分|分数|自评分")
_POINTS = re.compile(r"分值|权重|满分|标准分")
_SERIAL = re.compile(r"序号|编号|编码|代码|年份|年度|行次|栏次|电话|年月|日期|页码|no\.?|id|#|year|code", re.I)
_TOTAL_SCORE = re.compile(r".*(?:总分|合计|总计|小计|总得分|综合得分)")
_DESCRIBES = re.compile(r"指标值|目标值|年初目标|预期值|完成|实际|性质|单位|解释|说明|标准|细则|内容|备注|原因")
_LABEL_POINTS = re.compile(r"\(([0-9]{1,3}(?:\.[0-9]+)?)分\)")


_LONGEST_CODE = 10  # numbered lines are deeper than lines with codes


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Return a label without numbering, brackets, 其中 and colon."""
    label = _CODE.sub("", compact(text), count=1) if _CODE.match(compact(text)) else compact(text)
    for _ in range(2):
        for pattern in _NUMBERING:
            match = pattern.match(label)
            label = label[match.end() :] if match else label
        label = _OF_WHICH.sub("", label, count=1) if _OF_WHICH.match(label) else label
    return _BRACKETS.sub("", label).rstrip(":")


@lru_cache(maxsize=8192)
def is_total(text: str) -> bool:
    """Whether a label claims to sum up: 合计, 小计, 部门支出合计, 年度资金总额."""
    return bool(_TOTAL.fullmatch(bare(text)))


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """Return a label without what claims a total: 项目支出 of 项目支出合计, "" of 合计 alone."""
    label = bare(text)
    return _TOTAL_ENDING.sub("", label) if is_total(text) else label


def kind_of_total(text: str) -> str:
    """Return how a label claims to sum up: 小计 of 甲类小计, 合计 of 本年收入合计."""
    return bare(text)[-2:]


@lru_cache(maxsize=8192)
def is_of_which(text: str) -> bool:
    """Whether a label says that its line is part of the one above (其中)."""
    label = compact(text)
    for pattern in _NUMBERING:
        match = pattern.match(label)
        label = label[match.end() :] if match else label
    return bool(_OF_WHICH.match(label))


@lru_cache(maxsize=8192)
def level(text: str) -> tuple[int, int]:
    """Return the depth of a label: its numbering (unnumbered is deepest), then its indent."""
    label = compact(text)
    code = _CODE.match(label)
    if code:
        return len(code[0]) - _LONGEST_CODE, 0
    style = next((rank for rank, pattern in enumerate(_NUMBERING) if pattern.match(label)), len(_NUMBERING))
    raw = text.replace("\N{IDEOGRAPHIC SPACE}", "  ")
    return style, len(raw) - len(raw.lstrip())


def is_numbered(text: str) -> bool:
    """Whether a label begins with a number or a code: 一、, （一）, 1., 2010101."""
    label = compact(text)
    return bool(_CODE.match(label)) or any(pattern.match(label) for pattern in _NUMBERING)


def is_grand_total(text: str) -> bool:
    """Whether a label claims to close an account: 总计, 收入总计."""
    return bool(_GRAND_TOTAL.fullmatch(bare(text)))


def are_opposite(one: str, other: str) -> bool:
    """Whether texts name the two sides of an account, each one side only: 收入 and 支出."""
    told = [tuple(bool(side.search(compact(text))) for side in _SIDES) for text in (one, other)]
    return sorted(told) == [(False, True), (True, False)]


def is_rate(heading: str) -> bool:
    """Whether a heading names a rate or a share; 比上年增减 without more names an amount."""
    label = compact(heading)
    return bool(_RATE.search(label)) and not _CHANGE.fullmatch(label)


def is_share(heading: str) -> bool:
    """Whether a heading names a share of a whole."""
    return bool(_SHARE.search(compact(heading)))


def is_growth(heading: str) -> bool:
    """Whether a heading names growth or change."""
    return bool(_GROWTH.search(compact(heading)))


def is_difference(heading: str) -> bool:
    """Whether a heading names a difference or a remainder."""
    return bool(_DIFFERENCE.search(compact(heading)))


def part_of_movement(heading: str) -> str:
    """Return what a heading is in opening + additions - deductions = closing (期初、增加、减少、期末), "" for none."""
    label = bare(heading)
    return next((part for part, pattern in _MOVEMENT.items() if pattern.fullmatch(label)), "")


def is_price(heading: str) -> bool:
    """Whether a heading names what one costs (单价, 人均标准)."""
    return bool(_PRICE.search(compact(heading)))


def is_quantity(heading: str) -> bool:
    """Whether a heading names how many (数量, 人数, 天数)."""
    return bool(_QUANTITY.search(bare(heading))) and not is_price(heading)


def is_coefficient(heading: str) -> bool:
    """Whether a heading names the share of the points that is earned (得分系数, 得分率)."""
    return bool(_COEFFICIENT.search(compact(heading)))


def is_running(heading: str) -> bool:
    """Whether a heading names a running total (累计)."""
    return bool(_RUNNING.search(compact(heading)))


def is_score(heading: str) -> bool:
    """Whether a heading names scores."""
    return bool(_SCORE.search(compact(heading))) and not is_points(heading)


def is_points(heading: str) -> bool:
    """Whether a heading names the points to be had."""
    return bool(_POINTS.search(compact(heading)))


def describes(heading: str) -> bool:
    """Whether a heading stands over what is said of a line (targets, explanations), not over its name."""
    return bool(_DESCRIBES.search(compact(heading)))


def is_serial(heading: str) -> bool:
    """Whether a heading names numbers that are names: 序号, 代码, 年份."""
    return bool(_SERIAL.fullmatch(bare(heading)))


def is_code(heading: str) -> bool:
    """Whether a heading stands over codes of budget items (科目编码), or over a part of them (类、款、项)."""
    return bare(heading) in _CODE_PARTS or bool(_CODES.fullmatch(bare(heading)))


def is_line_number(heading: str) -> bool:
    """Whether a heading stands over the numbers that definitions call the lines by (行次)."""
    return bare(heading) in ("行次", "栏次", "行号")


def is_total_score(label: str) -> bool:
    """Whether a label closes a score table."""
    return bool(_TOTAL_SCORE.fullmatch(bare(label)))


def points_in(label: str) -> str:
    """Return the points that a label prints, "产出指标(50分)" -> "50"; "" where it prints none."""
    match = _LABEL_POINTS.search(compact(label))
    return match[1] if match else ""
