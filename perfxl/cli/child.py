"""Work in a process of its own: what ends it by force is one sentence here, not the end of the program.

A formula engine is native code: an array too large for the memory or a formula nested too deep ends its process.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from perfxl.cli import console
from perfxl.errors import InputError, PerfxlError
from perfxl.output.failures import sentence

_Result = TypeVar("_Result")
_TOO_MUCH = "“{name}”里有公式需要的内存或层数超过了计算引擎的能力，没有算完，请用 --engine libreoffice 再试。"


def in_child(work: Callable[[], _Result], name: str) -> _Result:
    """Return what the work returns, done in a child process where the system can fork one and nothing speaks against.

    PerfxlError as the work raises it; InputError, naming the workbook, where the process came to an untimely end.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return _attempt(work, name)
    console.flush()  # or the child would say again what waits here
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_and_leave(work, name, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        answer = answers.read()
    _, status = os.waitpid(child, 0)
    if status or not answer:
        raise InputError(_TOO_MUCH.format(name=name))
    result: Any = pickle.loads(answer)  # noqa: S301 (written by ourselves)
    if isinstance(result, PerfxlError):
        raise result
    return result  # type: ignore[no-any-return]


def _attempt(work: Callable[[], _Result], name: str) -> _Result:
    try:
        return work()
    except (MemoryError, RecursionError) as error:
        raise InputError(_TOO_MUCH.format(name=name)) from error


def _work_and_leave(work: Callable[[], object], name: str, writing: int) -> None:
    """Do the work in the child and leave by the shortest way: whatever the parent has open is the parent's."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a dying engine says is for nobody
        with os.fdopen(writing, "wb") as answers:
            pickle.dump(_answer(work, name), answers)
        code = 0
    finally:
        os._exit(code)


def _answer(work: Callable[[], object], name: str) -> object:
    try:
        return _attempt(work, name)
    except PerfxlError as error:
        return error
    except Exception as error:  # told as the parent would tell it, the log with its traceback written here
        return PerfxlError(sentence(error))
