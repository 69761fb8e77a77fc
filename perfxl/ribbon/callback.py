"""What the add-in's VBA asks the function server to run when a button is clicked."""

from __future__ import annotations

import xlwings

from perfxl import __version__
from perfxl.ribbon.entry import dispatch


@xlwings.func
def run(tag: str, version: str) -> str:
    """Do what the button of that tag does; return the Chinese message to show, "" for none.

    version  of the add-in: one of another version than the program is not obeyed
    """
    if version != __version__:
        return f"加载项的版本是 {version}，程序的版本是 {__version__}，两者不一致，请重新运行安装包里的“安装.cmd”。"
    return dispatch(tag)
