"""How one cell comes about, in lines that a clerk can follow with a pocket calculator; as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perfxl.checks.evidence.book import disagrees
from perfxl.jobs.explain import Explanation, Home
from perfxl.model.derivation import Derivation, Relation, Status
from perfxl.model.expression import Call, Choose, Expr, compare, evaluate
from perfxl.model.figure import Figure, State
from perfxl.model.rendering import arithmetic
from perfxl.numerals.display import percent
from perfxl.numerals.reading import read
from perfxl.numerals.rounding import half_up
from perfxl.output.documents import SCHEMA
from perfxl.output.precedents import tree_document, tree_text
from perfxl.output.visible import lines_text
from perfxl.rules.kinds import term
from perfxl.sheets.changeset import plain

Line = tuple[str, str]
_SIGNS = {">=": "≥", "<=": "≤"}
_RATES = (Relation.RATE, Relation.SHARE, Relation.PROGRESS)


def explain_text(found: Explanation, *, with_tree: bool = True) -> str:
    """Return a line a step, and below them the tree of what the cell's formula reads."""
    lines = [f"{label}：{text}" for label, text in explain_lines(found)]
    tree = f"\n公式引用：\n{tree_text(found.tree)}" if found.tree and with_tree else ""
    return f"{lines_text(lines)}{tree}"


def explain_document(found: Explanation) -> dict[str, Any]:
    """Return the document of docs/schema/explain.schema.json; `precedents` is null where no formula stands there."""
    lines = [{"label": label, "text": text} for label, text in explain_lines(found)]
    return {"schema": SCHEMA, "lines": lines, "precedents": tree_document(found.tree) if found.tree else None}


def explain_lines(found: Explanation) -> Iterator[Line]:
    """Yield (label, text) of every step."""
    if found.derivation:
        yield from _derived(found.derivation)
        return
    yield "单元格", str(found.place)
    yield "说明", _not_derived(found)


def _derived(derivation: Derivation) -> Iterator[Line]:
    rule, target = derivation.rule, derivation.target
    yield "单元格", f"{target.place}（{' '.join(filter(None, (derivation.row, derivation.term)))}）"
    yield "结果", _result(derivation)
    yield "规则", rule.law
    yield "依据", rule.citation + ("（未经确认，请核对本地文件）" if rule.status is Status.UNCONFIRMED else "")
    yield from dict.fromkeys(("操作数", _operand(name, figure)) for name, figure in derivation.operands())
    if derivation.value is not None:
        yield "算式", _computation(derivation)
    if isinstance(derivation.value, Decimal):
        yield "舍入", _rounding(derivation)
    if not target.blank and not target.derived:
        yield "表中所填", f"{target.text.strip()}{_verdict(derivation)}"


def _result(derivation: Derivation) -> str:
    if derivation.missing:
        blank = "、".join(str(figure.place) for figure in derivation.missing)
        return f"无法计算：{blank} 没有填写数值，补填后才有结果"
    if derivation.value is None:
        return f"不适用：{derivation.undefined}"
    return _value(derivation, derivation.value)


def _value(derivation: Derivation, value: Decimal | str) -> str:
    if isinstance(value, str):
        return value
    if _is_rate(derivation):
        return percent(value, derivation.places - 2)
    return f"{half_up(value, derivation.places):f}{_unit(derivation.target)}"


def _is_rate(derivation: Derivation) -> bool:
    return derivation.target.unit == "%" or derivation.relation in _RATES


def _unit(figure: Figure) -> str:
    return f" {figure.unit}" if figure.unit and figure.unit != "%" else ""


def _operand(name: str, figure: Figure) -> str:
    """Return an operand as its cell shows it, and what it holds where the cell shows less."""
    text = figure.text.strip()
    if figure.value is None:
        return f"{name} = {text or '空白'} @ {figure.place}"
    exact = percent(figure.value) if figure.unit == "%" else f"{plain(figure.value)}{_unit(figure)}"
    if figure.derived:
        return f"{name} = {exact} @ {figure.place}（由 perfxl 计算）"
    numeral = read(text)
    unit = "" if numeral and numeral.unit else _unit(figure)
    whole = numeral is not None and numeral.value in (figure.value, figure.value * figure.scale)
    return f"{name} = {text}{unit}{'' if whole else f'（单元格里是 {exact}）'} @ {figure.place}"


def _computation(derivation: Derivation) -> str:
    """Return the computation without the last rounding, which has a line of its own; a branch with what chose it."""
    inner = derivation.expression
    if isinstance(inner, Call) and inner.op == "round":
        inner = inner.args[0]
    if isinstance(derivation.value, str):
        return f"{arithmetic(inner)}，评为“{derivation.value}”"
    written, exact = arithmetic(inner), _exact(derivation)
    return f"{_condition(inner)}得 {exact}" if written == exact else f"{_condition(inner)}{written} = {exact}"


def _condition(expression: Expr) -> str:
    if not isinstance(expression, Choose):
        return ""
    sign = _SIGNS.get(expression.comparison, expression.comparison)
    holds = compare(evaluate(expression.left), expression.comparison, evaluate(expression.right))
    return f"{arithmetic(expression.left)} {sign} {arithmetic(expression.right)} {'成立' if holds else '不成立'}，"


def _exact(derivation: Derivation) -> str:
    """Return the result with four digits more than it is rounded to."""
    if derivation.exact is None:
        return str(derivation.value)
    long = half_up(derivation.exact, derivation.places + 4)
    return f"{plain(long * 100)}%" if _is_rate(derivation) else plain(long)


def _rounding(derivation: Derivation) -> str:
    if _is_rate(derivation):
        return f"四舍五入到百分数的 {derivation.places - 2} 位小数"
    return f"四舍五入到 {derivation.places} 位小数" if derivation.places else "四舍五入到整数"


def _verdict(derivation: Derivation) -> str:
    if disagrees(derivation):
        return "（与结果不一致，请核对）"
    return "" if derivation.ties() is None else "（与结果一致）"


def _not_derived(found: Explanation) -> str:
    """Say what a cell is that no rule computes."""
    if found.in_attachment:
        return "这是附件里照抄的内容，来自部门自己的表，不由规则计算。"
    if found.unjudged:
        return f"这个单元格没有按规则计算：{found.unjudged.reason}。"
    if found.uses:
        targets = dict.fromkeys(f"{each.term}（{each.target.place}）" for _, each in found.uses)
        return f"这是填报的数据“{found.uses[0][0]}”，不由规则计算；它用于计算 {'、'.join(targets)}。"
    if found.home:
        return _in_table(found.home)
    return _outside(found)


def _outside(found: Explanation) -> str:
    """Say what a cell is that is no field of a recognised table."""
    if found.around and found.holds_number:
        return f"这个单元格在表“{found.around.name}”的范围里，但它所在的列没有认出，没有读，也没有核对。"
    if found.around:
        return f"这个单元格是表“{found.around.name}”里的文字，不是参与核对的数据，没有规则计算它。"
    if not found.sheet_known:
        return "这张工作表没有识别到表，这个单元格没有读，也没有核对；已识别的表请用 perfxl map 查看。"
    return "这个单元格不属于已识别的表，没有规则计算它；已识别的表请用 perfxl map 查看。"


def _in_table(home: Home) -> str:
    label = home.row.label if home.row else ""
    owner = f"“{label}”行的" if label else "的"
    what = f"“{term(home.table.kind, home.key)}”" if home.figure.state is State.NUMBER else "内容"
    return f"这是表“{home.table.name}”中{owner}{what}，由人填报，不由规则计算。"
