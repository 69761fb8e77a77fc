"""LibreOffice loads the add-in's VBA project, compiles all of it and runs what needs neither Windows nor Python."""

import json
import shutil
import subprocess
import uuid

import pytest

from perfxl.install.addin import build, helpsheet

SECONDS = 180
NAME_ERROR, DIV0 = 2029, 2007


def ones(function):
    """A 1 for each argument that must be given."""
    return ["1" for argument in function.arguments if not argument.optional]


PROBE = "\n".join(
    [
        "Option VBASupport 1",
        "Public Function IsErrorAnswer(ByVal number As Long) As Variant",
        "    IsErrorAnswer = IsError(PxAnswer(number))",
        "End Function",
        "Public Function IsErrorCell() As Variant",
        "    Dim cells As Variant",
        "    cells = PxAnswer(Array(1.5, CLng(2007)))",
        "    IsErrorCell = Array(IsError(cells(0)), IsError(cells(1)))",
        "End Function",
        *(
            f"Public Function Error_{name}() As Variant\n"
            f"    Error_{name} = IsError({name}({', '.join(ones(function))}))\nEnd Function"
            for name, function in build.REGISTRY.items()
        ),
    ]
)


def ask(needs, folder, book, questions, formulas):
    """Have LibreOffice open the book with macros allowed; return what its functions and formulas give."""
    soffice, python = needs("soffice"), "/usr/bin/python3"
    if not shutil.which(python) or subprocess.run([python, "-c", "import uno"], check=False).returncode:
        pytest.skip("the system's Python has no LibreOffice (python3-uno)")
    pipe = f"perfxl{uuid.uuid4().hex}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = subprocess.Popen(
        [soffice, profile, "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    script = str(folder.parent / "basic.py")
    given = [json.dumps(questions), json.dumps(formulas), PROBE]
    try:
        done = subprocess.run(
            [python, script, pipe, book.as_uri(), *given],
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    finally:
        office.terminate()
        office.wait(SECONDS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers(needs, twin, tmp_path_factory, root):
    folder = tmp_path_factory.mktemp("office") / "work"
    folder.mkdir()
    shutil.copy(root / "tests" / "install" / "addin" / "basic.py", folder.parent / "basic.py")
    book = folder / "perfxl.xlsm"
    book.write_bytes(twin)
    asked = {
        "version": ["PxHelp", "PxText", ["version"]],
        "title": ["PxHelp", "PxText", ["title"]],
        "unknown": ["PxHelp", "PxText", ["nothing"]],
        "number": ["PxHost", "PxAnswer", [1.5]],
        "text": ["PxHost", "PxAnswer", ["绩效"]],
        "grid": ["PxHost", "PxAnswer", [[[1.5, "绩效"], [True, 2.0]]]],
        "joined": ["PxHost", "PxJoined", [["a"], [1.0, "b"]]],
        "joined to nothing": ["PxHost", "PxJoined", [[], [1.0]]],
        "error": ["Probe", "IsErrorAnswer", [DIV0]],
        "errors in a row": ["Probe", "IsErrorCell", []],
    } | {name: ["Probe", f"Error_{name}", []] for name in build.REGISTRY}
    formulas = {name: f"={name}({';'.join(ones(function))})" for name, function in build.REGISTRY.items()}
    told = ask(needs, folder, book, list(asked.values()), list(formulas.values()))
    return (
        told["modules"],
        dict(zip(asked, told["called"], strict=True)),
        dict(zip(formulas, told["cells"], strict=True)),
    )


def test_the_project_is_loaded_whole(answers):
    modules, _, _ = answers
    assert set(modules) == {*build.modules(), "ThisWorkbook", "Sheet1", "Probe"}


def test_texts_come_from_the_sheet(answers):
    _, called, _ = answers
    assert called["version"] == helpsheet.TEXTS["version"]
    assert called["title"] == "绩效自评"
    assert called["unknown"] == ""


def test_values_pass_unchanged_and_numbers_of_errors_become_errors(answers):
    _, called, _ = answers
    assert called["number"] == 1.5
    assert called["text"] == "绩效"
    assert called["grid"] == [[1.5, "绩效"], [True, 2.0]]
    assert called["error"] is True
    assert called["errors in a row"] == [False, True]


def test_arguments_that_repeat_follow_the_others(answers):
    _, called, _ = answers
    assert called["joined"] == ["a", 1.0, "b"]
    assert called["joined to nothing"] == [1.0]


@pytest.mark.parametrize("name", build.REGISTRY)
def test_without_the_dll_a_function_is_an_error_and_no_text(answers, name):
    _, called, cells = answers
    assert called[name] is True
    # A cell of LibreOffice shows an error of Basic by its number.
    assert cells[name][1] == f"Error {NAME_ERROR}"
