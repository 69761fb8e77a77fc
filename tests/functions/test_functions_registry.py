"""Every registered function: its help, its examples, and what holds for all of them alike."""

import math
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.functions.examples import parsed
from perfxl.functions.registry import REGISTRY, call
from perfxl.functions.signature import CATEGORY
from perfxl.sheets.values import ErrorValue, Missing

NAMES = tuple(REGISTRY)
EXAMPLES = [(function, example) for function in REGISTRY.values() for example in function.examples]
REQUIRED = """
    PX_EXECRATE PX_EXECSCORE PX_SCORE PX_TOTAL PX_GRADE PX_SHARE PX_CONTROLRATE PX_CHANGERATE
    PX_CARRYOVERRATE PX_PROGRESS PX_DEVIATION PX_TIES PX_NUMBER PX_WAN PX_EXPLAIN
"""

numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 2))
texts = st.sampled_from(
    ["≥95%", "1,234.50万元", "—", "基本完成", "", "元", "mof-2020", "没有的包", "正向", "定性", *NAMES]
)
scalars = st.one_of(
    numbers,
    numbers,
    texts,
    st.none(),
    st.booleans(),
    st.sampled_from(ErrorValue),
    st.sampled_from([0.0, 1e308, 5e-324]),
)
odd = st.sampled_from([math.nan, math.inf, -math.inf, 10**400, 3])
arrays = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(scalars, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)
givens = st.one_of(scalars, odd, arrays, st.just(Missing.MISSING))


def test_every_required_function_is_there():
    assert set(REQUIRED.split()) <= set(NAMES)


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=[example.formula for _, example in EXAMPLES])
def test_example(function, example):
    name, args = parsed(example.formula)
    assert name == function.name
    result = call(name, args)
    assert result == example.result
    assert type(result) is type(example.result)


@pytest.mark.parametrize("name", NAMES)
def test_help_is_short_enough_for_the_wizard(name):
    function = REGISTRY[name]
    assert function.category == CATEGORY
    assert function.returns
    assert function.source
    for text in (function.help, *(argument.help for argument in function.arguments)):
        assert 4 <= len(text) <= 255
        assert text.endswith("。")
    keys = [argument.name for argument in function.arguments]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key.islower() and key.isidentifier() for key in keys)
    optional = [argument.optional for argument in function.arguments]
    assert optional == sorted(optional)


@pytest.mark.parametrize("name", NAMES)
def test_examples_show_a_value_and_every_kind_of_error_is_told(name):
    function = REGISTRY[name]
    results = [example.result for example in function.examples]
    assert len(results) >= 3
    assert any(isinstance(result, ErrorValue) for result in results)
    assert any(not isinstance(result, ErrorValue) for result in results)
    told = {ErrorValue(text) for text in function.errors}
    assert {result for result in results if isinstance(result, ErrorValue)} <= told | {ErrorValue.DIV0}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_comes_in_a_cell_or_rows_go_out(name, data):
    function = REGISTRY[name]
    args = data.draw(st.lists(givens, max_size=len(function.arguments) + 1))
    result = call(name, args)
    rows = result if isinstance(result, list) else [[result]]
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for value in row:
            assert value is not None
            assert isinstance(value, (float, str, bool, ErrorValue))
            assert not isinstance(value, float) or math.isfinite(value)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_scalar_single_cell_and_spilled_agree(name, data):
    function = REGISTRY[name]
    args = data.draw(st.lists(scalars, min_size=1, max_size=len(function.arguments)))
    scalar = call(name, args)
    assert call(name, [[[arg]] for arg in args]) == scalar
    assert call(name, [((arg,),) for arg in args]) == scalar
    each = [argument.shape == "each" for argument in function.arguments][: len(args)]
    spilled = call(name, [[[arg, arg], [arg, arg]] if one else arg for arg, one in zip(args, each, strict=True)])
    if name != "PX_EXPLAIN" and any(each):
        assert spilled == [[scalar, scalar], [scalar, scalar]]


@pytest.mark.parametrize("name", NAMES)
def test_an_error_in_any_argument_is_passed_on(name):
    _, args = parsed(REGISTRY[name].examples[0].formula)
    for position in range(len(args)):
        broken = [*args[:position], ErrorValue.REF, *args[position + 1 :]]
        assert call(name, broken) is ErrorValue.REF


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_or_left_out_operand_is_not_available(name):
    _, args = parsed(REGISTRY[name].examples[0].formula)
    for position, argument in enumerate(REGISTRY[name].arguments[: len(args)]):
        for gap in (None, Missing.MISSING) if not argument.optional else ():
            result = call(name, [*args[:position], gap, *args[position + 1 :]])
            if not argument.repeats:
                assert result is ErrorValue.NA


def test_ranges_spread_like_excel():
    column, row = [[1.0], [2.0], [3.0]], [[10.0, 100.0]]
    assert call("PX_SHARE", (column, row)) == [[0.1, 0.01], [0.2, 0.02], [0.3, 0.03]]
    na = ErrorValue.NA
    assert call("PX_SHARE", (column, [[10.0], [10.0]])) == [[0.1], [0.2], [na]]
    assert call("PX_SHARE", ([[1.0, 2.0]], [[10.0, 10.0, 10.0]])) == [[0.1, 0.2, na]]
    assert call("PX_SHARE", ([[1.0, 2.0], [3.0, 4.0]], 10.0)) == [[0.1, 0.2], [0.3, 0.4]]
    assert call("PX_SHARE", ([[1.0, 2.0], [3.0, 4.0]], [[10.0], [100.0]])) == [[0.1, 0.2], [0.03, 0.04]]


def test_names_are_case_insensitive_and_an_unknown_one_is_a_name_error():
    assert call("px_execrate", (1.0, 2.0)) == 0.5
    assert call("PX_NOTHING", (1.0,)) is ErrorValue.NAME
    assert call("PX_EXECRATE", (1.0, 2.0, "mof-2020", 4.0)) is ErrorValue.VALUE


def test_importing_the_registry_loads_neither_packs_nor_their_tools():
    code = "import sys, perfxl.functions.registry; sys.exit(bool({'pydantic', 'yaml', 'xlwings'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["PX_EXECRATE", "PX_EXECSCORE", "PX_SCORE", "PX_NUMBER", "PX_WAN"])
def test_ten_thousand_cells_in_one_call(name):
    _, args = parsed(REGISTRY[name].examples[0].formula)
    single = call(name, args)
    columns = [[[arg]] * 10_000 if position == 0 else arg for position, arg in enumerate(args)]
    start = time.process_time()
    result = call(name, columns)
    assert time.process_time() - start < 1.5  # a tenth of that on an idle desk; a slow runner must pass too
    assert result == [[single]] * 10_000
