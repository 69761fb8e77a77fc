"""A pytest plugin that tries mutants: the tests are collected once, and each mutant has a forked process of its own.

mutmut's own runner calls pytest anew for every mutant, five seconds each with these tests; so it only makes the
mutants, and they are tried here. Environment: MUTANTS names a JSON file, {"names": [...], "out": "...",
"seconds": n}; the verdicts are written to `out` as they come, and no mutant is begun after `seconds`.
"""

from __future__ import annotations

import json
import os
import re
import resource
import time
from collections import defaultdict
from itertools import accumulate
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name

MEMORY = 4 << 30
SECONDS = pytest.StashKey[float]()
settings.register_profile("mutants", deadline=None, derandomize=True, database=None)
settings.load_profile("mutants")


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run every test once as it is, noting what it reaches, then the tests that reach a mutant with the mutant."""
    plan = json.loads(Path(os.environ["MUTANTS"]).read_text("utf-8"))
    reached = _reached(session.items)
    if _forked("", session.items):
        raise pytest.UsageError("the tests fail without any mutant")
    end = time.monotonic() + plan["seconds"]
    with Path(plan["out"]).open("w", encoding="utf-8") as out:
        for name in plan["names"]:
            if time.monotonic() > end:
                break
            tests = _within(_nearest(name, reached.get(mangled_name_from_mutant_name(name), [])), plan["budget"])
            verdict = "no test" if not tests else "killed" if _forked(name, tests) else "survived"
            print(json.dumps({"name": name, "verdict": verdict, "tests": len(tests)}), file=out, flush=True)
    set_mutant_under_test("")
    return True


def _nearest(name: str, tests: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests, those first that are named after the check of the mutant."""
    code = re.search(r"px\d{3}", name)
    return sorted(tests, key=lambda item: not (code and code[0].upper() in item.nodeid))


def _within(tests: list[pytest.Item], budget: float) -> list[pytest.Item]:
    """Return the tests that together take no more than so many seconds."""
    spent = accumulate(item.stash[SECONDS] for item in tests)
    return [item for item, so_far in zip(tests, spent, strict=True) if so_far < budget]


def _reached(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """Return the tests that reach each function, the quickest first."""
    set_mutant_under_test("stats")
    found: dict[str, list[pytest.Item]] = defaultdict(list)
    for item, following in zip(items, [*items[1:], None], strict=True):
        state()._stats.clear()
        start = time.monotonic()
        reports = runtestprotocol(item, log=False, nextitem=following)
        item.stash[SECONDS] = time.monotonic() - start
        failed = [report.longreprtext for report in reports if report.failed]
        if failed:
            raise pytest.UsageError(f"{item.nodeid} fails with mutmut's trampolines in place: {failed[0][-2000:]}")
        for function in state()._stats:
            found[function].append(item)
    return {name: sorted(tests, key=lambda item: item.stash[SECONDS]) for name, tests in found.items()}


def _forked(name: str, tests: list[pytest.Item]) -> bool:
    """Whether one of the tests fails with a mutant in place."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            code = int(_fails(name, tests))
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] != 0


def _fails(name: str, tests: list[pytest.Item]) -> bool:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    set_mutant_under_test(name)
    for item, following in zip(tests, [*tests[1:], None], strict=True):
        item._initrequest()  # type: ignore[attr-defined]
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return True
    return False
