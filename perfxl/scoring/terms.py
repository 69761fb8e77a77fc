"""The field's terms for figures, as derivations name them; a kind may call a field its own way."""

from __future__ import annotations

_TERMS = {
    "initial_budget": "年初预算数",
    "adjustment": "预算调整数",
    "annual_budget": "全年预算数",
    "budget": "预算数",
    "execution": "全年执行数",
    "execution_rate": "执行率",
    "share": "占比",
    "spending": "本季度支出",
    "cumulative": "累计支出",
    "progress": "支出进度",
    "remaining": "剩余指标",
    "quota": "编制数",
    "actual": "实际完成值",
    "target": "指标值",
    "control_rate": "控制率",
    "amount": "年末金额",
    "opening_amount": "年初金额",
    "opening_carryover": "年初结转结余",
    "closing_carryover": "年末结转结余",
    "general_public_accounts": "一般公共预算决算数",
    "government_fund_accounts": "政府性基金决算数",
    "state_capital_accounts": "国有资本经营决算数",
    "carryover_rate": "结转结余率",
    "weight": "分值",
    "score": "得分",
    "total_weight": "分值合计",
    "total_score": "总分",
    "execution_score": "执行率得分",
    "indicator_score": "指标得分",
    "grade": "评价等级",
}
_OWN = {
    ("three_public", "execution"): "决算数",
    ("three_public", "execution_rate"): "“三公”经费控制率",
    ("procurement", "execution"): "实际采购支出",
    ("procurement", "execution_rate"): "政府采购执行率",
    ("quarters", "annual_budget"): "年度总指标",
    ("staff", "actual"): "实有人数",
    ("staff", "control_rate"): "在职人员控制率",
}


def term(kind: str, key: str) -> str:
    """Return the term of a field of a kind."""
    return _OWN.get((kind, key)) or _TERMS.get(key, key)
