"""What an indicator promises and what was reached (指标值、实际完成值), made comparable, or why they are not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.model.expression import Expr, Ref, divide, number
from perfxl.model.figure import Figure, State
from perfxl.model.table import Row
from perfxl.numerals.characters import half_width
from perfxl.numerals.reading import read
from perfxl.rules.kinds import term
from perfxl.rules.schema import Project
from perfxl.scoring.ledger import Ledger
from perfxl.scoring.relations import converted

_PERCENT = "%"
_SLIP = (Decimal(50), Decimal(200))  # figures a hundredfold apart: one in percent points, one as a fraction
_BLANKS = (State.BLANK, State.UNCACHED)


@dataclass(frozen=True, slots=True)
class Goal:
    """A quantitative indicator: target and actual as operands in one unit; `sign` is "" where none is written."""

    sign: str
    target: Expr
    actual: Expr
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Qualitative:
    """A qualitative indicator (定性指标)."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Target and actual that cannot be compared, and why, one Chinese clause."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Side:
    figure: Figure
    unit: str
    points: bool  # a plain number in a row whose unit is %


def goal(ledger: Ledger, row: Row, project: Project) -> Goal | Qualitative | Unreadable:
    """Return what an indicator's row promises and reached."""
    if "target" not in row.cells or "actual" not in row.cells:
        return Unreadable("表中没有指标值栏或实际完成值栏")
    target, actual = (_numeral(ledger.now(row.cells[key])) for key in ("target", "actual"))
    nature = _nature(row, project)
    if nature is None or target.state is State.TEXT:
        return Qualitative()
    reason = _unreadable(target, actual, nature)
    if reason:
        return Unreadable(reason)
    return _compared(_side(target, row), _side(actual, row), target.sign or nature)


def _numeral(figure: Figure) -> Figure:
    """Read a number that stands as text in a cell that recognition took as it is."""
    numeral = read(figure.text) if figure.state is State.TEXT else None
    if numeral is None:
        return figure
    return replace(
        figure,
        state=State.NUMBER,
        value=numeral.value,
        unit=numeral.unit,
        quantum=numeral.quantum,
        sign=numeral.sign,
        malformed=numeral.malformed,
    )


def _nature(row: Row, project: Project) -> str | None:
    """Return the sign that the nature column tells, "" where it tells none, None for a qualitative indicator."""
    text = half_width("".join(row.text("nature").split()))
    if text in project.natures.qualitative:
        return None
    sign = read(f"{text}1") if text else None
    return project.natures.signs.get(text, "") or (sign.sign if sign else "")


def _unreadable(target: Figure, actual: Figure, nature: str) -> str:
    if target.state is not State.NUMBER:
        return "没有填写指标值"
    if target.sign and nature and target.sign != nature:
        return f"指标值写“{target.sign}”，指标性质写“{nature}”，方向不一致"
    if actual.state in _BLANKS:
        return ""
    if actual.state is not State.NUMBER:
        return "指标值是数值，实际完成值不是数值"
    if actual.sign and actual.sign != "=":
        return "实际完成值带有比较符号，不是一个确定的数"
    return "指标值为负数，没有计分规则" if target.value is not None and target.value < 0 else ""


def _side(figure: Figure, row: Row) -> _Side:
    told = half_width("".join(row.text("measure_unit").split()))
    return _Side(figure, figure.unit or told, not figure.unit and told == _PERCENT)


def _compared(target: _Side, actual: _Side, sign: str) -> Goal | Unreadable:
    left, right = Ref(target.figure, term("project_form", "target")), Ref(actual.figure, term("project_form", "actual"))
    if actual.figure.value is None:
        return Goal(sign, left, right)
    if _PERCENT in (target.unit, actual.unit):
        return _percents(target, actual, sign)
    if target.unit == actual.unit or not (target.unit and actual.unit):
        return Goal(sign, left, right)
    money = converted(right, actual.unit, target.unit)
    if money is None:
        return Unreadable(f"指标值的单位是“{target.unit}”，实际完成值的单位是“{actual.unit}”，不能比较")
    return Goal(sign, left, money)


def _percents(target: _Side, actual: _Side, sign: str) -> Goal | Unreadable:
    """Compare percentages: 98%, or 98 where the row's unit is %; a bare number may be either, so it is none."""
    bare = [side for side in (target, actual) if side.unit != _PERCENT and side.figure.value]
    if bare:
        which = ("指标值", "实际完成值") if bare[0] is actual else ("实际完成值", "指标值")
        return Unreadable(f"{which[0]}是百分数，{which[1]}没有写%，不能比较")
    if target.points == actual.points and _slipped(target.figure, actual.figure):
        return Unreadable("指标值和实际完成值相差约100倍，可能一个是百分数、一个是小数")
    scaled = target.points != actual.points
    left, right = (
        divide(Ref(side.figure, name), number(100)) if scaled and side.points else Ref(side.figure, name)
        for side, name in ((target, term("project_form", "target")), (actual, term("project_form", "actual")))
    )
    return Goal(sign, left, right, percent=True)


def _slipped(target: Figure, actual: Figure) -> bool:
    if not target.value or not actual.value:
        return False
    low, high = _SLIP
    ratio = abs(target.value / actual.value)
    return low <= ratio <= high or low <= 1 / ratio <= high
