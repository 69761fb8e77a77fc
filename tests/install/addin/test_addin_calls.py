"""Every function through xlwings' real way of a call: Excel's values in, Excel's values and errors out."""

import subprocess
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

from perfxl import __version__
from perfxl.excel.udfs import NUMBERS
from perfxl.functions.examples import parsed
from perfxl.functions.registry import REGISTRY
from perfxl.sheets.values import ErrorValue, Missing

COM = -2146828288  # 0x800A0000, to which COM adds Excel's number of an error
LEFT_OUT = -2147352572
EXAMPLES = [example for function in REGISTRY.values() for example in function.examples]


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    """Keep what the server writes out of the user's own folder."""
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))


def sent(value):
    """A value as pywin32 delivers it to Python."""
    if isinstance(value, list):
        rows = tuple(tuple(map(sent, row)) for row in value)
        return rows[0] if len(rows) == 1 else rows  # an array constant of one row has one dimension
    if value is Missing.MISSING:
        return LEFT_OUT
    return COM + NUMBERS[value] if isinstance(value, ErrorValue) else value


def received(value):
    """What VBA makes of the answer: numbers of errors become errors."""
    if isinstance(value, list):
        return [received(cell) for cell in value]
    errors = {number: error for error, number in NUMBERS.items()}
    return errors[value] if type(value) is int else value


def expected(result):
    return result[0] if isinstance(result, list) and len(result) == 1 and len(result[0]) > 1 else result


def ask(server, name, *given):
    return received(server.CallUDF("perfxl.excel.udfs", name.lower(), tuple(map(sent, given))))


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.formula for example in EXAMPLES])
def test_examples(server, example):
    name, given = parsed(example.formula)
    assert ask(server, name, *given) == expected(example.result)
    assert ask(server, name, *given) == expected(example.result)  # nothing is kept between calls


@pytest.mark.parametrize("name", REGISTRY)
def test_optional_arguments_left_out_are_as_if_not_there(server, name):
    function = REGISTRY[name]
    _, given = parsed(function.examples[0].formula)
    left_out = [Missing.MISSING] * (len(function.arguments) - len(given))
    optional = [argument for argument in function.arguments[len(given) :] if not argument.repeats]
    assert ask(server, name, *given, *left_out[: len(optional)]) == expected(function.examples[0].result)


@pytest.mark.parametrize("name", REGISTRY)
@pytest.mark.parametrize("error", ErrorValue)
def test_errors_are_passed_on(server, name, error):
    count = 1 if name == "PX_EXPLAIN" else sum(not argument.optional for argument in REGISTRY[name].arguments)
    assert ask(server, name, *[error] * count) is error


@pytest.mark.parametrize("name", REGISTRY)
@pytest.mark.parametrize("code", [COM + 2045, COM + 2050], ids=["#SPILL!", "#CALC!"])
def test_newer_errors_of_excel_are_errors_too(server, name, code):
    count = 1 if name == "PX_EXPLAIN" else sum(not argument.optional for argument in REGISTRY[name].arguments)
    answer = server.CallUDF("perfxl.excel.udfs", name.lower(), (code,) * count)
    assert answer == NUMBERS[ErrorValue.VALUE]


@pytest.mark.parametrize("name", REGISTRY)
def test_nothing_given_is_an_error_and_no_exception(server, name):
    count = sum(not argument.optional for argument in REGISTRY[name].arguments)
    assert isinstance(ask(server, name, *[Missing.MISSING] * count), ErrorValue)
    assert isinstance(ask(server, name, *[None] * count), ErrorValue)


def test_ranges_errors_inside_and_blank_cells(server):
    rows = ((60.0, 100.0), (COM + 2007, 100.0), (60.0, None), (True, 100.0), ("60", 100.0))
    executed, budget = (tuple((row[column],) for row in rows) for column in (0, 1))
    answer = server.CallUDF("perfxl.excel.udfs", "px_execrate", (executed, budget, LEFT_OUT))
    assert answer == [[0.6], [2007], [2042], [2015], [2015]]


