"""argparse in Chinese: headings, usage and errors."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from perfxl.cli import console
from perfxl.errors import InputError

_USAGE = "用法："
_MESSAGES = (
    (r"the following arguments are required: (.+)", "缺少参数：{0}"),
    (r"unrecognized arguments: (.+)", "不认识的参数：{0}"),
    (r"one of the arguments (.+) is required", "必须给出其中一个选项：{0}"),
    (r"argument (.+?): not allowed with argument (.+)", "选项 {0} 和 {1} 不能同时使用"),
    (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", "{0} 不能是 {1}，可选：{2}"),
    (r"argument (.+?): expected (?:one|at least one|1) arguments?", "{0} 后面缺少内容"),
    (r"argument (.+?): ignored explicit argument (.+)", "选项 {0} 不带内容，却写了 {1}"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 的内容 {1} 无效"),
)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese usage line; examples stand as they are written."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        """Write 用法 in place of usage."""
        super().add_usage(usage, actions, groups, _USAGE if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A verb's parser; a wrong command line raises InputError with one Chinese sentence."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog, description=description, formatter_class=Formatter, add_help=False, allow_abbrev=False)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options; they may stand before, between and behind the other arguments."""
        # Parsing them so cuts "usage: " off by its length, unless the usage was set before.
        self.usage = self.format_usage().removeprefix(_USAGE).strip().replace("%", "%%")
        return self.parse_intermixed_args(arguments)

    def _print_message(self, message: str, file: object = None) -> None:
        """Have argparse show its help as everything is shown."""
        console.say(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        """Raise the message in Chinese."""
        raise InputError(f"{translate(message)}；用法请看 {self.prog} --help。")


def translate(message: str) -> str:
    """Return a message of argparse in Chinese; an unknown one is quoted."""
    for pattern, chinese in _MESSAGES:
        match = re.fullmatch(pattern, message)
        if match:
            return chinese.format(*match.groups())
    return f"命令行参数有误（{message}）"
