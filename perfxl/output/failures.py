"""Whatever went wrong, told in one sentence; an error of the program leaves a log for those who maintain it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from perfxl.errors import PerfxlError
from perfxl.package.system import reason


def sentence(error: Exception) -> str:
    """Return one sentence for whatever went wrong; of an error in the program a log is written."""
    if isinstance(error, PerfxlError):
        return str(error)
    if isinstance(error, OSError) and error.errno is not None:  # one without a number is no word of the system
        return _of_system(error)
    log = log_crash()
    hint = f"，请把“{log}”发给维护人员" if log else "，请联系维护人员"
    return f"程序内部错误（{type(error).__name__}），没有改动原文件{hint}。"


def _of_system(error: OSError) -> str:
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if error.errno == errno.ENAMETOOLONG:
        return f"文件名“{os.path.basename(name)[:20]}…”过长，系统不接受，请改短后重试。"
    where = f"“{name}”" if name else "文件"
    return f"读写{where}时系统报错（{reason(error)}），请检查路径、权限和磁盘空间后重试。"


def log_crash() -> Path | None:
    """Write the traceback of the exception at hand to a file for the developers, None where that cannot be."""
    import tempfile  # noqa: PLC0415 (late: each command is ready to tell of failures, and has none)
    import traceback  # noqa: PLC0415

    try:
        handle, path = tempfile.mkstemp(prefix="perfxl-error-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(traceback.format_exc())
    except OSError:
        return None
    return Path(path)
