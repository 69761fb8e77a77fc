"""How long the function server takes to start, and Python for one worksheet function: python benchmarks/udf.py.

The way is xlwings' own (`XLPython.CallUDF`), over stand-ins for pywin32; in Excel COM comes on top. Of a call processor
time is told, so that what else the machine does counts little.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "install" / "addin"))

from functionserver import windows
from measuring import Command, in_turn, verdict

GOAL = 80.0  # microseconds a scalar call
START = 0.35  # seconds from the start of the process to its first call
REPEATS, ROUNDS = 2000, 7
LEFT_OUT = -2147352572
COLUMN = tuple((float(number),) for number in range(10_000))


def spent(call: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the processor time of a call in microseconds: the median of the rounds."""
    call()
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(repeats):
            call()
        rounds.append((time.process_time() - start) / repeats * 1e6)
    return statistics.median(rounds)


def main() -> None:
    """Measure and tell."""
    start = Command("函数服务启动", (sys.executable, str(Path(__file__).with_name("serverstart.py"))), START)
    in_turn([start], ROUNDS)
    with windows() as server:
        import_module("perfxl.ribbon.server").bind()
        ask = server.XLPython().CallUDF
        scalar = spent(lambda: ask("perfxl.excel.udfs", "px_execrate", (60.0, 100.0, LEFT_OUT)))
        column = spent(lambda: ask("perfxl.excel.udfs", "px_execrate", (COLUMN, 1e4, LEFT_OUT)), 1)
    told = start.failure or f"{start.median:8.3f} 秒   {verdict(f'{START:.2f} 秒', start.median <= START)}"
    print(f"函数服务启动 {told}")
    print(f"单个单元格 {scalar:8.1f} 微秒   目标 {GOAL:.0f} 微秒，{'达到' if scalar <= GOAL else '未达到'}")
    print(f"一万个单元格 {column / 1000:6.1f} 毫秒（一次调用，每格 {column / len(COLUMN):.1f} 微秒）")


if __name__ == "__main__":
    main()
