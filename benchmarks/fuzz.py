"""Breaks the workbooks of the corpus many times over and reads what is left: `make fuzz N=20000`."""

from __future__ import annotations

import argparse
import contextlib
import secrets
import sys
import tempfile
from pathlib import Path

from corpus import CORPUS
from fuzzing import fuzz, samples


def _confine(megabytes: int) -> None:
    """Hold this process to a size, so that a file that asks for more is a fault."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2, resource.RLIM_INFINITY))


def main() -> int:
    """Run and print; returns 1 where anything but a sentence came out, 2 where there is no corpus."""
    parser = argparse.ArgumentParser(description="把样本工作簿改坏来读")
    parser.add_argument("--number", type=int, default=20_000, help="改坏多少次")
    parser.add_argument("--seed", type=int, default=None, help="随机数的种子，不写则每次不同")
    parser.add_argument("--memory", type=int, default=2048, help="最多用多少 MB 内存")
    options = parser.parse_args()
    books = samples(CORPUS) if CORPUS.is_dir() else []
    if not books:
        print(f"找不到样本文件夹 {CORPUS.name}。", file=sys.stderr)
        return 2
    _confine(options.memory)
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory() as folder:
        tally = fuzz(books, options.number, seed, Path(folder))
    print(
        f"种子 {seed}：读出 {tally.read}，拒绝 {tally.refused}，最慢 {tally.slowest:.1f} 秒，异常 {len(tally.faults)}。"
    )
    print("\n".join(tally.faults), file=sys.stderr)
    return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
