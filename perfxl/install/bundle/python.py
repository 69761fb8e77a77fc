"""The Python of the Windows runtime: the official embeddable zip, checked and prepared."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from perfxl.errors import InputError

VERSION = "3.12.10"
NAME = f"python-{VERSION}-embed-amd64.zip"
SHA256 = "4acbed6dd1c744b0376e3b1cf57ce906f9dc9e95e68824584c8099a63025a3c3"
ADVICE = (
    f"安装包里没有 Python：请在能上网的电脑上从 python.org 下载 {NAME}（SHA-256 为 {SHA256}），"
    "再用 perfxl addin bundle --python 文件 重新生成。"
)
# The embeddable Python looks nowhere but where this file says; "import site" lets pywin32 find its DLLs.
_PATHS = "python312.zip\r\n.\r\nLib\\site-packages\r\nLib\\site-packages\\win32\r\nimport site\r\n"


def unpack(archive: Path, runtime: Path, sha256: str = SHA256) -> None:
    """Unpack the embeddable zip into `runtime`; InputError where it is not the pinned file."""
    try:
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"读不到“{archive.name}”（{error.strerror}），请检查 --python 后面的路径。") from error
    if found != sha256:
        raise InputError(f"“{archive.name}”不是官方的 {NAME}（校验值不符），请重新下载后再试。")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(runtime)
    for paths in runtime.glob("python3*._pth"):
        paths.write_text(_PATHS, encoding="ascii", newline="")
