"""What an indicator promises and what was reached (指标值、实际完成值), made comparable, or why they are not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from perfxl.model.expression import Expr, Ref, divide, number, times
from perfxl.model.figure import Figure, State
from perfxl.model.table import Row
from perfxl.numerals.characters import half_width
from perfxl.numerals.reading import read
from perfxl.numerals.units import magnitude
from perfxl.rules.kinds import term
from perfxl.rules.project import Project
from perfxl.scoring.derived import Cause
from perfxl.scoring.ledger import Ledger
from perfxl.scoring.verbs import in_unit

_PERCENT = "%"
_SLIP = (Decimal(50), Decimal(200))  # figures a hundredfold apart: one in percent points, one as a fraction
_BLANKS = (State.BLANK, State.UNCACHED)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A quantitative indicator: target and actual as operands in one unit; `sign` is "" where none is written."""

    sign: str
    target: Expr
    actual: Expr
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Qualitative:
    """A qualitative indicator (定性指标)."""


@dataclass(frozen=True, slots=True)
class Incomparable:
    """Target and actual that cannot be compared, and why, one Chinese clause."""

    reason: str
    cause: Cause = Cause.OTHER


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a comparison: `points` tells a plain number in a row whose unit is %."""

    key: str
    figure: Figure
    unit: str
    power: int = 0  # of ten, by which the row's unit multiplies the number: 4 for 万人次
    points: bool = False

    def operand(self, less: int = 0) -> Expr:
        """Return the number in its unit without the magnitude; `less` of it is left away on both sides."""
        ref = Ref(self.figure, self.term)
        return times(ref, number(10 ** (self.power - less))) if self.power > less else ref

    def fraction(self) -> Expr:
        """Return percent points as a fraction."""
        ref = Ref(self.figure, self.term)
        return divide(ref, number(100)) if self.points else ref

    @property
    def term(self) -> str:
        """The field's term."""
        return term("project_form", self.key)


def compare(ledger: Ledger, row: Row, project: Project) -> Comparison | Qualitative | Incomparable:
    """Return what an indicator's row promises and reached."""
    if "target" not in row.cells or "actual" not in row.cells:
        return Incomparable("表中没有指标值栏或实际完成值栏")
    target, actual = (_numeral(ledger.current(row.cells[key])) for key in ("target", "actual"))
    nature = _nature(row, project)
    if nature is None or target.state is State.TEXT:
        return Qualitative()
    unreadable = _unreadable(target, actual, nature)
    if unreadable:
        return unreadable
    return _compared(_side("target", target, row), _side("actual", actual, row), target.sign or nature)


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


def _unreadable(target: Figure, actual: Figure, nature: str) -> Incomparable | None:
    """Return why target and actual tell no two numbers to compare, None where they do or the actual is still blank."""
    if target.state is not State.NUMBER:
        return Incomparable("没有填写指标值", Cause.NO_TARGET)
    if target.sign and nature not in ("", target.sign):
        told = f"指标值写“{target.sign}”，指标性质写“{nature}”，方向不一致"
        return Incomparable(told, Cause.DIRECTION)
    if actual.state is State.NUMBER and actual.sign not in ("", "="):
        return Incomparable("实际完成值带有比较符号，不是一个确定的数")
    if actual.state not in (State.NUMBER, *_BLANKS):
        return Incomparable("指标值是数值，实际完成值不是数值", Cause.WORD_ACTUAL)
    return Incomparable("指标值为负数，没有计分规则") if (target.value or 0) < 0 else None


def _side(key: str, figure: Figure, row: Row) -> _Side:
    told = half_width("".join(row.text("measure_unit").split()))
    power, unit = (0, figure.unit) if figure.unit else magnitude(told)
    return _Side(key, figure, unit, power, points=not figure.unit and told == _PERCENT)


def _compared(target: _Side, actual: _Side, sign: str) -> Comparison | Incomparable:
    if actual.figure.value is None:
        return Comparison(sign, target.operand(), actual.operand())
    if _PERCENT in (target.unit, actual.unit):
        return _percents(target, actual, sign)
    common = min(target.power, actual.power)
    left, right = target.operand(common), actual.operand(common)
    if target.unit == actual.unit or not (target.unit and actual.unit):
        return Comparison(sign, left, right)
    money = in_unit(right, actual.unit, target.unit)
    if money is None:
        told = f"指标值的单位是“{target.unit}”，实际完成值的单位是“{actual.unit}”，不能比较"
        return Incomparable(told, Cause.UNITS)
    return Comparison(sign, left, money)


def _percents(target: _Side, actual: _Side, sign: str) -> Comparison | Incomparable:
    """Compare percentages: 98%, or 98 where the row's unit is %; a bare number may be either, so it is none."""
    for side, other in ((target, actual), (actual, target)):
        if side.unit != _PERCENT and side.figure.value:
            return Incomparable(f"{other.term}是百分数，{side.term}没有写%，不能比较", Cause.PERCENT)
    if target.points != actual.points:
        return Comparison(sign, target.fraction(), actual.fraction(), percent=True)
    if _is_hundredfold(target.figure, actual.figure):
        return Incomparable("指标值和实际完成值相差约100倍，可能一个是百分数、一个是小数", Cause.HUNDREDFOLD)
    return Comparison(sign, target.operand(), actual.operand(), percent=True)


def _is_hundredfold(target: Figure, actual: Figure) -> bool:
    if not target.value or not actual.value:
        return False
    low, high = _SLIP
    ratio = abs(target.value / actual.value)
    return low <= ratio <= high or low <= 1 / ratio <= high
