"""`perfxl addin`: the Excel add-in, as a file or as an offline bundle."""

from __future__ import annotations

import argparse
from pathlib import Path

from perfxl.addin import build
from perfxl.bundle.build import build as bundle
from perfxl.cli import console
from perfxl.errors import InputError
from perfxl.jobs.new import template

_FILE = Path("dist") / build.FILE_NAME
_FOLDER = Path("dist") / "perfxl-windows"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "action", choices=("build", "bundle"), metavar="build|bundle", help="生成加载项文件；生成 Windows 离线安装包"
    )
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
    """Do the action; InputError where a component that it needs is missing."""
    if args.action == "bundle":
        return _bundle(Path(args.output or _FOLDER), args.python)
    if args.python:
        raise InputError("--python 只用于 perfxl addin bundle。")
    target = Path(args.output or _FILE)
    if target.suffix.casefold() != ".xlam":
        raise InputError(f"“{target.name}”的扩展名不对，加载项请用 .xlam。")
    build.build(target)
    console.say(f"已生成加载项 {target}。")
    return 0


def _bundle(folder: Path, python: str | None) -> int:
    notes = bundle(folder, build.build, template(), Path(python) if python else None)
    console.say("\n".join((f"已生成离线安装包 {folder}。", *notes)))
    return 0
