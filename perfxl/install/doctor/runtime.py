"""The Python side: interpreter, packages, the DLLs that join Excel to it, and where files may be written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from perfxl import __version__
from perfxl.install.doctor.machine import Machine
from perfxl.install.doctor.probe import Probe, Status

LEAST_PYTHON = (3, 11)
PACKAGES = ("lxml", "pydantic", "PyYAML", "openpyxl", "xlwings")
REINSTALL = "请重新运行安装包里的“安装.cmd”。"


def probes(machine: Machine) -> Iterator[Probe]:
    """Yield what the Python side needs."""
    yield _interpreter(machine)
    yield _packages(machine)
    yield _dlls(machine)
    yield from _folders(machine)


def data_folder(machine: Machine) -> Path:
    """Return where perfxl keeps its log and its records for undo."""
    base = machine.environment.get("LOCALAPPDATA") or machine.environment.get("XDG_STATE_HOME")
    return Path(base or Path.home() / ".local" / "state") / "perfxl"


def _interpreter(machine: Machine) -> Probe:
    version, bits = machine.python()
    told = f"Python {version}（{bits} 位），perfxl {__version__}，{machine.system()}"
    if tuple(int(part) for part in version.split(".")[:2]) < LEAST_PYTHON:
        return Probe("解释器", Status.ERROR, told, f"Python 版本太低（需要 3.11 或更高），{REINSTALL}")
    return Probe("解释器", Status.OK, told)


def _packages(machine: Machine) -> Probe:
    wanted = (*PACKAGES, "pywin32") if machine.windows else PACKAGES
    found = {package: machine.version(package) for package in wanted}
    missing = [package for package, version in found.items() if version is None]
    told = "，".join(f"{package} {version}" for package, version in found.items() if version)
    if missing:
        return Probe("组件", Status.ERROR, f"缺少 {'、'.join(missing)}", f"缺少组件 {'、'.join(missing)}，{REINSTALL}")
    return Probe("组件", Status.OK, told)


def _dlls(machine: Machine) -> Probe:
    """Compare the DLLs' version, which stands in their names, with the package's: the add-in calls by that name."""
    if not machine.windows:
        return Probe("连接组件", Status.SKIPPED, "只有 Windows 上的 Excel 需要")
    version = machine.version("xlwings")
    places = (machine.prefix, machine.prefix.parent)
    found = sorted({path.name for place in places for path in machine.files(place, "xlwings*.dll")})
    missing = [name for bits in (32, 64) if (name := f"xlwings{bits}-{version}.dll") not in found]
    if not missing:
        return Probe("连接组件", Status.OK, "、".join(found))
    detail = f"缺少 {'、'.join(missing)}" + (f"，只有 {'、'.join(found)}" if found else "")
    return Probe("连接组件", Status.ERROR, detail, f"连接组件与程序版本不一致，{REINSTALL}")


def _folders(machine: Machine) -> Iterator[Probe]:
    for name, folder in (("数据文件夹", data_folder(machine)), ("临时文件夹", Path(tempfile.gettempdir()))):
        if machine.writable(folder):
            yield Probe(name, Status.OK, "可以写入")
        else:
            yield Probe(name, Status.ERROR, "不能写入", f"{name}不能写入，请检查磁盘空间，或请管理员开放写入权限。")
