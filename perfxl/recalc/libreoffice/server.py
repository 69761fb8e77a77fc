"""The helper process of the add-in: reads calls of our functions, one JSON line each, and answers in kind.

LibreOffice's own Python can be any version and lacks our dependencies; this one has them.
"""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

from perfxl.functions.registry import REGISTRY, call
from perfxl.recalc.libreoffice.extension import method_name
from perfxl.recalc.libreoffice.wire import decoded, encoded
from perfxl.sheets.values import ErrorValue, Result

_NAMES = {method_name(name): name for name in REGISTRY}


def answer(line: bytes) -> bytes:
    """Return the answer to one line `[method, arguments]`; never raises, what is not understood gives #VALUE!."""
    result: Result
    try:
        method, arguments = json.loads(line)
        result = call(_NAMES[method], [decoded(argument) for argument in arguments])
    except KeyError:
        result = ErrorValue.NAME
    except (ValueError, TypeError):
        result = ErrorValue.VALUE
    return json.dumps(encoded(result)).encode()


def serve(calls: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more calls."""
    for line in calls:
        answers.write(answer(line) + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
