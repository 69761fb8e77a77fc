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
_TOTAL = re.compile(r".*(?:合计|总计|小计|共计|总额|总和|合计数|总数)|总分|(?:grand|sub)?total|sum", re.I)
_OF_WHICH = re.compile(r"其中[:,、]?|其[:,]")
_RATE = re.compile(r"率|占比|比例|比重|百分比|进度|%|比上年|增长|增幅|percent", re.I)
_SHARE = re.compile(r"占|比重|构成|percentof|share", re.I)
_GROWTH = re.compile(r"增|比上年|变动|变化|下降|growth|change", re.I)
_DIFFERENCE = re.compile(r"差|剩余|结余|余额|增减|增加|变动|净|未.{0,4}数|结转|difference|balance|remaining", re.I)
_RUNNING = re.compile(r"累计|cumulative|running", re.I)
_SCORE = re.compile(r"得分|评分|分数|自评分")
_POINTS = re.compile(r"分值|权重|满分|标准分")
_SERIAL = re.compile(r"序号|编号|编码|代码|年份|年度|行次|栏次|电话|年月|日期|页码|no\.?|id|#|year|code", re.I)
_TOTAL_SCORE = re.compile(r".*(?:总分|合计|总计|小计|总得分|综合得分)")
_DESCRIBES = re.compile(r"指标值|目标值|年初目标|预期值|完成|实际|性质|单位|解释|说明|标准|细则|内容|备注|原因")
_LABEL_POINTS = re.compile(r"\(([0-9]{1,3}(?:\.[0-9]+)?)分\)")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Return a label without numbering, brackets, 其中 and colon."""
    label = compact(text)
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
    style = next((rank for rank, pattern in enumerate(_NUMBERING) if pattern.match(label)), len(_NUMBERING))
    raw = text.replace("\N{IDEOGRAPHIC SPACE}", "  ")
    return style, len(raw) - len(raw.lstrip())


def is_rate(heading: str) -> bool:
    """Whether a heading names a rate or a share."""
    return bool(_RATE.search(compact(heading)))


def is_share(heading: str) -> bool:
    """Whether a heading names a share of a whole."""
    return bool(_SHARE.search(compact(heading)))


def is_growth(heading: str) -> bool:
    """Whether a heading names growth or change."""
    return bool(_GROWTH.search(compact(heading)))


def is_difference(heading: str) -> bool:
    """Whether a heading names a difference or a remainder."""
    return bool(_DIFFERENCE.search(compact(heading)))


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


def is_total_score(label: str) -> bool:
    """Whether a label closes a score table."""
    return bool(_TOTAL_SCORE.fullmatch(bare(label)))


def points_in(label: str) -> str:
    """Return the points that a label prints, "产出指标(50分)" -> "50"; "" where it prints none."""
    match = _LABEL_POINTS.search(compact(label))
    return match[1] if match else ""
