"""The self-check over described computers: what is wrong is named, and one sentence says what to do."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from perfxl.install.doctor.diagnose import diagnose
from perfxl.install.doctor.probe import ALL_WELL, Status, next_step, report

EXCEL = r"HKLM\Software\Microsoft\Office\16.0\Excel\InstallRoot"
SERVER = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
TRUST = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
HOME = "C:/Users/clerk/AppData/Local"


@dataclass
class Described:
    """A Windows computer on which all is well; tests change one thing."""

    windows: bool = True
    environment: dict = field(default_factory=lambda: {"LOCALAPPDATA": HOME, "ProgramData": "C:/ProgramData"})
    prefix: Path = Path(HOME) / "Programs" / "perfxl" / "runtime"
    interpreter: tuple = ("3.12.10", 64)
    packages: dict = field(
        default_factory=lambda: (
            dict.fromkeys(("lxml", "pydantic", "PyYAML", "openpyxl", "pywin32"), "1.0") | {"xlwings": "0.37.8"}
        )
    )
    values: dict = field(
        default_factory=lambda: {
            (EXCEL, "Path"): r"C:\Program Files\Microsoft Office\root\Office16" + "\\",
            (SERVER, ""): r'"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE" /automation',
            (OPTIONS, "OPEN"): rf'/R "{HOME}/Programs/perfxl/perfxl.xlam"',
            (TRUST + r"\perfxl", "Path"): HOME.replace("/", "\\") + "\\Programs\\perfxl\\",
        }
    )
    dlls: tuple = ("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll")
    addin: bool = True
    mark: bool = False
    locked: bool = False

    def python(self):
        return self.interpreter

    def system(self):
        return "Windows 10.0.19045"

    def version(self, package):
        return self.packages.get(package)

    def registry(self, key, name):
        return self.values.get((key, name))

    def keys(self, key):
        return tuple(k.rsplit("\\", 1)[1] for k, _ in self.values if k.rsplit("\\", 1)[0] == key)

    def exists(self, path):
        return self.addin

    def files(self, folder, pattern):
        return tuple(folder / name for name in self.dlls) if folder == self.prefix else ()

    def marked(self, path):
        return self.mark

    def writable(self, folder):
        return not self.locked


def without(key, name):
    machine = Described()
    del machine.values[key, name]
    return machine


def with_value(key, name, value):
    machine = Described()
    machine.values[key, name] = value
    return machine


def statuses(probes):
    return {probe.name: probe.status for probe in probes}


def test_a_computer_on_which_all_is_well():
    probes = diagnose(Described(), server=lambda: 0.002)
    assert set(statuses(probes).values()) == {Status.OK}
    assert next_step(probes) == ALL_WELL


WRONG = [
    ("解释器", Described(interpreter=("3.9.1", 64)), "安装.cmd"),
    ("组件", Described(packages={"lxml": "6"}), "pydantic"),
    ("连接组件", Described(dlls=("xlwings32-0.36.0.dll", "xlwings64-0.36.0.dll")), "版本不一致"),
    ("连接组件", Described(dlls=("xlwings64-0.37.8.dll",)), "版本不一致"),
    ("数据文件夹", Described(locked=True), "写入权限"),
    ("Excel", without(EXCEL, "Path"), "拖到这里"),
    ("Excel 的注册", without(SERVER, ""), "快速修复"),
    ("Excel 的注册", with_value(SERVER, "", r'"C:\Kingsoft\WPS Office\office6\et.exe" /automation'), "WPS"),
    ("加载项", Described(addin=False), "安装.cmd"),
    ("加载项", Described(mark=True), "解除锁定"),
]


@pytest.mark.parametrize(("name", "machine", "advice"), WRONG, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(WRONG)])
def test_what_keeps_perfxl_from_working_is_named(name, machine, advice):
    probes = diagnose(machine, server=lambda: 0.002)
    assert statuses(probes)[name] is Status.ERROR
    assert advice in next_step(probes)
    assert next_step(probes).count("。") == 1


@pytest.mark.parametrize(
    ("name", "machine"), [("加载项", without(OPTIONS, "OPEN")), ("受信任位置", without(TRUST + r"\perfxl", "Path"))]
)
def test_what_may_keep_perfxl_from_working_is_a_warning(name, machine):
    probes = diagnose(machine, server=lambda: 0.002)
    assert statuses(probes)[name] is Status.WARNING
    assert "安装.cmd" in next_step(probes)


def test_a_function_server_that_fails_or_dawdles():
    def dead():
        raise OSError(-2147221021)

    assert statuses(diagnose(Described(), server=dead))["函数服务"] is Status.ERROR
    assert statuses(diagnose(Described(), server=lambda: 0.2))["函数服务"] is Status.WARNING
    assert statuses(diagnose(Described()))["函数服务"] is Status.SKIPPED


def test_a_user_name_in_chinese_moves_the_installation_to_where_excel_was_told():
    machine = Described(environment={"LOCALAPPDATA": "C:/Users/财务/AppData/Local", "ProgramData": "C:/ProgramData"})
    machine.values[TRUST + r"\perfxl", "Path"] = "C:/ProgramData/perfxl-S-1-5-21-1/"
    assert statuses(diagnose(machine, server=lambda: 0.002))["受信任位置"] is Status.OK


def test_thirty_two_bit_excel_is_told():
    machine = with_value(r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration", "Platform", "x86")
    assert "32 位" in report(diagnose(machine))


def test_elsewhere_than_on_windows_nothing_is_claimed_of_excel():
    probes = diagnose(Described(windows=False))
    assert statuses(probes)["Excel"] is Status.SKIPPED
    assert "Excel 的注册" not in statuses(probes)


def test_this_computer_answers():
    text = report(diagnose())
    assert "Python" in text
    assert text.splitlines()[-1].startswith("下一步：")
