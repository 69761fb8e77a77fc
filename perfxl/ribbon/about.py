"""规则包, 环境自检, 查看日志, 帮助: what needs no workbook."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl import __version__
from perfxl.install.doctor.diagnose import diagnose
from perfxl.install.doctor.probe import Probe, Status, report
from perfxl.jobs.packs import all_packs
from perfxl.output.packs import list_text
from perfxl.ribbon.context import Context
from perfxl.ribbon.log import LOG

_HELP = """绩效自评 perfxl {version}（不联网，不上传任何数据）
一键完成：填报、检查、生成附件，一次做完。
计算填报：只填空白的计算项，已填的内容不改。
检查：列出对不上的地方，并在单元格上作标记；“下一处问题”逐项查看，“清除标记”恢复原样。
生成附件：按官方表样生成附件工作表；“打印附件”预览后打印。
解释此单元格：说明所选单元格的结果由哪些数、按哪条规则得来。
撤销上次操作：还原上一次写入的内容；写入前另存的副本在“{folder}”。
函数都显示 #NAME?，或按钮没有反应：点“排除故障”里的“重启函数服务”。"""


def packs(context: Context) -> str:
    """规则包: list the rule packs."""
    return f"可用的规则包：\n{list_text(all_packs())}"


def doctor(context: Context) -> str:
    """环境自检: say whether this computer can run everything."""
    return gravest_first(diagnose())


def gravest_first(probes: Sequence[Probe]) -> str:
    """Return the self-check with what is to be done and what is wrong before what is well: a message is short."""
    order = (Status.ERROR, Status.WARNING, Status.OK, Status.SKIPPED)
    *lines, _, step = report(sorted(probes, key=lambda probe: order.index(probe.status))).splitlines()
    return "\n".join([step, *lines])


def show_log(context: Context) -> str:
    """查看日志: open the log."""
    path = context.folder / LOG
    if not path.exists():
        return "还没有日志。"
    context.open(path)
    return ""


def restarted(context: Context) -> str:
    """重启函数服务: the add-in has started another process; this is its first word."""
    return "函数服务已重新启动，用到 PX_ 函数的单元格会重新计算。"


def help_(context: Context) -> str:
    """帮助: say what the buttons do."""
    return _HELP.format(version=__version__, folder=context.folder / "backup")
