"""Running one task for each of many workbooks: here, on all cores, or wherever an executor runs it.

A bounded number of tasks is in flight, so that memory does not grow with the number of workbooks. A process that dies
takes no other workbook along: what was in flight is done again, each alone, and who kills its process twice is named.
A process that takes too long over a workbook is ended, and that workbook named.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from perfxl.batch.results import BookRecord, encode
from perfxl.batch.watch import LIMIT, Watch, begin, watched

_FEW = 16  # below, starting processes takes longer than the work
_AHEAD = 3  # tasks waiting for each worker, so that none is idle
_GRACE = 30.0  # seconds beyond the limit, for processes to start and to end themselves
_DIED = "“{book}”使进程意外结束（可能是内存不够，或文件使读取组件崩溃），没有做成；其余工作簿照常。"
_HUNG = "“{book}”超过 {limit:g} 秒没有做完，已停止，没有做成；其余工作簿照常，确需更久请用 --timeout 写明秒数。"


class Task(Protocol):
    """What is done with one workbook; it can be pickled, and its result is what `results.encode` gives."""

    @property
    def book(self) -> str:
        """The workbook's path as it was given."""

    @property
    def settings(self) -> str:
        """All that its result depends on beside the program and the workbook's content."""

    def run(self) -> bytes:
        """Do it; nothing that goes wrong with the workbook is raised."""


Done = tuple[Task, bytes]


class _StuckError(Exception):
    """No process came to an end with anything for so long that not even their own clocks can be running."""


@contextmanager
def processes(workers: int, method: str = "spawn", watch: Watch | None = None) -> Iterator[Executor]:
    """Run tasks in processes of this machine; an interruption ends them at once."""
    # Fresh processes as a rule: a forked one takes over whatever threads and locks the caller has.
    context = multiprocessing.get_context(method)
    before = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(workers, context, initializer=begin, initargs=(watch,))
    try:
        yield executor
        executor.shutdown()
    except BaseException:
        own = set(multiprocessing.active_children()) - before
        executor.shutdown(wait=False, cancel_futures=True)
        for process in own:
            process.kill()
        raise


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put an interruption off: in the middle of starting a process it would leave one that nobody knows of.

    The process inherits this: Ctrl-C reaches every process of a terminal, and must not end it with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def run_all(tasks: Iterable[Task], count: int, workers: int | None = None, limit: float = LIMIT) -> Iterator[Done]:
    """Yield every task with its result as it is done, in no particular order.

    Few tasks run in one process unless `workers` says otherwise: a copy of this one where the system can make one,
    else this one, as always with 1. Where there are others, a workbook may take `limit` seconds, 0 for any time.
    """
    wanted = (1 if count < _FEW else cores()) if workers is None else workers
    wanted = min(wanted, count)
    if wanted > 1:
        yield from _in_processes(tasks, wanted, "spawn", limit)
    elif workers is None and count > 1 and _can_fork():
        yield from _in_processes(tasks, 1, "fork", limit)
    else:
        yield from ((task, task.run()) for task in tasks)


def _can_fork() -> bool:
    """Whether a copy of this process is as good as itself: other threads would be missing in it."""
    return sys.platform == "linux" and threading.active_count() == 1


def _in_processes(tasks: Iterable[Task], workers: int, method: str, limit: float) -> Iterator[Done]:
    """Run in processes, in new ones after one has died."""
    left = iter(tasks)
    suspects: list[Task] = []
    while True:
        with _watched(limit) as watch:
            with suppress(_StuckError), processes(workers, method, watch) as executor:
                yield from run_in(executor, left, workers, suspects, _patience(limit))
            hung = watch.hung() if suspects else frozenset()
        if not suspects:
            return
        for suspect in suspects:
            yield (suspect, _hung(suspect, limit)) if suspect.book in hung else _alone(suspect, method, limit)
        suspects.clear()


def _alone(task: Task, method: str, limit: float) -> Done:
    """Run a task that was in flight when a process died in a process of its own."""
    died: list[Task] = []
    with _watched(limit) as watch:
        try:
            with processes(1, method, watch) as executor:
                for done in run_in(executor, iter([task]), 1, died, _patience(limit)):
                    return done
        except _StuckError:
            return task, _hung(task, limit)
        return task, _hung(task, limit) if watch.hung() else _died(task)


def _patience(limit: float) -> float | None:
    return limit + _GRACE if limit else None


@contextmanager
def _watched(limit: float) -> Iterator[Watch]:
    with tempfile.TemporaryDirectory(prefix="perfxl-", ignore_cleanup_errors=True) as folder:
        yield Watch(Path(folder), limit)


def run_in(
    executor: Executor, tasks: Iterator[Task], workers: int, lost: list[Task], patience: float | None = None
) -> Iterator[Done]:
    """Yield what an executor makes of tasks; where it breaks, those in flight go to `lost` and the others stay.

    It breaks as well where nothing is done for `patience` seconds.
    """
    flying: dict[Future[bytes], Task] = {}
    waiting: deque[Task] = deque()
    try:
        while True:
            _launch(executor, tasks, flying, waiting, workers * _AHEAD)
            if not flying:
                return
            finished, _ = wait(flying, patience, return_when=FIRST_COMPLETED)
            if not finished:
                lost.extend((*flying.values(), *waiting))
                raise _StuckError
            for future in finished:
                result = _result(future, flying[future])
                yield flying.pop(future), result
    except BrokenExecutor:
        for future, task in flying.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                yield task, future.result()
            else:
                lost.append(task)
        lost.extend(waiting)


def _result(future: Future[bytes], task: Task) -> bytes:
    """Return what came of a task; whatever its worker died of, several times over, is its own result."""
    try:
        return future.result()
    except BrokenExecutor:
        raise
    except Exception:
        return _died(task)


def _died(task: Task) -> bytes:
    return encode(BookRecord(task.book, error=_DIED.format(book=task.book)))


def _hung(task: Task, limit: float) -> bytes:
    return encode(BookRecord(task.book, error=_HUNG.format(book=task.book, limit=limit)))


def _launch(
    executor: Executor, tasks: Iterator[Task], flying: dict[Future[bytes], Task], waiting: deque[Task], most: int
) -> None:
    """Hand tasks to an executor until it has enough; one that it did not take any more is kept in `waiting`."""
    while len(flying) < most:
        task = waiting.popleft() if waiting else next(tasks, None)
        if task is None:
            return
        waiting.appendleft(task)
        with _uninterrupted():
            future: Future[bytes] = executor.submit(_run, task)
        waiting.popleft()
        flying[future] = task


def _run(task: Task) -> bytes:
    return watched(task.run, task.book)
