"""Reading a report (读报告): its paragraphs, numbered as findings refer to them."""

from __future__ import annotations

from pathlib import Path

from perfxl.errors import InputError
from perfxl.prose.passages import Paragraph, lines
from perfxl.report.opening import open_document

_TEXTS = (".txt", ".md", ".markdown")
_ENCODINGS = ("utf-8-sig", "gb18030")
_OLD = {
    ".doc": "“{name}”是旧的 Word 97-2003 格式，请用 Word 或 WPS 另存为 .docx 后再试。",
    ".wps": "“{name}”是 WPS 文字格式，请用 WPS 另存为 .docx 后再试。",
    ".pdf": "“{name}”是 PDF，请改用报告的 .docx 原稿。",
    ".rtf": "“{name}”是 RTF 格式，请用 Word 或 WPS 另存为 .docx 后再试。",
}


def read_report(path: Path) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a report; InputError where it cannot be read."""
    if path.exists() and not path.is_file():
        raise InputError(f"“{path}”不是文件（是文件夹、管道或设备），请指定报告文件，管道的内容请先存成文件。")
    if not path.is_file():
        raise InputError(f"找不到报告“{path}”，请检查路径和文件名。")
    suffix = path.suffix.lower()
    if suffix == ".docx":
        return open_document(path).paragraphs()
    if suffix in _TEXTS:
        return lines(_text(path))
    raise InputError(_OLD.get(suffix, "“{name}”不是可读的报告，请用 .docx、.txt 或 .md 文件。").format(name=path.name))


def _text(path: Path) -> str:
    content = _bytes(path)
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"“{path.name}”不是文本文件，请检查是否改过扩展名，或改用 .docx 文件。")
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"“{path.name}”的文字编码认不出来，请用 UTF-8 另存后再试。")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"报告“{path}”打不开（{error.strerror}），请关闭正在使用它的程序，检查权限后再试。") from error
