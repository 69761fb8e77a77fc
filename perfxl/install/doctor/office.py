"""The Excel side: which program answers to Excel's name, and whether it may load the add-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from perfxl.install.doctor.machine import Machine
from perfxl.install.doctor.probe import Probe, Status

ADDIN = "perfxl.xlam"
_EXCEL_CLASS = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
_OFFICE = r"Software\Microsoft\Office"
_VERSIONS = ("16.0", "15.0", "14.0")
_NAMES = {"16.0": "Excel 2016 或更新", "15.0": "Excel 2013", "14.0": "Excel 2010"}


def probes(machine: Machine) -> Iterator[Probe]:
    """Yield what the Excel side needs; elsewhere than on Windows there is nothing to look at."""
    if not machine.windows:
        yield Probe("Excel", Status.SKIPPED, "加载项只能用于 Windows 上的 Excel；命令行功能不受影响")
        return
    yield _excel(machine)
    yield _server(machine)
    yield from _addin(machine)


def version(machine: Machine) -> str | None:
    """Return the newest installed Excel's version ("16.0"), None where there is none."""
    return next((found for found in _VERSIONS if _installed(machine, found)), None)


def install_folder(machine: Machine) -> Path:
    """Return where the installation lies: where Excel was told to trust it, else in the user's own folder.

    Where that folder's name is not ASCII the installer has chosen another: Excel's side starts Python through an ANSI
    call.
    """
    trusted = rf"HKCU\{_OFFICE}\{version(machine)}\Excel\Security\Trusted Locations\perfxl"
    told = machine.registry(trusted, "Path")
    own = Path(machine.environment.get("LOCALAPPDATA", "")) / "Programs" / "perfxl"
    return own if str(own).isascii() or not told else Path(told.rstrip("\\/"))


def _installed(machine: Machine, found: str) -> bool:
    roots = (rf"HKLM\{_OFFICE}", r"HKLM\Software\WOW6432Node\Microsoft\Office", rf"HKCU\{_OFFICE}")
    return any(machine.registry(rf"{root}\{found}\Excel\InstallRoot", "Path") for root in roots)


def _excel(machine: Machine) -> Probe:
    found = version(machine)
    if found is None:
        advice = "没有找到 Excel，请安装 Excel，或不用加载项、改用安装包里的“把工作簿拖到这里.cmd”。"
        return Probe("Excel", Status.ERROR, "没有找到", advice)
    platform = machine.registry(rf"HKLM\{_OFFICE}\ClickToRun\Configuration", "Platform")
    narrow = machine.registry(rf"HKLM\Software\WOW6432Node\Microsoft\Office\{found}\Excel\InstallRoot", "Path")
    bits = "32 位" if platform == "x86" or (platform is None and narrow) else "64 位"
    return Probe("Excel", Status.OK, f"{_NAMES[found]}，{bits}")


def _server(machine: Machine) -> Probe:
    """Look at who starts when a program asks for Excel: an installed WPS may have put itself there."""
    command = (machine.registry(_EXCEL_CLASS, "") or "").casefold()
    program = PureWindowsPath(command.split(".exe", 1)[0].strip('"') + ".exe").name
    if not command:
        advice = "Excel 没有注册，请在“程序和功能”里对 Office 做一次快速修复。"
        return Probe("Excel 的注册", Status.ERROR, "没有注册", advice)
    if program != "excel.exe":
        advice = (
            "WPS 占用了 Excel 的注册，请打开“WPS 配置工具”，取消“兼容第三方系统和软件”，再对 Office 做一次快速修复。"
        )
        return Probe("Excel 的注册", Status.ERROR, f"由 {program} 占用", advice)
    return Probe("Excel 的注册", Status.OK, "由 Excel 自己使用")


def _addin(machine: Machine) -> Iterator[Probe]:
    folder = install_folder(machine)
    addin = folder / ADDIN
    if not machine.exists(addin):
        yield Probe("加载项", Status.ERROR, "没有安装", "加载项没有安装，请运行安装包里的“安装.cmd”。")
        return
    if machine.marked(addin):
        advice = f"Windows 把加载项当作网上来的文件拦住了，请右键点击 {ADDIN}、选“属性”、勾选“解除锁定”，或重新安装。"
        yield Probe("加载项", Status.ERROR, "带有网络来源标记", advice)
    elif not _registered(machine):
        advice = "Excel 的加载项列表里没有 perfxl，请重新运行“安装.cmd”，或在“文件-选项-加载项”里添加。"
        yield Probe("加载项", Status.WARNING, "已复制，没有登记", advice)
    else:
        yield Probe("加载项", Status.OK, "已安装并登记")
    yield _trust(machine, folder)


def _registered(machine: Machine) -> bool:
    """Look for the add-in among the OPEN, OPEN1, ... values with which Excel lists what to load."""
    key = rf"HKCU\{_OFFICE}\{version(machine)}\Excel\Options"
    names = ("OPEN", *(f"OPEN{number}" for number in range(1, 50)))
    return any(ADDIN in (machine.registry(key, name) or "").casefold() for name in names)


def _trust(machine: Machine, folder: Path) -> Probe:
    key = rf"HKCU\{_OFFICE}\{version(machine)}\Excel\Security\Trusted Locations"
    wanted = _plain(str(folder))
    for name in machine.keys(key):
        if _plain(machine.registry(rf"{key}\{name}", "Path") or "") == wanted:
            return Probe("受信任位置", Status.OK, "已登记")
    advice = "安装位置不在 Excel 的受信任位置里，宏可能被拦住，请重新运行“安装.cmd”，或请管理员添加。"
    return Probe("受信任位置", Status.WARNING, "没有登记", advice)


def _plain(path: str) -> str:
    return path.replace("/", "\\").rstrip("\\").casefold()
