"""Every worksheet function through the real DLL, the official Python for Windows and real COM."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import pytest
from office import Excel

from perfxl.excel.udfs import NUMBERS
from perfxl.functions.examples import parsed
from perfxl.functions.registry import REGISTRY
from perfxl.sheets.values import ErrorValue, Missing

EXAMPLES = [example for function in REGISTRY.values() for example in function.examples]
BY_CELL = [name for name, function in REGISTRY.items() if function.arguments[0].shape == "each"]
LEFT_OUT = {"error": 0}
MILLISECONDS = 50  # a call takes one or two; CI computers are slow and shared


def sent(value: object) -> object:
    """Return a value in the form of a request."""
    if isinstance(value, list):
        rows = [list(map(sent, row)) for row in value]
        return rows[0] if len(rows) == 1 else rows  # an array constant of one row has one dimension
    if value is Missing.MISSING:
        return LEFT_OUT
    return {"error": NUMBERS[value]} if isinstance(value, ErrorValue) else value


def shown(result: object) -> object:
    """Return a result as the cells show it."""
    if isinstance(result, list):
        rows = [list(map(shown, row)) for row in result]
        return rows[0] if len(rows) == 1 and len(rows[0]) > 1 else rows
    return {"error": NUMBERS[result]} if isinstance(result, ErrorValue) else result


def required(name: str) -> int:
    return 1 if name == "PX_EXPLAIN" else sum(not argument.optional for argument in REGISTRY[name].arguments)


@pytest.fixture
def ask(excel: Excel) -> Callable[..., object]:
    """Return `ask(name, *arguments)`: what the cell shows."""
    return lambda name, *given: excel("call", function=name.lower(), given=list(map(sent, given)))


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.formula for example in EXAMPLES])
def test_examples(ask: Callable[..., object], example: object) -> None:
    name, given = parsed(example.formula)
    assert ask(name, *given) == shown(example.result)


@pytest.mark.parametrize("name", REGISTRY)
def test_optional_arguments_left_out_are_as_if_not_there(ask: Callable[..., object], name: str) -> None:
    function = REGISTRY[name]
    _, given = parsed(function.examples[0].formula)
    left_out = [argument for argument in function.arguments[len(given) :] if not argument.repeats]
    assert ask(name, *given, *[Missing.MISSING] * len(left_out)) == shown(function.examples[0].result)


@pytest.mark.parametrize("name", REGISTRY)
def test_errors_are_passed_on(ask: Callable[..., object], name: str) -> None:
    for error in ErrorValue:
        assert ask(name, *[error] * required(name)) == shown(error)


@pytest.mark.parametrize("name", REGISTRY)
def test_nothing_given_and_blank_cells_are_errors(ask: Callable[..., object], name: str) -> None:
    count = sum(not argument.optional for argument in REGISTRY[name].arguments)
    for nothing in (Missing.MISSING, None):
        assert "error" in ask(name, *[nothing] * count)


@pytest.mark.parametrize("name", BY_CELL)
def test_a_column_of_cells_is_computed_cell_by_cell(ask: Callable[..., object], name: str) -> None:
    """Three rows of a first argument give three times the first example's result."""
    example = REGISTRY[name].examples[0]
    _, (first, *others) = parsed(example.formula)
    assert ask(name, [[first]] * 3, *others) == [[shown(example.result)]] * 3


def test_kinds_of_cells_in_one_range(ask: Callable[..., object]) -> None:
    cells = [[60], [ErrorValue.DIV0], [None], [True], ["六十"], [-5]]
    zero, missing, value = ({"error": NUMBERS[e]} for e in (ErrorValue.DIV0, ErrorValue.NA, ErrorValue.VALUE))
    assert ask("PX_EXECRATE", cells, 100) == [[0.6], [zero], [missing], [value], [value], [-0.05]]


def test_a_call_takes_milliseconds(excel: Excel, figure: Callable[[str], None]) -> None:
    excel("call", function="px_execrate", given=[60, 100])
    seconds = excel("time", function="px_execrate", given=[60, 100], times=300)
    figure(f"调用函数一次：{median(seconds) * 1000:.1f} 毫秒（中位数，最快 {min(seconds) * 1000:.1f}）")
    assert median(seconds) * 1000 < MILLISECONDS


def test_ten_thousand_cells_in_one_call(excel: Excel, figure: Callable[[str], None]) -> None:
    column = [[float(number)] for number in range(10_000)]
    (seconds,) = excel("time", function="px_execrate", given=[column, 10_000], times=1)
    figure(f"一次算 10,000 格：{seconds * 1000:.0f} 毫秒")
    answer = excel("call", function="px_execrate", given=[column, 10_000])
    assert answer[-1] == [0.9999]
    assert len(answer) == len(column)
