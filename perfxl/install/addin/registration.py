"""Tell Excel to load the add-in, for the user alone: Excel's list of add-ins and its trusted locations.

Excel lists what to load as the values OPEN, OPEN1, OPEN2, ... of one key; a gap would end the list.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from perfxl.errors import RefusedError
from perfxl.install.addin.build import FILE_NAME, build
from perfxl.install.addin.helpsheet import Places
from perfxl.install.addin.sources import xlwings_version

_EXCEL = r"Software\Microsoft\Office\{version}\Excel"
_TRUSTED = rf"{_EXCEL}\Security\Trusted Locations\perfxl"


class Registry(Protocol):
    """The user's part of the registry (HKEY_CURRENT_USER)."""

    def values(self, key: str) -> Mapping[str, str]:
        """Return a key's values as texts; none where the key is not there."""

    def write(self, key: str, name: str, value: str) -> None:
        """Set a value, making the key where it is missing."""

    def remove(self, key: str, name: str) -> None:
        """Take a value away, if it is there."""

    def remove_key(self, key: str) -> None:
        """Take a key away, if it is there."""


def places(executable: Path, prefix: Path) -> Places:
    """Return where the add-in finds this Python; RefusedError where Excel could not start it."""
    home, python = prefix, executable.with_name("pythonw.exe")
    wanted = [python, *(home / f"xlwings{bits}-{xlwings_version()}.dll" for bits in (32, 64))]
    for path in wanted:
        if not path.exists():
            raise RefusedError(f"没有找到 {path.name}，请把 perfxl 装在虚拟环境里（不要用 --user），或改用离线安装包。")
    if not f"{home}{python}".isascii():
        raise RefusedError(f"Python 的路径“{home}”里有中文，Excel 启动不了它，请装到全英文的路径，或改用离线安装包。")
    return Places(str(home), str(python))


def install(folder: Path, version: str, found: Places, registry: Registry) -> Path:
    """Write the add-in into a folder, register it with that version of Excel ("16.0") and return its path.

    RefusedError where the folder has an add-in that Excel holds open, or the offline bundle's.
    """
    target = folder / FILE_NAME
    _refuse_bundle(folder)
    try:
        build(target, found)
    except PermissionError as error:
        raise _in_use(target) from error
    _list(registry, version, [f'/R "{target}"'])
    trusted = _TRUSTED.format(version=version)
    registry.write(trusted, "Path", f"{folder}\\")
    registry.write(trusted, "Description", "perfxl")
    return target


def remove(folder: Path, version: str, registry: Registry) -> bool:
    """Take the add-in from that version of Excel and from the folder; return whether anything was there."""
    target = folder / FILE_NAME
    _refuse_bundle(folder)
    there = target.exists() or _listed(registry, version)
    try:
        target.unlink(missing_ok=True)
    except PermissionError as error:
        raise _in_use(target) from error
    _list(registry, version, [])
    registry.remove_key(_TRUSTED.format(version=version))
    return there


def _refuse_bundle(folder: Path) -> None:
    if (folder / "runtime").exists():
        raise RefusedError("这里装的是离线安装包的加载项，请用安装包里的“安装.cmd”“卸载.cmd”。")


def _in_use(target: Path) -> RefusedError:
    return RefusedError(f"“{target.name}”正被 Excel 使用，请先关闭所有 Excel 窗口再试。")


def _listed(registry: Registry, version: str) -> bool:
    return any(map(_ours, _entries(registry, version).values()))


def _list(registry: Registry, version: str, added: list[str]) -> None:
    """Write the list anew without gaps: those of others in their order, then ours."""
    key = _options(version)
    entries = _entries(registry, version)
    kept = [value for value in entries.values() if not _ours(value)] + added
    wanted = {f"OPEN{index or ''}": value for index, value in enumerate(kept)}
    for name, value in wanted.items():
        if entries.get(name) != value:
            registry.write(key, name, value)
    for name in entries.keys() - wanted.keys():
        registry.remove(key, name)


def _entries(registry: Registry, version: str) -> dict[str, str]:
    """Return the values of the list in Excel's order."""
    values = registry.values(_options(version))
    numbered = {int(name[4:] or 0): name for name in values if name.startswith("OPEN") and name[4:].isdigit()}
    if "OPEN" in values:
        numbered[0] = "OPEN"
    return {numbered[number]: values[numbered[number]] for number in sorted(numbered)}


def _options(version: str) -> str:
    return rf"{_EXCEL.format(version=version)}\Options"


def _ours(value: str) -> bool:
    return value.strip('" ').casefold().endswith(FILE_NAME)


class WindowsRegistry:
    """The registry itself."""

    def values(self, key: str) -> Mapping[str, str]:
        """Return a key's values as texts."""
        found: dict[str, str] = {}
        if sys.platform != "win32":
            return found
        import winreg  # noqa: PLC0415 (Windows only)

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            for index in range(winreg.QueryInfoKey(opened)[1]):
                name, value, _ = winreg.EnumValue(opened, index)
                found[name] = str(value)
        return found

    def write(self, key: str, name: str, value: str) -> None:
        """Set a value."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 (Windows only)

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

    def remove(self, key: str, name: str) -> None:
        """Take a value away."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 (Windows only)

            with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, name)

    def remove_key(self, key: str) -> None:
        """Take a key away."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 (Windows only)

            with suppress(OSError):
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
