"""Build the bundle: a new folder, whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from perfxl.errors import RefusedError
from perfxl.install.bundle import licences, python, wheels

CHECKSUMS = "files.sha256"
STARTERS = {"install": "安装.cmd", "uninstall": "卸载.cmd", "launch": "把工作簿拖到这里.cmd"}
_SCRIPTS = resources.files("perfxl.install.bundle") / "scripts"
_BOM = b"\xef\xbb\xbf"  # without it PowerShell 5.1 reads the system's code page


def build(
    folder: Path, xlam: Callable[[Path], object], template: bytes, embeddable: Path | None = None
) -> tuple[str, ...]:
    """Make the bundle and return what is to be told of it.

    xlam        writes the add-in to a path
    template    the blank workbook
    embeddable  the official zip; without it the bundle has no Python, and the notes say what to fetch

    RefusedError where the folder is there already, InputError where something cannot be had.
    """
    if folder.exists():
        raise RefusedError(f"“{folder.name}”已经存在，没有覆盖，请先移走它，或用 -o 换一个文件夹名。")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".perfxl-") as building:
        root = Path(building) / "bundle"
        site, notes = _runtime(root / "app" / "runtime", embeddable)
        wheels.add_perfxl(site, template)
        xlam(root / "app" / "perfxl.xlam")
        bare = licences.gather(site, root / "licences", root / "app" / "runtime")
        write_scripts(root)
        write_checksums(root)
        root.replace(folder)
    return notes + ((f"这些组件没有附许可文本，已附其说明：{'、'.join(bare)}。",) if bare else ())


def _runtime(runtime: Path, embeddable: Path | None) -> tuple[Path, tuple[str, ...]]:
    """Lay out Python and the packages; return the site-packages, and what to fetch where there is no Python."""
    runtime.mkdir(parents=True)
    if embeddable:
        python.unpack(embeddable, runtime)
    return wheels.unpack(runtime), () if embeddable else (python.ADVICE,)


def write_scripts(root: Path) -> None:
    """Write the starters and the PowerShell scripts with Windows line ends."""
    folder = root / "scripts"
    folder.mkdir()
    for source in sorted(_SCRIPTS.iterdir(), key=lambda entry: entry.name):
        text = source.read_text(encoding="utf-8").replace("\n", "\r\n").encode()
        stem, _, kind = source.name.rpartition(".")
        if kind == "ps1":
            (folder / source.name).write_bytes(_BOM + text)
        elif kind == "cmd":
            (root / STARTERS[stem]).write_bytes(text)
        elif kind == "txt":
            (root / source.name).write_bytes(_BOM + text)


def write_checksums(root: Path) -> None:
    """Write the SHA-256 of every file of the app, in the form that sha256sum reads too."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}\n"
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] in {"app", "scripts", "licences"}
    ]
    (root / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
