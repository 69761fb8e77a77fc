"""Units (计量单位): which one a heading tells; 元, 万元, 亿元 into each other; magnitudes (万, 亿), which are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from functools import lru_cache

from perfxl.numerals.characters import half_width, without_invisible

_MONEY = {"元": 0, "百元": 2, "千元": 3, "万元": 4, "十万元": 5, "百万元": 6, "千万元": 7, "亿元": 8}
_COUNT_WORDS = """
    人 名 人次 户 个 次 项 份 篇 场 场次 期 批 批次 件 宗 起 例 条 处 座 栋 套 台 辆 部 家 间 只 株 册 本 张 页 组 队
    班 节
    天 日 月 年 小时 分钟 课时 学时 工作日 个工作日 个月 季度 分 倍 百分点 个百分点 万人 万人次 万户
    米 千米 公里 km 平方米 万平方米 平方公里 ㎡ m2 m² km2 km² 亩 万亩 公顷 立方米 ㎥ m³
    吨 万吨 公斤 千克 升 毫升 千瓦 千瓦时 度 ℃
"""
_COUNTS = frozenset(_COUNT_WORDS.split())
_RATES = frozenset("%‰")
_LABEL = re.compile(r"单位\s*(?::|(?<=\s))\s*([^\s()\[\]【】:]+)")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_STATED = re.compile(r"以([^\s以]{1,4})为单位")
_LIST = re.compile(r"[、,;。]")
_CURRENCY = re.compile(r"^(?:人民币|RMB|¥)|人民币$")
_PER = re.compile(r"([^\s/]+)/[^\W\d_]{1,4}")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "w": 4, "W": 4, "亿": 8}
_MAGNITUDE = re.compile(r"([十百千]?万亿?|[十百千]?亿|[百千]|[wW])(.*)", re.S)
_PREFIXED = re.compile(r"千(?:米|克|瓦|伏|安|赫|卡|焦|帕|字节|分之?).*|百分.*|[wW][a-zA-Z].*")  # 千 is part of the unit


def money_factor(unit: str) -> Decimal | None:
    """Return how many 元 the unit is: 万元 -> 10000; None where it is no unit of money."""
    power = _power(unit)
    return None if power is None else Decimal(10**power)


def magnitude(unit: str) -> tuple[int, str]:
    """Return the power of ten that stands before a unit, and the unit: 万人次 -> (4, 人次), 亿 -> (8, "").

    In units of money and in 千米 or 千克 it belongs to the unit: (0, 万元), (0, 千米).
    """
    match = None if "元" in unit or _PREFIXED.fullmatch(unit) else _MAGNITUDE.fullmatch(unit)
    return (sum(_POWERS[sign] for sign in match[1]), match[2]) if match else (0, unit)


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """Return an amount in another unit of money, exact; ValueError where either is no unit of money."""
    old, new = _power(from_unit), _power(to_unit)
    if old is None or new is None:
        raise ValueError(f"not a unit of money: {from_unit if old is None else to_unit!r}")
    with localcontext() as context:
        context.prec = max(60, len(value.as_tuple().digits))
        moved = value.scaleb(old - new)
        return moved.quantize(Decimal(1)) if old > new and moved == moved.to_integral_value() else moved


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str:
    """Return the unit that a heading or a line above a table tells, "" where it tells none or more than one.

    "单位：万元", "金额单位:人民币元", "年初预算数(万元)" and "执行率(%)" tell one;
    "单位名称", "单位:某局" and "单元" do not.
    """
    said = half_width(without_invisible(text)).strip()
    if _known(said) and (_power(said) is not None or said in _RATES):
        return _canonical(said)
    units = {unit for part in _candidates(said) if (unit := _only(part))}
    if not units and said.endswith("%"):
        return "%"
    return units.pop() if len(units) == 1 else ""


def _candidates(said: str) -> Iterator[str]:
    for pattern in (_LABEL, _STATED, _BRACKETS):
        yield from (match[1].strip() for match in pattern.finditer(said))


def _only(part: str) -> str:
    """Return the one unit of "万元" or of "万元、保留两位小数"; in a list only money counts, a remark may name 人."""
    if _known(part):
        return _canonical(part)
    amounts = {_canonical(word) for word in _LIST.split(part) if _power(word) is not None}
    return amounts.pop() if len(amounts) == 1 else ""


def _known(unit: str) -> bool:
    bare = _canonical(unit)
    per = _PER.fullmatch(bare)
    return bare in _MONEY or bare in _COUNTS or bare in _RATES or (per is not None and _known(per[1]))


def _canonical(unit: str) -> str:
    return _CURRENCY.sub("", "".join(unit.split()))


def _power(unit: str) -> int | None:
    return _MONEY.get(_canonical(half_width(unit)))
