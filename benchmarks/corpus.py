"""All workbooks made elsewhere through everything, and a table of what came out: `make corpus`.

Every file is read, mapped, checked and edited (3 cells, a note, a sheet); a sample of the results is opened by
LibreOffice in one go. Prints the Markdown table that docs/files.md shows.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpustrial import Trial, edits_missing, tried

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SAMPLE = 60
SECONDS = 300


def books(corpus: Path) -> list[Path]:
    """Return the workbooks of a corpus."""
    return sorted(path for path in corpus.rglob("*.xls[xm]") if path.is_file())


def run(corpus: Path, scratch: Path) -> list[Trial]:
    """Put every workbook through everything; results lie in `scratch`, by number."""
    return [tried(path, result_of(scratch, number, path)) for number, path in enumerate(books(corpus))]


def result_of(scratch: Path, number: int, source: Path) -> Path:
    """Return where the edited copy of a workbook goes."""
    return scratch / f"{number:03}{source.suffix}"


def opened_by_office(trials: Sequence[Trial], scratch: Path, sample: int) -> tuple[int, list[str]]:
    """Have LibreOffice convert a sample of the results in one call; return how many, and where the edit is missing."""
    edited = [(number, trial) for number, trial in enumerate(trials) if trial.edited]
    chosen = edited[:: max(1, len(edited) // sample)]
    names = [str(result_of(scratch, number, trial.path)) for number, trial in chosen]
    target = scratch / "office"
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "xlsx", "--outdir", str(target), *names]
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    missing = [problem for number, trial in chosen for problem in _missing(trial, target / f"{number:03}.xlsx")]
    return len(chosen), missing


def _missing(trial: Trial, converted: Path) -> list[str]:
    if not converted.exists():
        return [f"{trial.path.name}: not opened"]
    return [f"{trial.path.name}: {problem}" for problem in edits_missing(trial, converted)]


def table(trials: Sequence[Trial], office: tuple[int, list[str]] | None) -> str:
    """Return the Markdown table."""
    opened, edited = [t for t in trials if any(t.others)], [t for t in trials if t.edited]
    editable = [trial for trial in trials if trial.others[0]]
    lines = [
        ("样本文件", str(len(trials))),
        ("openpyxl 或 calamine 打得开的", str(len(opened))),
        ("其中 perfxl 读出的（识别、检查都做完）", str(sum(trial.was_read for trial in opened))),
        ("openpyxl 打得开的", str(len(editable))),
        ("其中 perfxl 改好的（3 个单元格、1 条批注、1 张新表）", str(sum(trial.edited for trial in editable))),
        ("改好的文件总数", str(len(edited))),
        ("逐字节比较的部件", str(sum(trial.compared for trial in edited))),
        ("其中有意改动的", str(sum(len(trial.changed) for trial in edited))),
        ("不该改却改了、或改动没有写进去的", str(sum(len(trial.wrong) for trial in trials))),
        ("原文件被动过的", str(sum(not trial.source_kept for trial in trials))),
        ("最慢的一个（处理器秒数，识别、检查、改动合计）", f"{max(trial.seconds for trial in trials):.1f}"),
    ]
    if office:
        lines.append(("抽样由 LibreOffice 打开的", str(office[0])))
        lines.append(("其中改动都在的", str(office[0] - len({problem.split(":")[0] for problem in office[1]}))))
    reasons = Counter(trial.reason for trial in trials if trial.refused)
    lines += [(f"拒绝：{reason}", str(count)) for reason, count in reasons.most_common()]
    return "\n".join(["| 项目 | 数量 |", "|---|---:|", *(f"| {name} | {count} |" for name, count in lines)])


def main() -> int:
    """Run and print; returns 1 where anything went wrong, 2 where there is no corpus."""
    parser = argparse.ArgumentParser(description="把样本工作簿逐个识别、检查、改动")
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS, help="样本所在的文件夹")
    corpus = parser.parse_args().corpus
    if not corpus.is_dir() or not books(corpus):
        print(f"找不到样本文件夹 {corpus.name}，请写明它的位置。", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        trials = run(corpus, Path(folder))
        office = opened_by_office(trials, Path(folder), SAMPLE) if shutil.which("soffice") else None
    print(table(trials, office))
    problems = [f"{trial.path.name}: {trial.wrong}" for trial in trials if trial.wrong] + (office[1] if office else [])
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
