"""What the self-check asks of the computer; tests put a described computer in its place."""

from __future__ import annotations

import os
import platform
import struct
import sys
import tempfile
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Protocol


class Machine(Protocol):
    """The questions. Registry paths begin with HKCU, HKLM or HKCR."""

    windows: bool
    environment: dict[str, str]
    prefix: Path

    def python(self) -> tuple[str, int]:
        """Return the interpreter's version and bitness."""

    def system(self) -> str:
        """Return the operating system's name and version."""

    def version(self, package: str) -> str | None:
        """Return an installed package's version, None where it is not there."""

    def registry(self, key: str, name: str) -> str | None:
        """Return a registry value as text ("" is the key's default value), None where there is none."""

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below a registry key."""

    def exists(self, path: Path) -> bool:
        """Say whether a file is there."""

    def files(self, folder: Path, pattern: str) -> tuple[Path, ...]:
        """Return the files of a folder that fit a pattern."""

    def marked(self, path: Path) -> bool:
        """Say whether Windows marks a file as come from the internet (Mark of the Web)."""

    def writable(self, folder: Path) -> bool:
        """Say whether a file can be made in a folder, made first where it is missing."""


class ThisMachine:
    """The computer that runs this."""

    windows = sys.platform == "win32"

    def __init__(self) -> None:
        self.environment = dict(os.environ)
        self.prefix = Path(sys.prefix)

    def python(self) -> tuple[str, int]:
        """Return the interpreter's version and bitness."""
        return platform.python_version(), struct.calcsize("P") * 8

    def system(self) -> str:
        """Return the operating system's name and version."""
        return f"{platform.system()} {platform.version() if self.windows else platform.release()}"

    def version(self, package: str) -> str | None:
        """Return an installed package's version."""
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            return None

    def registry(self, key: str, name: str) -> str | None:
        """Return a registry value as text."""
        if sys.platform != "win32":
            return None
        import winreg  # noqa: PLC0415 (Windows only)

        with suppress(OSError), winreg.OpenKey(_root(key), key.split("\\", 1)[1]) as opened:
            return str(winreg.QueryValueEx(opened, name)[0])
        return None

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below a registry key."""
        if sys.platform != "win32":
            return ()
        import winreg  # noqa: PLC0415 (Windows only)

        with suppress(OSError), winreg.OpenKey(_root(key), key.split("\\", 1)[1]) as opened:
            return tuple(winreg.EnumKey(opened, index) for index in range(winreg.QueryInfoKey(opened)[0]))
        return ()

    def exists(self, path: Path) -> bool:
        """Say whether a file is there."""
        return path.exists()

    def files(self, folder: Path, pattern: str) -> tuple[Path, ...]:
        """Return the files of a folder that fit a pattern."""
        return tuple(sorted(folder.glob(pattern)))

    def marked(self, path: Path) -> bool:
        """Say whether a file carries the alternate stream in which Windows keeps the mark."""
        return self.windows and os.path.exists(f"{path}:Zone.Identifier")

    def writable(self, folder: Path) -> bool:
        """Say whether a file can be made in a folder."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return True
        except OSError:
            return False


def _root(key: str) -> int:
    import winreg  # noqa: PLC0415 (Windows only)

    roots = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}
    root: int = getattr(winreg, roots[key.split("\\", 1)[0]])
    return root
