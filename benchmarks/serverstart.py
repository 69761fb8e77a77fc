"""Start the function server as Excel does, as far as its first call, COM left out: python benchmarks/serverstart.py.

With a folder as its argument the perfxl that lies there is started, for comparison with another commit.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def main(root: Path) -> None:
    """Import what the server imports, and bind the functions."""
    sys.path[:0] = [str(root), str(HERE / "tests" / "install" / "addin")]
    server = import_module("perfxl.ribbon.server")
    left_out = getattr(server, "left_out", None)
    with left_out(server._NOT_AT_START) if left_out else nullcontext():
        stand_ins = import_module("functionserver")
        stand_ins._stand_in()
        stand_ins._bound()
        server.bind()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
