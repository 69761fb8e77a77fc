"""Change the code of scoring, the checks and the ratios on purpose, and count the changes that nothing notices.

`make mutants`, `python benchmarks/mutation.py [--rooms ROOM ...] [--sample N] [--docs]`. mutmut makes the
mutants (benchmarks/mutation.lock); those that the type checker refuses are done with, the others are tried by
benchmarks/mutantruns.py.
SEED draws the sample again; it is printed. The report is docs/mutation.md.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path
from random import Random

import yaml

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "out" / "mutation"
TOOLS = ROOT / ".venv" / "mutation"
REASONS = ROOT / "benchmarks" / "mutation_reasons.yaml"
DOCS = ROOT / "docs" / "mutation.md"
MARK = "<!-- 以下由 make mutants 写成 -->\n"
NEEDED = 0.90
ROOMS = {
    "比率": ("perfxl/scoring/ratios.py", "perfxl/functions/rates.py"),
    "计分": ("perfxl/scoring/[!r]*.py", "perfxl/scoring/relations.py"),  # all but ratios.py
    "检查": ("perfxl/checks/*.py", "perfxl/checks/evidence/*.py"),
}
COPIED = ("perfxl", "tests", "workbooks", "docs", "templates", "macros", "pyproject.toml")
TESTS = (
    "tests/scoring", "tests/checks/test_checks_cases.py", "tests/checks/test_checks_parts.py",
    "tests/checks/test_checks_example.py", "tests/checks/test_checks_field.py", "tests/checks/test_checks_told.py",
    "tests/checks/test_checks_pages.py", "tests/detection/test_detection_catalogue.py",
    "tests/functions/test_functions_values.py", "tests/functions/test_functions_explained.py", "tests/filling",
    "tests/jobs/test_jobs_fill.py", "tests/jobs/test_jobs_functions.py", "tests/places/test_places_published.py",
    "tests/places/test_places_fictitious.py", "tests/cli/test_cli_selection.py",
)  # fmt: skip
BUDGET = 8  # seconds of tests a mutant; the nearest and quickest come first
SETTINGS = """
[tool.mutmut]
source_paths = ["perfxl/"]
track_dependencies = false
"""
Verdicts = dict[str, str]


def main() -> int:
    """Make mutants, try a sample of them, print what survived; 1 where too many did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", nargs="*", default=list(ROOMS), choices=list(ROOMS))
    parser.add_argument("--sample", type=int, default=0, help="mutants a room, drawn at random; 0 for all")
    parser.add_argument("--seconds", type=int, default=10**6, help="begin no mutant later than this")
    parser.add_argument("--docs", action="store_true", help="write the figures into docs/mutation.md")
    args = parser.parse_args()
    seed = int(os.environ.get("SEED") or secrets.randbelow(10**6))
    print(f"SEED={seed}", flush=True)
    sys.path.insert(0, str(TOOLS))
    prepare()
    os.chdir(WORK)  # where mutmut reads its settings
    made = {room: mutated(room) for room in args.rooms}
    drawn = sample(made, args.sample, seed)
    verdicts = judged(drawn, args.seconds)
    told = report(seed, made, drawn, verdicts)
    print(told)
    if args.docs:
        head = DOCS.read_text("utf-8").partition(MARK)[0]
        DOCS.write_text(f"{head}{MARK}\n{told}", "utf-8", newline="\n")
    return 0 if all(share(names, verdicts) >= NEEDED for names in drawn.values()) else 1


def judged(drawn: dict[str, list[str]], seconds: int) -> Verdicts:
    """Return what came of each mutant: types, killed, survived, no test; "" where there was no time for it."""
    refused = refused_by_types()
    names = [name for some in drawn.values() for name in some]
    tests = tried([name for name in names if name not in refused], seconds)
    return {name: "types" if name in refused else tests.get(name, "") for name in names}


