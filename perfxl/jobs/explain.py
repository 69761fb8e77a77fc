"""The job of `explain`: how one cell comes about, in lines a clerk can follow with a pocket calculator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.checks.evidence.book import disagrees
from perfxl.errors import InputError
from perfxl.formulas.precedents import DEPTH, Node, precedents
from perfxl.jobs.attach import evaluate_attachments
from perfxl.jobs.evaluate import Evaluated, evaluate_after, understand
from perfxl.model.derivation import Derivation, Relation, Status
from perfxl.model.expression import Call, Choose, Expr, compare, evaluate
from perfxl.model.figure import Figure, State
from perfxl.model.place import Place
from perfxl.model.rendering import arithmetic
from perfxl.numerals.display import percent
from perfxl.numerals.rounding import half_up
from perfxl.rules.kinds import term
from perfxl.sheets import a1
from perfxl.sheets.changeset import CellWrite, plain
from perfxl.sheets.ownership import stored_key
from perfxl.sheets.snapshot import Sheet, Snapshot

Line = tuple[str, str]
_SIGNS = {">=": "≥", "<=": "≤"}
_RATES = (Relation.RATE, Relation.SHARE, Relation.PROGRESS)


def explain(snapshot: Snapshot, sheet: str, cell: str, packs: Sequence[str] = ()) -> tuple[Line, ...]:
    """Return (label, text) lines; InputError for an unknown sheet, a bad address or an unknown pack."""
    return explain_place(understand(snapshot, packs), sheet, cell)


def explain_place(evaluated: Evaluated, sheet: str, cell: str) -> tuple[Line, ...]:
    """Return the lines for a cell of a workbook understood before; InputError as for `explain`."""
    place, inside = _locate(evaluated, sheet, cell)
    derivation = inside.derived.at(place) or _not_applicable(inside, place)
    if derivation:
        return tuple(_derived(derivation))
    copied = "这是附件里照抄的内容，来自部门自己的表，不由规则计算。"
    return (("单元格", str(place)), ("说明", _not_derived(inside, place) if inside is evaluated else copied))


def formula_tree(snapshot: Snapshot, sheet: str, cell: str, depth: int = DEPTH) -> Node | None:
    """Return what a formula cell reads, as a tree; None for a cell without a formula or a sheet not yet there."""
    found = snapshot.sheet(sheet)
    if found is None:
        return None
    place = _anchored(found, _address(cell))
    node = precedents(snapshot, found.name, place.cell or "", depth)
    return node if node.cell and node.cell.formula is not None else None


def _not_applicable(evaluated: Evaluated, place: Place) -> Derivation | None:
    """Return why a cell says 不适用: what the rule would give if nothing stood there."""
    figures = (figure for table in evaluated.evaluation.tables for _, _, figure in table.figures())
    if not any(figure.place == place and figure.state is State.NOT_APPLICABLE for figure in figures):
        return None
    blank = evaluate_after(evaluated, [CellWrite(place.sheet or "", place.cell or "", None)])
    derivation = blank.derived.at(place)
    return derivation if derivation and derivation.undefined else None


def _locate(evaluated: Evaluated, sheet: str, cell: str) -> tuple[Place, Evaluated]:
    """Return the place, and the workbook it is understood in: an attachment stands alone."""
    address = _address(cell)
    found = evaluated.snapshot.sheet(sheet)
    if found and not found.ownership:
        return _anchored(found, address), evaluated
    for key, attachment in evaluate_attachments(evaluated):
        alone = attachment.snapshot.sheets[0]
        if _is_attachment(found, key) or (found is None and alone.name.casefold() == sheet.casefold()):
            return _anchored(alone, address), attachment
    if found:
        return _anchored(found, address), evaluated
    names = "、".join(f"“{each.name}”" for each in evaluated.snapshot.sheets)
    raise InputError(f"工作簿里没有名为“{sheet}”的工作表，请从这些工作表中选择：{names}。")


def _anchored(sheet: Sheet, address: str) -> Place:
    """Return the place of a cell; one inside a merged range is the range's first."""
    row, column = a1.split(address)
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right:
            return Place(sheet.name, a1.cell(top, left))
    return Place(sheet.name, address)


def _is_attachment(sheet: Sheet | None, key: str) -> bool:
    return sheet is not None and sheet.ownership is not None and sheet.ownership.key == stored_key(key)


def _address(cell: str) -> str:
    try:
        return a1.cell(*a1.split(cell.strip()))
    except ValueError:
        raise InputError(f"“{cell}”不是单元格地址，请写成列字母加行号，例如“汇总!E12”。") from None


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
    if figure.value is None:
        return f"{name} = {figure.text.strip() or '空白'} @ {figure.place}"
    value = percent(figure.value) if figure.unit == "%" else f"{plain(figure.value)}{_unit(figure)}"
    return f"{name} = {value} @ {figure.place}{'（由 perfxl 计算）' if figure.derived else ''}"


def _computation(derivation: Derivation) -> str:
    """Return the computation without the last rounding, which has a line of its own; a branch with what chose it."""
    inner = derivation.expression
    if isinstance(inner, Call) and inner.op == "round":
        inner = inner.args[0]
    if isinstance(derivation.value, str):
        return f"{arithmetic(inner)}，评为“{derivation.value}”"
    shown, exact = arithmetic(inner), _exact(derivation)
    return f"{_condition(inner)}得 {exact}" if shown == exact else f"{_condition(inner)}{shown} = {exact}"


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


def _not_derived(evaluated: Evaluated, place: Place) -> str:
    """Say what a cell is that no rule computes."""
    left = next((each for each in evaluated.derived.unjudged if each.figure.place == place), None)
    if left:
        return f"这个单元格没有按规则计算：{left.reason}。"
    uses = [
        (name, derivation)
        for derivation in evaluated.derived.derivations
        for name, figure in derivation.operands()
        if figure.place == place
    ]
    if uses:
        targets = "、".join(dict.fromkeys(f"{derivation.term}（{derivation.target.place}）" for _, derivation in uses))
        return f"这是填报的数据“{uses[0][0]}”，不由规则计算；它用于计算 {targets}。"
    for table in evaluated.evaluation.tables:
        for row, key, figure in table.figures():
            if figure.place == place:
                owner = f"“{row.label}”行的" if row and row.label else "的"
                what = f"“{term(table.kind, key)}”" if figure.state is State.NUMBER else "内容"
                return f"这是表“{table.name}”中{owner}{what}，由人填报，不由规则计算。"
    return "这个单元格不属于已识别的表，没有规则计算它；已识别的表请用 perfxl map 查看。"
