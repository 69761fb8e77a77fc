"""Installing for the user: what is written where, and that others' add-ins stay."""

from pathlib import Path

import pytest

from perfxl.cli import addin
from perfxl.cli.main import main
from perfxl.errors import InputError, RefusedError
from perfxl.install.addin import registration
from perfxl.install.addin.build import FILE_NAME
from perfxl.install.addin.helpsheet import Places
from perfxl.install.addin.sources import xlwings_version

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
OPTIONS, TRUSTED = rf"{EXCEL}\Options", rf"{EXCEL}\Security\Trusted Locations\perfxl"


class FakeRegistry:
    def __init__(self, **options):
        self.keys = {OPTIONS: options} if options else {}

    def values(self, key):
        return dict(self.keys.get(key, {}))

    def write(self, key, name, value):
        self.keys.setdefault(key, {})[name] = value

    def remove(self, key, name):
        self.keys.get(key, {}).pop(name, None)

    def remove_key(self, key):
        self.keys.pop(key, None)


class FakeMachine:
    windows = True

    def __init__(self, folder, excel=True):
        self.environment = {"LOCALAPPDATA": str(folder), "ProgramData": str(folder)}
        self.prefix = folder
        self.excel = excel

    def registry(self, key, name):
        return "C:\\Office" if self.excel and key.endswith(r"16.0\Excel\InstallRoot") else None

    def keys(self, key):
        return ()

    def exists(self, path):
        return path.exists()

    def marked(self, path):
        return False


@pytest.fixture
def python(tmp_path):
    """A virtual environment as pip leaves it on Windows."""
    scripts = tmp_path / "venv" / "Scripts"
    scripts.mkdir(parents=True)
    for name in ("python.exe", "pythonw.exe"):
        (scripts / name).touch()
    for bits in (32, 64):
        (tmp_path / "venv" / f"xlwings{bits}-{xlwings_version()}.dll").touch()
    return scripts / "python.exe"


def install(folder, registry):
    return registration.install(folder, "16.0", Places("C:\\venv", "C:\\venv\\Scripts\\pythonw.exe"), registry)


def test_install_lists_and_trusts_the_add_in(tmp_path):
    registry = FakeRegistry()
    target = install(tmp_path / "app", registry)
    assert target.read_bytes().count(b"C:\\venv\\Scripts\\pythonw.exe") == 1
    assert registry.keys[OPTIONS] == {"OPEN": f'/R "{target}"'}
    assert registry.keys[TRUSTED]["Path"] == f"{tmp_path / 'app'}\\"


def test_others_keep_their_place_and_a_second_installation_changes_nothing(tmp_path):
    registry = FakeRegistry(OPEN="one.xlam", OPEN1='/R "C:\\old\\perfxl.xlam"', OPEN2="two.xlam", Maximized="3")
    target = install(tmp_path, registry)
    expected = {"OPEN": "one.xlam", "OPEN1": "two.xlam", "OPEN2": f'/R "{target}"', "Maximized": "3"}
    assert registry.keys[OPTIONS] == expected
    install(tmp_path, registry)
    assert registry.keys[OPTIONS] == expected


def test_remove_leaves_others_without_a_gap(tmp_path):
    registry = FakeRegistry(OPEN="one.xlam")
    target = install(tmp_path, registry)
    registry.write(OPTIONS, "OPEN2", "two.xlam")
    assert registration.remove(tmp_path, "16.0", registry)
    assert registry.keys == {OPTIONS: {"OPEN": "one.xlam", "OPEN1": "two.xlam"}}
    assert not target.exists()
    assert not registration.remove(tmp_path, "16.0", registry)


def test_order_of_many_entries_is_by_number():
    registry = FakeRegistry(**{f"OPEN{number or ''}": f"{number}.xlam" for number in (10, 9, 2, 0)}, OPENING="x")
    assert list(registration._entries(registry, "16.0")) == ["OPEN", "OPEN2", "OPEN9", "OPEN10"]


@pytest.mark.parametrize("action", [install, lambda folder, registry: registration.remove(folder, "16.0", registry)])
def test_the_offline_bundle_is_left_to_its_own_scripts(tmp_path, action):
    (tmp_path / "runtime").mkdir()
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(RefusedError, match=r"安装\.cmd"):
        action(tmp_path, FakeRegistry())
    assert (tmp_path / FILE_NAME).exists()


def test_an_add_in_in_use_is_told(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(RefusedError, match="关闭所有 Excel"):
        install(tmp_path, FakeRegistry())


def test_places_are_those_of_the_environment(python):
    found = registration.places(python, python.parents[1])
    assert found == Places(str(python.parents[1]), str(python.with_name("pythonw.exe")))


def test_a_python_that_excel_cannot_start_is_refused(python, tmp_path):
    chinese = tmp_path / "财政"
    python.parents[1].rename(chinese)
    with pytest.raises(RefusedError, match="有中文"):
        registration.places(chinese / "Scripts" / "python.exe", chinese)
    next(chinese.glob("*.dll")).unlink()
    with pytest.raises(RefusedError, match="虚拟环境"):
        registration.places(chinese / "Scripts" / "python.exe", chinese)


def test_commands_install_tell_and_remove(tmp_path, python, monkeypatch, capsys):
    monkeypatch.setattr("sys.executable", str(python))
    machine, registry = FakeMachine(tmp_path), FakeRegistry()
    machine.prefix = python.parents[1]
    assert addin._installed("status", machine, registry) == 1
    assert addin._installed("install", machine, registry) == 0
    assert (tmp_path / "Programs" / "perfxl" / FILE_NAME).exists()
    assert addin._installed("remove", machine, registry) == 0
    assert addin._installed("remove", machine, registry) == 0
    told = capsys.readouterr().out
    assert "没有安装加载项，什么也没有改动" in told
    with pytest.raises(InputError, match="没有找到 Excel"):
        addin._installed("install", FakeMachine(tmp_path, excel=False), registry)


def test_options_belong_to_their_action(capsys):
    assert main(["addin", "build", "--python", "x.zip"]) == 2
    assert main(["addin", "status", "-o", "x"]) == 2
    assert "只用于" in capsys.readouterr().err


@pytest.mark.skipif("sys.platform == 'win32'")
def test_elsewhere_than_on_windows_installing_is_refused(capsys):
    assert main(["addin", "install"]) == 2
    assert "Windows" in capsys.readouterr().err