def prepare() -> None:
    """Copy what the tests need to a folder of its own."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, WORK / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy2(source, WORK / name)
    with (WORK / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)


def mutated(room: str) -> list[str]:
    """Write every mutant of a room into the copy of its file; return their names."""
    from mutmut.mutation.file_mutation import mutate_file_contents  # noqa: PLC0415 (has a folder of its own)

    names = []
    for pattern in ROOMS[room]:
        for path in sorted(WORK.glob(pattern)):
            made = mutate_file_contents(str(path), path.read_text("utf-8"))
            path.write_text(made.code, "utf-8")
            names += [f"{module_of(path)}.{name}" for name in made.mutant_names]
    return names


def module_of(path: Path) -> str:
    """Return the dotted name of a copied file."""
    return ".".join(path.relative_to(WORK).with_suffix("").parts).removesuffix(".__init__")


def sample(made: dict[str, list[str]], size: int, seed: int) -> dict[str, list[str]]:
    """Return the mutants to try of each room."""
    rng = Random(seed)
    return {room: rng.sample(names, min(size, len(names))) if size else names for room, names in made.items()}


def refused_by_types() -> set[str]:
    """Return the mutants in which the type checker finds an error that the function as it is has not."""
    command = [sys.executable, "-m", "mypy", "--output", "json", "--disable-error-code", "unused-ignore"]
    environment = os.environ | {"MYPYPATH": str(WORK), "PYTHONPATH": str(TOOLS)}
    done = subprocess.run(command, cwd=WORK, env=environment, capture_output=True, text=True, check=False)
    lines: dict[str, dict[int, set[str]]] = {}
    for error in map(json.loads, done.stdout.splitlines()):
        lines.setdefault(error["file"], {}).setdefault(error["line"], set()).add(error["code"])
    return {name for file, wrong in lines.items() for name in _refused(WORK / file, wrong)}


def _refused(path: Path, wrong: dict[int, set[str]]) -> Iterator[str]:
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name:
            span = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            found[node.name] = set().union(*(wrong.get(line, set()) for line in span))
    for name, codes in found.items():
        if codes - found.get(f"{name.rpartition('__mutmut_')[0]}__mutmut_orig", set()):
            yield f"{module_of(path)}.{name}"


def tried(names: list[str], seconds: int) -> Verdicts:
    """Return what the tests say of each mutant."""
    out = WORK / "verdicts.jsonl"
    plan = {"names": names, "out": str(out), "seconds": seconds, "budget": BUDGET}
    (WORK / "plan.json").write_text(json.dumps(plan), "utf-8")
    environment = os.environ | {
        "MUTANTS": str(WORK / "plan.json"),
        "PYTHONPATH": f"{WORK}:{TOOLS}:{ROOT / 'benchmarks'}",
    }
    command = [sys.executable, "-m", "pytest", "-p", "mutantruns", "-p", "no:xdist", "-p", "no:cacheprovider"]
    subprocess.run([*command, "-o", "timeout=30", *TESTS], cwd=WORK, env=environment, check=True)
    told = map(json.loads, out.read_text("utf-8").splitlines())
    return {each["name"]: each["verdict"] for each in told}


def share(names: list[str], verdicts: Verdicts) -> float:
    """Return the part of the mutants tried that tests or types refuse."""
    counted = Counter(verdicts[name] for name in names if verdicts[name])
    return (counted["killed"] + counted["types"]) / max(1, counted.total())


def report(seed: int, made: dict[str, list[str]], drawn: dict[str, list[str]], verdicts: Verdicts) -> str:
    """Return the table of the rooms, and the survivors with the reasons."""
    lines = [
        f"SEED={seed}。",
        "",
        "| | 改法 | 试了 | 测试发现 | 类型检查发现 | 没有发现 | 发现的比例 |",
        "|---|---|---|---|---|---|---|",
    ]
    for room, names in drawn.items():
        counted = Counter(verdicts[name] for name in names if verdicts[name])
        left = counted["survived"] + counted["no test"]
        lines.append(
            f"| {room} | {len(made[room])} | {counted.total()} | {counted['killed']} | {counted['types']} | {left} "
            f"| {share(names, verdicts):.1%} |"
        )
    for room, names in drawn.items():
        left_over = [name for name in names if verdicts[name] in ("survived", "no test")]
        lines += ["", f"### {room}：没有发现的", ""] if left_over else []
        lines += [survivor(name) for name in sorted(left_over)]
    return "\n".join(lines) + "\n"


def survivor(name: str) -> str:
    """Return the line of a survivor: where it is, what was changed, and why no test notices."""
    before, after = change(name)
    short = name.removeprefix("perfxl.").replace("x_", "", 1).replace("ǁ", ".")
    return f"- `{short}`：`{before}` → `{after}`。{reason(name, before, after)}"


def change(name: str) -> tuple[str, str]:
    """Return the lines of a function that a mutant changes, as they are and as they were made."""
    module, _, function = name.rpartition(".")
    path = WORK / (module.replace(".", "/") + ".py")
    text = (path if path.exists() else path.with_suffix("") / "__init__.py").read_text("utf-8")
    original = f"{function.rpartition('__mutmut_')[0]}__mutmut_orig"
    bodies = {
        node.name: (ast.get_source_segment(text, node) or "").splitlines()[1:]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name in (original, function)
    }
    told = list(unified_diff(bodies[original], bodies[function], n=0, lineterm=""))[2:]
    both = (" ".join(line[1:].strip() for line in told if line[0] == sign) for sign in "-+")
    before, after = (text.replace("`", "'").replace("|", "¦") for text in both)
    return before, after


def reason(name: str, before: str, after: str) -> str:
    """Return why a survivor may live, by the first of the reasons on file that fits it; a gap where none does."""
    for each in yaml.safe_load(REASONS.read_text("utf-8")):
        if fnmatch(name, each.get("name", "*")) and each.get("before", "") in before and each.get("after", "") in after:
            return str(each["reason"])
    return "**缺口：还没有测试。**"


if __name__ == "__main__":
    sys.exit(main())
