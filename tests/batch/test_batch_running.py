"""Many tasks: the same results on any number of workers, whatever dies on the way, and resumed where it stopped."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from bureau import UNREADABLE, draw, execution
from tasks import Deadly, Endless, Fine, Frozen

from perfxl.batch.batch import Batch, InterruptedBatchError, run_batch
from perfxl.batch.checking import CheckTask
from perfxl.batch.results import BookRecord, decode
from perfxl.batch.running import Done, Task, run_all
from perfxl.files.listing import list_books


def tasks_of(folder: Path) -> list[CheckTask]:
    return [CheckTask(book) for book in list_books([str(folder)]).books]


def told(batch: Batch) -> list[BookRecord]:
    return list(batch.results())


def stopped_after(count: int) -> object:
    """Return a runner that a person stops after so many workbooks, in any order."""

    def run(tasks: Iterable[Task], total: int) -> Iterator[Done]:
        shuffled = random.Random(count).sample(list(tasks), total)
        yield from islice(run_all(shuffled, total, 1), count)
        raise KeyboardInterrupt

    return run


def test_any_number_of_workers_gives_the_same(folder: Path) -> None:
    tasks = tasks_of(folder)
    one, two = (run_batch(tasks, runner=lambda left, count, n=n: run_all(left, count, n)) for n in (1, 2))
    assert told(one) == told(two)
    assert one.lines == two.lines
    assert [line.book for line in one.lines] == [task.book for task in tasks]


def test_what_cannot_be_read_is_named_and_the_others_are_judged(folder: Path) -> None:
    batch = run_batch(tasks_of(folder))
    broken = {Path(line.book).stem: line.error for line in batch.lines if line.error}
    assert set(broken) == set(UNREADABLE)
    assert "密码" in broken["加密"]
    judged = {Path(line.book).stem: line for line in batch.lines if not line.error}
    assert judged["填错局"].errors == 1
    assert judged["填错局"].profile.unit == "填错局"
    assert judged["别的表"].tables == 0


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the threads of pytest-xdist have no part in it
@pytest.mark.parametrize("workers", [2, None])
def test_a_task_that_kills_its_process_or_hangs_is_named_and_no_other_is_lost(
    workers: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if workers is None and sys.platform != "linux":
        pytest.skip("few workbooks are done in this process where it cannot be copied")
    monkeypatch.setattr("perfxl.batch.running._can_fork", lambda: True)
    tasks: list[Task] = [Fine(f"{number}") for number in range(8)]
    tasks[3:3] = [Deadly("致命.xlsx"), Endless("没完.xlsx")]
    done = {task.book: decode(line) for task, line in run_all(tasks, len(tasks), workers, limit=5)}
    assert set(done) == {task.book for task in tasks}
    assert {book for book, result in done.items() if result.error} == {"致命.xlsx", "没完.xlsx"}
    assert "“致命.xlsx”使进程意外结束" in done["致命.xlsx"].error
    assert "“没完.xlsx”超过 5 秒" in done["没完.xlsx"].error


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.skipif(sys.platform != "linux", reason="processes are stopped otherwise there")
def test_a_process_that_stands_still_is_ended_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfxl.batch.running._can_fork", lambda: True)
    monkeypatch.setattr("perfxl.batch.running._GRACE", 2.0)
    tasks: list[Task] = [Fine("1"), Frozen("停住.xlsx"), Fine("2")]
    done = {task.book: decode(line) for task, line in run_all(tasks, len(tasks), limit=2)}
    assert {book: bool(result.error) for book, result in done.items()} == {"1": False, "停住.xlsx": True, "2": False}
    assert "没有做完" in done["停住.xlsx"].error


def test_interrupted_at_any_moment_and_resumed_comes_to_the_same(folder: Path) -> None:
    tasks = tasks_of(folder)
    whole = told(run_batch(tasks, ["一"]))
    for count in range(len(tasks)):
        with pytest.raises(InterruptedBatchError, match=f"做完 {count} 个"):
            run_batch(tasks, ["二"], runner=stopped_after(count))
        assert told(run_batch(tasks, ["二"], resume=True)) == whole


def test_what_was_done_is_not_done_again_unless_its_content_changed(folder: Path) -> None:
    tasks = tasks_of(folder)
    seen: list[str] = []

    def watched(left: Iterable[Task], count: int) -> Iterator[Done]:
        for task, line in run_all(left, count, 1):
            seen.append(Path(task.book).stem)
            yield task, line

    run_batch(tasks, ["甲"])
    run_batch(tasks, ["甲"], resume=True, runner=watched)
    assert set(seen) == set(UNREADABLE)  # what failed is tried again
    seen.clear()
    draw(folder / "第1局.xlsx", 预算执行=execution("第1局", rate="99.00%"))
    batch = run_batch(tasks, ["甲"], resume=True, runner=watched)
    assert set(seen) == {*UNREADABLE, "第1局"}
    assert next(line.errors for line in batch.lines if "第1局" in line.book) == 1
    seen.clear()
    run_batch(tasks, ["甲"], runner=watched)
    assert len(seen) == len(tasks)


def test_a_journal_that_was_cut_off_or_written_into_costs_only_those_workbooks(folder: Path, cache: Path) -> None:
    tasks = tasks_of(folder)
    whole = told(run_batch(tasks, ["丙"]))
    (journal,) = (cache / "perfxl" / "batch").glob("*.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    good = [line for line in lines if b'error":""' in line.replace(b" ", b"")]
    journal.write_bytes(good[0] + b"\x00garbage\n" + good[1].replace(b"{", b"[", 1) + good[2][: len(good[2]) // 2])
    assert told(run_batch(tasks, ["丙"], resume=True)) == whole
    assert len(list((cache / "perfxl" / "batch").glob("*.jsonl"))) == 1


def test_without_a_folder_for_caches_it_works_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "datei"
    blocked.write_bytes(b"")
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(blocked))
    assert len(told(run_batch(tasks_of(folder)))) == len(tasks_of(folder))
