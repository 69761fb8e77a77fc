"""Rules once validated, kept for the next start, as Python keeps compiled modules.

Reading all YAML and holding it against its schema takes a third of a short run. What came out is kept in the user's
folder for caches under the digest of everything that it was made from, so that it can never be out of date; where it
cannot be read or kept, the YAML is read again.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from perfxl import __version__

T = TypeVar("T")
_MADE_FROM = (".yaml", ".py")
_DIGEST_BYTES = 32


def compiled(name: str, sources: Iterable[Traversable], build: Callable[[], T]) -> T:
    """Return what `build` makes from the YAML and the code of folders, from the cache where it was made before.

    The folders are those that hold the YAML and the classes of what is made.
    """
    file = _file(name)
    if file is None:
        return build()
    digest = digest_of(*sources)
    kept: T | None = _kept(file, digest)
    if kept is None:
        kept = build()
        _keep(file, digest, kept)
    return kept


def _file(name: str) -> Path | None:
    """Return where the cache is, None where the system names no folder for caches."""
    try:
        home = Path(os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return home / "perfxl" / f"{name}.pickle"


def digest_of(*folders: Traversable) -> bytes:
    """Return a digest of the YAML and the code of folders, and of the Python that runs it."""
    import hashlib  # noqa: PLC0415 (late: most of a start does not need it)

    digest = hashlib.sha256(f"{sys.version} {__version__}".encode())
    for path, file in chain.from_iterable(_files(folder, "") for folder in folders):
        content = file.read_bytes()
        digest.update(f"{path} {len(content)}\n".encode() + content)
    return digest.digest()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(_MADE_FROM):
            yield path + entry.name, entry
        elif entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")


def _kept(file: Path, digest: bytes) -> Any:  # noqa: ANN401 (whatever was kept)
    """Return what was kept under a digest, None where nothing was or a file of somebody else lies there."""
    try:
        with file.open("rb") as stream:
            own = os.name == "nt" or os.fstat(stream.fileno()).st_uid == os.getuid()
            if own and stream.read(_DIGEST_BYTES) == digest:
                return pickle.load(stream)  # noqa: S301 (the user's own file, as are the compiled modules)
    except Exception:  # noqa: S110 (whatever is wrong with it, the YAML is there)
        pass
    return None


def _keep(file: Path, digest: bytes, value: object) -> None:
    import tempfile  # noqa: PLC0415 (late: it is kept once only)

    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(digest + pickle.dumps(value))
            Path(path).replace(file)
        except OSError:
            Path(path).unlink(missing_ok=True)
            raise
