"""Each registered function in every place that makes it usable: VBA, help, Python for xlwings, the docs."""

import io
import re
from importlib import import_module
from types import SimpleNamespace

import pytest

from perfxl.excel import udfs
from perfxl.functions.registry import REGISTRY
from perfxl.install.addin import build, helpsheet

HEAD = re.compile(r"^(?:Public )?Function (\w+)\((.*?)\)(?: As Variant)?$", re.M | re.I)


@pytest.fixture(scope="module")
def wrapped():
    return dict(HEAD.findall(build.modules()["PxFunctions"].replace("()", "")))


@pytest.mark.parametrize("name", REGISTRY)
def test_function_is_bound_everywhere(name, wrapped, root):
    function = REGISTRY[name]
    assert name in wrapped, "no VBA wrapper"
    assert f'PxCall("{name.lower()}"' in build.modules()["PxFunctions"]
    row = next((row for row in helpsheet.rows([function]) if row[0] == "function"), None)
    assert row is not None, "no help row"
    assert row[1:4] == (name, "预算绩效", function.help)
    assert len(row) == 5 + len(function.arguments) == 5 + int(row[4])
    assert max(map(len, row)) <= 255
    assert callable(getattr(udfs, name.lower(), None)), "no Python function for xlwings"
    assert name in (root / "docs" / "functions.md").read_text(encoding="utf-8"), "not in the docs"


def test_nothing_is_bound_that_is_not_registered(wrapped):
    assert set(wrapped) == set(REGISTRY)
    assert set(udfs.BOUND) == {name.lower() for name in REGISTRY}


def test_arguments_are_those_of_xlwings_own_generator(server, wrapped):
    bound = import_module("perfxl.excel.udfs")
    for function in bound.BOUND.values():
        for told in function.__xlfunc__["args"]:
            if told["vararg"]:
                del told["optional"]  # ours, for arguments left out among those that repeat
    text = io.StringIO()
    import_module("xlwings.udfs").generate_vba_wrapper(
        "perfxl.excel.udfs", bound, text, SimpleNamespace(Name="perfxl.xlam")
    )
    theirs = {name.upper(): plain(given) for name, given in HEAD.findall(text.getvalue().replace("()", ""))}
    assert theirs == {name: plain(given) for name, given in wrapped.items()}


def plain(given):
    """The order of the arguments and what may be left out, as either generator writes it."""
    return [argument.replace("_value", "").split(" As ")[0].strip() for argument in given.split(",")]


def test_help_and_category_reach_xlwings(server):
    bound = import_module("perfxl.excel.udfs")
    for name, function in REGISTRY.items():
        told = bound.BOUND[name.lower()].__xlfunc__
        assert told["category"] == "预算绩效"
        assert told["ret"]["doc"] == function.help
        assert [argument["doc"] for argument in told["args"]] == [argument.help for argument in function.arguments]
