"""What a file is when it is no Office package: a clerk should learn what to do, not that a zip is bad."""

from __future__ import annotations

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCK, _LONGEST_LOCK = "~$", 1024  # [MS-OSHARED]: the owner file, who has the document open
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def diagnose(name: str, data: bytes, suffix: str) -> str:
    """Return the rest of a sentence that begins with the file's name, "" where the bytes look like a package."""
    if name.startswith(_LOCK) and len(data) <= _LONGEST_LOCK:
        return f"是 Office 打开文件时留下的锁文件，不是工作簿，请指定“{name.removeprefix(_LOCK)}”。"
    if not data:
        return "是空文件，请重新获取。"
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return ""
    if data.startswith(_OLE):
        return _compound(data, suffix)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return f"实为网页或 XML 文本，只是改了扩展名，请用 Excel 或 WPS 打开后另存为 {suffix} 再试。"
    if _is_text(data):
        return f"实为文本（如 CSV），只是改了扩展名，请用 Excel 或 WPS 打开后另存为 {suffix} 再试。"
    return f"不是 {suffix} 文件，请用 Excel 或 WPS 打开后另存为 {suffix} 再试。"


def _compound(data: bytes, suffix: str) -> str:
    if _ENCRYPTED in data:
        return "设有打开密码，请在 Excel 或 WPS 中取消密码后另存再试。"
    if suffix == ".xlsx" and "WordDocument".encode("utf-16-le") in data:
        return "是 Word 文档，不是工作簿，请指定 .xlsx 文件。"
    old = suffix.rstrip("x")
    return f"是旧版格式（{old}），请用 Excel 或 WPS 打开后另存为 {suffix} 再试。"


def _is_text(data: bytes) -> bool:
    head = data[:4096]
    return b"\0" not in head and not any(byte < 9 or 13 < byte < 32 for byte in head)
