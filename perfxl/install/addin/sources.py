"""What the add-in is made of: the files of `macros/` and the versions written into them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from perfxl.errors import InputError

MODULES = ("PxHost", "PxRibbon", "PxHelp", "PxLicense")
WORKBOOK = "ThisWorkbook"
RIBBON = "customUI14.xml"
_XLWINGS = "XLWINGS_VERSION"  # stands in the sources where the name of xlwings' DLL has its version


def module(name: str) -> str:
    """Return a VBA module's source; InputError where it holds a letter that not every Windows would keep."""
    kind = "cls" if name == WORKBOOK else "bas"
    source = _text(f"vba/{name}.{kind}").replace(_XLWINGS, xlwings_version())
    if not source.isascii():
        raise InputError(f"宏文件 {name}.{kind} 里有非 ASCII 字符，请把中文移到加载项的工作表或功能区文件里。")
    return source


def ribbon() -> str:
    """Return the ribbon's XML."""
    return _text(f"ribbon/{RIBBON}")


def picture(name: str) -> bytes:
    """Return a picture of the ribbon, as PNG."""
    return _read(f"ribbon/icons/{name}.png")


def notice() -> str:
    """Return the licence notices of what the add-in is derived from."""
    return _text("THIRD_PARTY.txt")


def xlwings_version() -> str:
    """Return the version of xlwings, whose DLLs have it in their names."""
    try:
        return version("xlwings")
    except PackageNotFoundError as error:
        raise InputError("没有安装 xlwings，请先运行 pip install xlwings。") from error


def _text(name: str) -> str:
    return _read(name).decode()


def _read(name: str) -> bytes:
    part = _folder().joinpath(*name.split("/"))
    if not part.is_file():
        raise InputError(f"安装包里缺少加载项的文件 {name}，请重新安装 perfxl。")
    return part.read_bytes()


def _folder() -> Traversable:
    """Return the folder in the installed package, else that of the source checkout."""
    packaged = files("perfxl.install.addin") / "macros"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "macros"
