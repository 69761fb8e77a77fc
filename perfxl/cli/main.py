"""The command line: finds the verb's module and turns every failure into one sentence and an exit code.

0 clean; 1 findings at or above --fail-on; 2 cannot do it, nothing on standard output then.
Only the chosen verb is imported: start-up time is a feature.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path

from perfxl import __version__
from perfxl.cli import console
from perfxl.cli.console import CANNOT
from perfxl.output.failures import sentence
from perfxl.package.system import sweep_seldom

VERBS = {
    "run": "一次完成：填写、检查、生成附件，结果放进一个文件夹",
    "fill": "按规则填写空白的计算项",
    "fix": "修正书写：文本数字、全角、千分位、名称中的空格、少加一行的合计",
    "check": "检查工作簿，列出对不上的地方",
    "diff": "比较改前改后两个工作簿：哪些数变了，问题改了没有",
    "attach": "生成附件工作表",
    "report": "由工作簿写出 Word 报告，或更新改过的报告里的数",
    "monitor": "年中监控：各项目进度的预警灯、全年预计、需要说明的事项和监控表",
    "values": "把加载项的 PX_ 函数转为数值，发出去的工作簿不再需要加载项",
    "map": "显示识别到哪些表、各字段在哪里",
    "explain": "解释一个单元格的结果由哪些数、按哪条规则得来",
    "recalc": "不用 Excel 重算所有公式，核对或改正缓存的结果",
    "packs": "列出、查看、校验规则包",
    "new": "新建一个空白的自评工作簿，或沿用上年的",
    "split": "把工作簿的表分发给科室填写，一张表一个文件",
    "collect": "把科室填好的表汇总到部门的工作簿",
    "addin": "生成 Excel 加载项，或 Windows 离线安装包",
    "doctor": "检查这台电脑能否在 Excel 里使用加载项",
}
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if arguments is None:
        console.restart_in_utf8()
        sweep_seldom()
    console.prepare()
    try:
        return _dispatch(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt as interruption:
        console.complain(str(interruption) or "已中断，没有写完的文件不会留下。")
        return INTERRUPTED
    except Exception as error:  # the last resort: a clerk never sees a traceback
        console.complain(sentence(error))
    return CANNOT


def _dispatch(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else ""
    if verb in ("-h", "--help"):
        console.say(_help())
        return 0
    if verb in ("-V", "--version"):
        console.say(f"perfxl {__version__}")
        return 0
    if verb not in VERBS:
        return _no_verb(verb)
    return _execute(verb, arguments[1:])


def _execute(verb: str, arguments: list[str]) -> int:
    from perfxl.cli.parser import Parser  # noqa: PLC0415 (--version needs no argparse)

    module = import_module(f"perfxl.cli.{verb}")
    parser = Parser(f"perfxl {verb}", f"{VERBS[verb]}。")
    module.configure(parser)
    try:
        options = parser.parse(arguments)
    except SystemExit:  # --help has been shown
        return 0
    if hasattr(options, "pack"):
        from perfxl.cli.options import stated_packs  # noqa: PLC0415 (the verbs that take packs have it already)

        options.pack = stated_packs(options)
    with _kinds_of(getattr(options, "pack", ())):
        code: int = module.execute(options)
    return code


def _kinds_of(packs: Sequence[str]) -> AbstractContextManager[object]:
    """Use the kinds of tables that a place brings along in the folder of its pack, as long as the command runs."""
    if not any(Path(name, "kinds").is_dir() for name in packs):
        return nullcontext()
    from perfxl.rules.kinds import using  # noqa: PLC0415 (most commands need no further kinds)
    from perfxl.rules.loader import kinds_beside  # noqa: PLC0415

    return using(kind for name in packs for kind in kinds_beside(name))


def _help() -> str:
    verbs = "\n".join(f"  {verb:<9}{told}" for verb, told in VERBS.items())
    return (
        "用法：perfxl 命令 …\n\n检查、填写预算绩效自评工作簿，并生成附件；不联网，不需要 Excel。\n\n"
        f"命令：\n{verbs}\n\n每个命令的说明：perfxl 命令 --help\n"
        "退出码：0 没有问题；1 有达到 --fail-on 级别的检查结果；2 无法完成。"
    )


def _no_verb(verb: str) -> int:
    known = "、".join(VERBS)
    what = f"没有“{verb}”这个命令" if verb else "请写明要做什么"
    console.complain(f"{what}，可用的命令有：{known}；说明请看 perfxl --help。")
    return CANNOT
