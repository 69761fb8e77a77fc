"""The same tasks on a cluster (集群): Dask's own executor interface does the scheduling, none of it is ours.

A worker that dies costs nothing: Dask gives its tasks to others. Each result is taken once, as it comes, into the
journal, so that the summary is the one from a single machine. Workers need perfxl of the same version, and reach the
workbooks by the same paths, or by addresses that fsspec knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from perfxl import __version__
from perfxl.batch.running import Done, Task, run_in
from perfxl.errors import InputError

_SECONDS = 15.0


def run_on_cluster(address: str, tasks: Iterable[Task], count: int) -> Iterator[Done]:
    """Yield every task with its result as it is done on the cluster whose scheduler has that address.

    InputError where nobody answers there, the cluster has no worker, or a worker has another version of perfxl.
    """
    if not count:
        return
    with _client(address) as client:
        threads = _check_workers(client, address)
        with client.get_executor(pure=False) as executor:
            yield from run_in(executor, iter(tasks), threads, [])


def _client(address: str) -> Any:  # noqa: ANN401 (distributed has no types)
    try:
        from distributed import Client  # noqa: PLC0415 (an extra, and slow to load)
    except ImportError:
        raise InputError("用集群要另装组件：pip install perfxl[cluster]；不写 --scheduler 就在本机做。") from None
    try:
        return Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"连不上集群“{address}”（{type(error).__name__}），请检查地址和调度程序。") from error


def _check_workers(client: Any, address: str) -> int:  # noqa: ANN401
    """Return how many tasks the cluster runs at once."""
    versions = client.run(_version)
    if not versions:
        raise InputError(f"集群“{address}”里没有工作进程，请先启动 dask worker。")
    others = sorted({version for version in versions.values() if version != __version__})
    if others:
        raise InputError(f"集群里的 perfxl 是 {'、'.join(others)} 版，这里是 {__version__} 版，请装成相同的版本。")
    return sum(client.nthreads().values())


def _version() -> str:
    from perfxl import __version__ as own  # noqa: PLC0415 (of the worker, not of who asks)

    return own
