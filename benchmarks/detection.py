"""Plant errors into clean workbooks and count what is found: `make detect`, `python benchmarks/detection.py`.

The seed is fresh unless SEED is set; it is printed, so that a run can be done again. With --docs the tables of
docs/detection.md are written anew.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "detection"), str(ROOT / "tests")]

import pairs  # noqa: E402
from operators import ARITHMETIC, ERRORS  # noqa: E402
from sheets import FORMS  # noqa: E402
from tallying import Tally, measure, silent  # noqa: E402

DOCS = ROOT / "docs" / "detection.md"
MARK = "<!-- 以下各表由 make detect 写成 -->\n"
NEEDED = {"arithmetic": 1.0, "all": 0.97, "precision": 0.99}


Tallies = dict[tuple[str, str], Tally]


def main() -> int:
    """Measure, print and, if asked for, write down; return 1 where the proof does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plants", type=int, default=30, help="plants an operator and form")
    parser.add_argument("--docs", action="store_true", help="write the tables into docs/detection.md")
    parser.add_argument("--only", default="", help="operators whose name holds this")
    args = parser.parse_args()
    seed = int(os.environ.get("SEED") or secrets.randbelow(10**6))
    print(f"SEED={seed}", flush=True)
    tallies, noise = measured(seed, args.plants, args.only)
    own = {} if args.only else pairs.measured(seed, args.plants)
    text = tables(seed, tallies, noise) + of_checks(own, args.plants)
    print(text, *details(tallies), sep="\n")
    if args.docs:
        head = DOCS.read_text("utf-8").partition(MARK)[0]
        DOCS.write_text(f"{head}{MARK}\n{text}", "utf-8")
    missed = [code for code, told in own.items() if told != (args.plants, 0)]
    return 0 if holds(tallies, noise) and not missed else 1


def of_checks(own: dict[str, tuple[int, int]], plants: int) -> str:
    """Return what came of the plants of each check's own cases."""
    missed = [
        f"{code} 找到 {hits}、误报 {false}" for code, (hits, false) in own.items() if (hits, false) != (plants, 0)
    ]
    told = "；".join(missed) or "每一处都找到，没有错时一处也没有报。"
    return f"\n每项检查另用自己的例子：把错例里写错的格子植入正例，各 {plants} 次，共 {len(own)} 项：{told}\n"


def measured(seed: int, plants: int, only: str) -> tuple[Tallies, list[str]]:
    """Return what came of the plants, and what was said about nothing; forms are shared out to processes."""
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(measure, seed, plants, [form], [name for name in ERRORS if only in name]) for form in FORMS]
        quiet = [pool.submit(silent, seed, max(3, plants // 6), [form]) for form in FORMS]
        tallies = {key: tally for job in jobs for key, tally in job.result().items()}
        return tallies, [line for job in quiet for line in job.result()]


def details(tallies: Tallies) -> list[str]:
    """Return examples of what was missed and of what was called wrong without reason."""
    return [
        f"  {name} {form}: {line[:300]}"
        for (name, form), tally in tallies.items()
        for line in (*tally.missed[:2], *tally.wrong[:2])
    ]


def by_operator(tallies: Tallies) -> dict[str, Tally]:
    """Return the tallies of the operators over all forms."""
    found = {name: Tally() for name in ERRORS}
    for (name, _), tally in tallies.items():
        found[name].add(tally)
    return {name: tally for name, tally in found.items() if tally.plants}


def shares(tallies: Tallies) -> dict[str, float]:
    """Return the recall of arithmetic and of all operators, and the precision of errors."""
    told = by_operator(tallies)
    sums = {"arithmetic": [tally for name, tally in told.items() if name in ARITHMETIC], "all": [*told.values()]}
    found = {key: sum(t.found for t in part) / max(1, sum(t.plants for t in part)) for key, part in sums.items()}
    errors = sum(tally.errors for tally in told.values())
    return found | {"precision": 1 - sum(tally.false for tally in told.values()) / max(1, errors)}


def holds(tallies: Tallies, noise: list[str]) -> bool:
    """Whether what is needed of the proof holds."""
    told = shares(tallies)
    return not noise and all(told[key] >= least for key, least in NEEDED.items())


def tables(seed: int, tallies: Tallies, noise: list[str]) -> str:
    """Return the table of operators against checks, and what was said about nothing."""
    told, part = by_operator(tallies), shares(tallies)
    lines = [
        f"SEED={seed}，植入 {sum(tally.plants for tally in told.values())} 处："
        f"算术和勾稽类找到 {part['arithmetic']:.1%}，全部找到 {part['all']:.1%}；"
        f"错误级结果的准确率 {part['precision']:.1%}。",
        "",
        "| 植入的错误 | 植入 | 找到 | 指出正确的数 | 找到它的检查 |",
        "|---|---|---|---|---|",
    ]
    for name, tally in told.items():
        codes = "、".join(f"{code} {count}" for code, count in Counter(tally.codes).most_common(6))
        named = f"{tally.named}/{tally.valued}" if tally.valued else "—"
        lines.append(f"| {name} | {tally.plants} | {tally.found} | {named} | {codes} |")
    lines += ["", f"没有错的改动（{len(noise)} 处报了错误或核实）：" + ("；".join(noise[:5]) or "一处也没有报。"), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
