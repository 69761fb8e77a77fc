"""PX_EXPLAIN: the derivation of any other function's value as text (推导)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfxl.functions.coercion import ERRORS, Fault, display_text, to_number, to_text
from perfxl.functions.signature import Answer, Argument, Citation, Example, Function
from perfxl.functions.spilling import Caller, make_caller
from perfxl.sheets.values import ErrorValue, Given, Result, Scalar

_EXAMPLES = (
    Example(
        'PX_EXPLAIN("PX_EXECRATE",61.25,100)',
        "预算执行率：全年执行数÷全年预算数＝61.25 ÷ 100＝0.6125，即61.25%。"
        "规则：预算执行率等于全年执行数除以全年预算数（调整后预算数）。"
        "依据：公开的自评表“执行率（B/A）”栏：全年执行数÷全年预算数，见两份以上。",
        "算式、规则和依据",
    ),
    Example(
        'PX_EXPLAIN("PX_TIES",100,{33.33;33.33;33.33})',
        "勾稽：合计100，各项之和33.33 + 33.33 + 33.33＝99.99，相差0.01，容许的尾差0.02：勾稽相符。"
        "依据：报表勾稽关系：合计＝各项之和；尾差由印出的小数位数和项数决定。",
        "区域参数照样写区域",
    ),
    Example('PX_EXPLAIN("PX_EXECRATE",10,0)', "预算执行率没有结果（#DIV/0!）：全年预算数为 0。", "说明为什么没有结果"),
    Example(
        'PX_EXPLAIN("PX_SHARE",{1;2},{3;0})',
        [
            ["占比：本项÷合计＝1 ÷ 3＝0.3333，即33.33%。依据：报表勾稽关系：占比＝本项÷合计。"],
            ["占比没有结果（#DIV/0!）：合计为 0。"],
        ],
        "区域逐格解释",
    ),
    Example('PX_EXPLAIN("SUM",1,2)', ErrorValue.VALUE, "不是本加载项的函数"),
)


def explainer(others: Mapping[str, Function]) -> Function:
    """Return the function that explains the others."""
    explaining = {name: _explaining(function) for name, function in others.items()}

    def body(name: Scalar, *args: Given) -> Result:
        found = explaining.get(to_text(name).upper().replace(".", "_"))
        if found is None:
            raise Fault(ErrorValue.VALUE)
        return found.call(args)

    return Function(
        name="PX_EXPLAIN",
        help="解释：把另一个函数的结果由哪些数、按哪条规则、依据什么文件得来写成一段文字。",
        returns="文字；被解释的函数没有结果时写明原因",
        arguments=(
            Argument("name", "函数名", '要解释的函数，如 "PX_EXECRATE"。不认识的名称返回 #VALUE!。'),
            Argument(
                "args",
                "它的参数",
                "与那个函数的参数相同，顺序也相同；给区域时逐格解释（结果随之溢出）。",
                shape="whole",
                optional=True,
                repeats=True,
            ),
        ),
        body=body,
        examples=_EXAMPLES,
        errors={**ERRORS, "#VALUE!": "函数名不认识，或参数太多"},
        source="各函数自己的规则和依据",
    )


def _explaining(function: Function) -> Caller:
    """Return a caller that gives text where the function gives a value."""
    own = make_caller(function)

    def body(*values: Given) -> Result:
        answer = own.answer(values)
        return _reason(function, answer) if isinstance(answer, ErrorValue) else _derivation(function, answer)

    return replace(own, body=body)


def _reason(function: Function, error: ErrorValue) -> str:
    return f"{function.title}没有结果（{error.value}）：{function.errors.get(error.value, '算不出')}。"


def _derivation(function: Function, answer: Answer | Result) -> Result:
    if not isinstance(answer, Answer):
        return ErrorValue.VALUE
    cited = "".join(f"规则：{rule.law}。依据：{_citation(rule)}。" for rule in answer.rules)
    steps = answer.steps().removesuffix("＝" + display_text(answer.value))
    return f"{function.title}：{steps}{_outcome(answer)}。{cited or f'依据：{function.source}。'}"


def _outcome(answer: Answer) -> str:
    if isinstance(answer.value, bool):
        return f"：{'勾稽相符' if answer.value else '勾稽不符'}"
    percent = f"，即{display_text(to_number(answer.value) * 100)}%" if answer.rate else ""
    return f"＝{display_text(answer.value)}{percent}"


def _citation(rule: Citation) -> str:
    doubt = "（未核实）" if rule.status == "unconfirmed" and "未核实" not in rule.citation else ""
    return f"{rule.citation}{doubt}"