def test_a_range_of_one_row_comes_back_as_a_row(server):
    answer = server.CallUDF("perfxl.excel.udfs", "px_execrate", (((50.0, 60.0),), 100.0, LEFT_OUT))
    assert answer == [0.5, 0.6]
    answer = server.CallUDF("perfxl.excel.udfs", "px_execrate", ((50.0, 60.0), 100.0, LEFT_OUT))
    assert answer == [0.5, 0.6]


def test_one_left_out_among_arguments_that_repeat_is_not_a_blank_cell(server):
    given = ("PX_EXECSCORE", 60.0, 100.0, LEFT_OUT)
    assert isinstance(server.CallUDF("perfxl.excel.udfs", "px_explain", given), str)


def test_ten_thousand_cells_in_one_call(server):
    column = tuple((float(number),) for number in range(10_000))
    answer = server.CallUDF("perfxl.excel.udfs", "px_execrate", (column, 10_000.0, LEFT_OUT))
    assert len(answer) == 10_000
    assert answer[-1] == [0.9999]


def test_a_button_reaches_the_dispatcher_with_its_tag(server, monkeypatch):
    monkeypatch.setattr(import_module("perfxl.ribbon.callback"), "dispatch", lambda tag: f"<{tag}>")
    assert server.CallUDF("perfxl.ribbon.callback", "plan", ("fill", __version__), None) == "<fill>"
    told = server.CallUDF("perfxl.ribbon.callback", "plan", ("fill", "0.0.1"), None)
    assert "版本" in told
    assert "安装.cmd" in told


def test_the_server_binds_before_it_serves_and_never_loads_anew(server, monkeypatch):
    started = import_module("perfxl.ribbon.server")
    known = import_module("xlwings.udfs").udf_modules
    served = []
    monkeypatch.setattr(import_module("xlwings.com_server"), "serve", served.append)
    monkeypatch.setattr(started, "CALLS", SimpleNamespace(watch=lambda folder: served.append(folder.name)))
    known.clear()
    started.main(["{1}"])
    assert served == ["perfxl", "{1}"]  # the functions are watched by then
    assert {name: module["filetime"] for name, module in known.items()} == dict.fromkeys(started.MODULES)


def test_folders_lost_on_the_way_are_found_again(tmp_path):
    """The DLL hands the environment on in the system's code page: 张三 arrives as ??."""
    restore = import_module("perfxl.ribbon.server").restore_folders
    lost = r"D:\staff\??\AppData\Local"
    environment = {"LOCALAPPDATA": lost, "TEMP": lost + r"\Temp", "TMP": str(tmp_path), "PATH": "C:"}
    restore(environment, lambda number: rf"D:\staff\张三\{number}")
    assert environment == {
        "LOCALAPPDATA": r"D:\staff\张三\28", "APPDATA": r"D:\staff\张三\26", "USERPROFILE": r"D:\staff\张三\40",
        "TEMP": r"D:\staff\张三\28\Temp", "TMP": str(tmp_path), "PATH": "C:",
    }  # fmt: skip
    restore(environment, lambda number: "")
    assert environment["LOCALAPPDATA"] == r"D:\staff\张三\28"


def test_the_server_starts_without_what_it_does_not_need():
    """xlwings imports pandas wherever it is installed; a part of perfxl that needs it finds it all the same."""
    program = (
        "import sys; from perfxl.ribbon.server import left_out; from importlib import util\n"
        "with left_out(('pandas', 'numpy')):\n    import xlwings\n    assert sys.modules['pandas'] is None\n"
        "print(*sorted({'pandas', 'numpy', 'xlwings'} & set(sys.modules)), bool(util.find_spec('pandas')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["xlwings", "True"]


def test_the_self_check_from_excel_tells_how_long_a_function_takes(server, tmp_path):
    whole = tmp_path / "perfxl" / "消息全文.txt"
    told = server.CallUDF("perfxl.ribbon.callback", "selfcheck", (__version__, 0.004), None)
    assert told.startswith("T下一步：")
    assert len(told.splitlines()) <= 8
    assert "[正常] 函数服务：每次 4 毫秒" in whole.read_text("utf-8-sig")
    assert "[有误] 函数服务" in server.CallUDF("perfxl.ribbon.callback", "selfcheck", (__version__, -1.0), None)
    assert "安装.cmd" in server.CallUDF("perfxl.ribbon.callback", "selfcheck", ("0.0.1", 0.004), None).splitlines()[0]
