"""`perfxl addin`: the Excel add-in, as a file, as an offline bundle, and installed for this user."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from perfxl.cli import console
from perfxl.errors import InputError, RefusedError
from perfxl.install.addin import build, registration
from perfxl.install.bundle.build import build as bundle
from perfxl.install.doctor import office
from perfxl.install.doctor.machine import Machine, ThisMachine
from perfxl.install.doctor.probe import Status, report
from perfxl.jobs.new import template

_FILE = Path("dist") / build.FILE_NAME
_FOLDER = Path("dist") / "perfxl-windows"
_ACTIONS = {
    "build": "生成加载项文件",
    "bundle": "生成 Windows 离线安装包",
    "install": "为当前用户安装",
    "status": "查看是否装好",
    "remove": "卸载",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    told = "；".join(f"{action} {meaning}" for action, meaning in _ACTIONS.items())
    parser.add_argument("action", choices=tuple(_ACTIONS), metavar="|".join(_ACTIONS), help=told)
    parser.add_argument(
        "-o",
        "--output",
        metavar="路径",
        help=f"build 写到哪个文件，默认 {_FILE}；bundle 写到哪个文件夹，默认 {_FOLDER}",
    )
    parser.add_argument(
        "--python", metavar="文件", help="bundle 用的官方 Python 嵌入包（zip）；不给出时会告诉您下载哪个"
    )


def execute(args: argparse.Namespace) -> int:
    """Do the action; InputError where what it needs is missing, RefusedError where it must not be done."""
    if args.python and args.action != "bundle":
        raise InputError("--python 只用于 perfxl addin bundle。")
    if args.output and args.action not in ("build", "bundle"):
        raise InputError("-o 只用于 perfxl addin build 和 perfxl addin bundle。")
    if args.action == "build":
        return _build(Path(args.output or _FILE))
    if args.action == "bundle":
        return _bundle(Path(args.output or _FOLDER), args.python)
    return _installed(args.action, ThisMachine(), registration.WindowsRegistry())


def _build(target: Path) -> int:
    if target.suffix.casefold() != ".xlam":
        raise InputError(f"“{target.name}”的扩展名不对，加载项请用 .xlam。")
    build.build(target)
    console.say(f"已生成加载项 {target}。")
    return 0


def _bundle(folder: Path, python: str | None) -> int:
    notes = bundle(folder, build.build, template(), Path(python) if python else None)
    console.say_lines((f"已生成离线安装包 {folder}。", *notes))
    return 0


def _installed(action: str, machine: Machine, registry: registration.Registry) -> int:
    if not machine.windows:
        raise RefusedError("加载项只能装在 Windows 上的 Excel 里；这里可以用 perfxl addin build 生成文件。")
    version, folder = office.version(machine), office.install_folder(machine)
    if action == "status":
        probes = tuple(office.probes(machine))
        console.say(report(probes))
        return int(any(probe.status is Status.ERROR for probe in probes))
    if version is None:
        raise InputError("没有找到 Excel，请先安装 Excel，或不用加载项、直接用命令行。")
    if action == "install":
        if not str(folder).isascii():
            raise RefusedError(f"Excel 不能从 {folder} 启动程序（路径里有中文），请用离线安装包里的“安装.cmd”安装。")
        found = registration.places(Path(sys.executable), machine.prefix)
        target = registration.install(folder, version, found, registry)
        console.say(f"已安装 {target}，请重新打开 Excel，在“绩效自评”选项卡里点“环境自检”。")
    else:
        there = registration.remove(folder, version, registry)
        console.say("已卸载加载项，重新打开 Excel 后生效。" if there else "没有安装加载项，什么也没有改动。")
    return 0
