"""The way of a worksheet function, timed: a call through the registry, and on Windows through the function server."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from perfxl.install.doctor.machine import Machine
from perfxl.install.doctor.probe import Probe, Status

_REPEATS = 50
_SLOW = 0.05  # seconds a call; a sheet of a hundred functions would then keep a person waiting for five


def probes(machine: Machine, server: Callable[[], float] | None = None) -> Iterator[Probe]:
    """Yield how long a call takes here; `server` asks the function server of a running Excel, None: there is none."""
    yield _timed("函数计算", _registry_call)
    if server is None:
        told = "没有从 Excel 里运行，请在 Excel 的“绩效自评”选项卡里点“环境自检”" if machine.windows else "需要 Excel"
        yield Probe("函数服务", Status.SKIPPED, told)
    else:
        yield _timed("函数服务", server)


def _registry_call() -> float:
    from perfxl.functions.registry import call  # noqa: PLC0415 (the other probes need none of it)

    call("PX_EXECRATE", (60.0, 100.0))
    times = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        call("PX_EXECRATE", (60.0, 100.0))
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _timed(name: str, call: Callable[[], float]) -> Probe:
    try:
        seconds = call()
    except Exception as error:
        kind = type(error).__name__
        return Probe(name, Status.ERROR, f"没有应答（{kind}）", f"{name}没有应答，请关闭所有 Excel 窗口后重新打开。")
    told = f"每次 {seconds * 1000:.3g} 毫秒"
    if seconds > _SLOW:
        return Probe(name, Status.WARNING, told, f"{name}偏慢，请把安装文件夹加入杀毒软件的信任列表。")
    return Probe(name, Status.OK, told)
