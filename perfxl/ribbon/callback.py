"""What the add-in's VBA asks the function server to run when a button is clicked."""

from __future__ import annotations

import xlwings

from perfxl import __version__
from perfxl.install.doctor.diagnose import diagnose
from perfxl.install.doctor.probe import report
from perfxl.ribbon.entry import dispatch


@xlwings.func
def run(tag: str, version: str) -> str:
    """Do what the button of that tag does; return the Chinese message to show, "" for none.

    version  of the add-in: one of another version than the program is not obeyed
    """
    return dispatch(tag) if version == __version__ else _other(version)


@xlwings.func
def selfcheck(version: str, seconds: float) -> str:
    """环境自检 from within Excel, which has timed a worksheet function's way here and back; below 0: it failed."""

    def timed() -> float:
        if seconds < 0:
            raise ConnectionError
        return seconds

    told = report(diagnose(server=timed))
    return told if version == __version__ else f"{told}\n{_other(version)}"


def _other(version: str) -> str:
    return f"加载项的版本是 {version}，程序的版本是 {__version__}，两者不一致，请重新运行安装包里的“安装.cmd”。"
