"""The scripts of the bundle: parsed by independent grammars, since neither PowerShell nor cmd is at hand here."""

import re
from pathlib import Path

import pytest
import tree_sitter_batch
import tree_sitter_powershell
from tree_sitter import Language, Parser

from perfxl.install.bundle.build import STARTERS, write_scripts

POWERSHELL = Language(tree_sitter_powershell.language())
BATCH = Language(tree_sitter_batch.language())
SCRIPTS = ("common.ps1", "install.ps1", "uninstall.ps1")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    write_scripts(folder)
    return folder


def errors(tree):
    waiting = [tree.root_node]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield f"line {node.start_point[0] + 1}: {node.text.decode()[:60]}"
        waiting.extend(node.children)


@pytest.mark.parametrize("name", SCRIPTS)
def test_powershell_parses(root, name):
    data = (root / "scripts" / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "PowerShell 5.1 reads the system's code page without a BOM"
    assert list(errors(Parser(POWERSHELL).parse(data[3:]))) == []


def test_the_parser_sees_what_is_broken():
    assert list(errors(Parser(POWERSHELL).parse(b"if ($true) { Write-Host 'a'")))


@pytest.mark.parametrize("name", STARTERS.values())
def test_starters_parse_and_are_ascii(root, name):
    data = (root / name).read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert list(errors(Parser(BATCH).parse(data.replace(b"\r\n", b"\n")))) == []


@pytest.mark.parametrize("name", [*SCRIPTS, "../说明.txt"])
def test_line_ends_are_those_of_windows(root, name):
    data = (root / "scripts" / name).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 5


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_newer_than_powershell_5_is_used(root, name):
    text = (root / "scripts" / name).read_text(encoding="utf-8-sig")
    code = re.sub(r"(?m)#.*$|'[^'\n]*'", "", text)
    for newer in ("??", "?.", "&&", "||", "-Parallel", " ? "):
        assert newer not in code


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_function_called_is_defined(root, name):
    common = (root / "scripts" / "common.ps1").read_text(encoding="utf-8-sig")
    text = (root / "scripts" / name).read_text(encoding="utf-8-sig")
    own = set(re.findall(r"(?m)^function ([\w-]+)", common + text))
    known = {
        "Add-Type", "Copy-Item", "Get-Acl", "Get-ChildItem", "Get-FileHash", "Get-Item", "Get-Process", "Join-Path",
        "New-Item", "New-ItemProperty", "Out-Null", "Remove-Item", "Remove-ItemProperty", "Rename-Item",
        "Set-StrictMode", "Split-Path", "Test-Path", "Unblock-File", "Where-Object", "ForEach-Object",
        "Write-Host", "icacls.exe",
    }  # fmt: skip
    nodes = [Parser(POWERSHELL).parse(text.encode()).root_node]
    called = set()
    while nodes:
        node = nodes.pop()
        if node.type == "command_name":
            called.add(node.text.decode())
        nodes.extend(node.children)
    assert called <= own | known


def test_the_starters_call_scripts_that_are_there(root):
    for name in STARTERS.values():
        for script in re.findall(r"scripts\\(\w+\.ps1)", (root / name).read_text(encoding="ascii")):
            assert Path(root, "scripts", script).exists()


def test_a_folder_that_excel_trusts_is_one_users_own(root):
    common = (root / "scripts" / "common.ps1").read_text(encoding="utf-8-sig")
    install = (root / "scripts" / "install.ps1").read_text(encoding="utf-8-sig")
    assert "/inheritance:r" in common
    assert install.index("Assert-OwnFolder $there") < install.index("New-OwnFolder $new") < install.index("Copy-Item")
    assert "$env:ProgramData" not in common


def test_one_user_cannot_put_anything_into_anothers_folder_nor_keep_another_from_upgrading(root):
    """The folder is named after the user; none but that user, the system and administrators may write there."""
    common = (root / "scripts" / "common.ps1").read_text(encoding="utf-8-sig")
    functions = dict(re.findall(r"(?ms)^function ([\w-]+)[^{]*\{(.*?)^\}", common))
    assert '"perfxl-$(Get-UserSid)"' in functions["Get-InstallFolder"]
    assert functions["New-OwnFolder"].index("New-Item") < functions["New-OwnFolder"].index("icacls.exe")
    grants = re.findall(r"""["']\*([^:"']+):\(OI\)\(CI\)(\w)""", functions["New-OwnFolder"])
    assert grants == [("${sid}", "F"), ("S-1-5-18", "F"), ("S-1-5-32-544", "F")]
    owners = re.search(r"@\((.*)\) -notcontains \$owner", functions["Assert-OwnFolder"])[1]
    assert owners == "(Get-UserSid), 'S-1-5-18', 'S-1-5-32-544'"
