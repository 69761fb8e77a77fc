"""The reference is what the registry says."""

from perfxl.functions.pages import page, usage
from perfxl.functions.registry import REGISTRY


def test_the_reference_is_up_to_date(root):
    assert (root / "docs" / "functions.md").read_text(encoding="utf-8") == page()


def test_usage_marks_what_may_be_left_out_and_what_repeats():
    assert usage(REGISTRY["PX_EXECRATE"]) == "PX_EXECRATE(全年执行数, 全年预算数, [规则包])"
    assert usage(REGISTRY["PX_TOTAL"]) == "PX_TOTAL(各项, …)"
    assert usage(REGISTRY["PX_EXPLAIN"]) == "PX_EXPLAIN(函数名, [它的参数, …])"
