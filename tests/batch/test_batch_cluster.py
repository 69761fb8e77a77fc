"""A cluster of two workers, one of which dies: nothing lost, nothing twice, the same summary as from one machine."""

from __future__ import annotations

import os
import signal
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from bureau import bureau
from test_batch_running import told

from perfxl.batch.batch import run_batch
from perfxl.batch.checking import CheckTask
from perfxl.batch.cluster import run_on_cluster
from perfxl.batch.running import Done, Task
from perfxl.batch.summary import write_summary
from perfxl.cli.main import main
from perfxl.files.listing import list_books

distributed = pytest.importorskip("distributed")


@pytest.fixture
def scheduler(cache: Path) -> Iterator[tuple[str, list[int]]]:
    """Return the address of a local cluster's scheduler and the ids of its two worker processes."""
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
    ):
        with distributed.Client(cluster, set_as_default=False) as client:
            workers = list(client.run(os.getpid).values())
        yield cluster.scheduler_address, workers


def test_a_worker_that_dies_costs_nothing(tmp_path: Path, scheduler: tuple[str, list[int]]) -> None:
    address, workers = scheduler
    folder = bureau(tmp_path / "报送", 20)
    tasks = [CheckTask(book) for book in list_books([str(folder)]).books]
    taken: Counter[str] = Counter()

    def one_dies(left: Iterable[Task], count: int) -> Iterator[Done]:
        for number, (task, line) in enumerate(run_on_cluster(address, left, count)):
            taken[task.book] += 1
            yield task, line
            if number == 3:
                os.kill(workers[0], signal.SIGKILL)

    spread, alone = run_batch(tasks, ["集群"], runner=one_dies), run_batch(tasks, ["本机"])
    assert taken == Counter(task.book for task in tasks)
    assert told(spread) == told(alone)
    for name, batch in (("集群", spread), ("本机", alone)):
        write_summary(batch, None, tmp_path / f"{name}.xlsx")
    assert (tmp_path / "集群.xlsx").read_bytes() == (tmp_path / "本机.xlsx").read_bytes()


def test_books_are_read_from_addresses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"file://{folder}/第?局.xlsx", f"file://{folder}/填错局.xlsx"]) == 1
    assert "共 4 个工作簿：3 个没有达到 --fail-on 的问题，1 个有。" in capsys.readouterr().out
    assert main(["check", f"file://{folder}/第1局.xlsx"]) == 0
    assert main(["check", f"file://{folder}/没有.xlsx", f"file://{folder}/第1局.xlsx"]) == 2
    assert "取不到" in capsys.readouterr().err


def test_a_scheduler_that_does_not_answer_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfxl.batch.cluster._SECONDS", 0.5)
    assert main(["check", str(folder), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    told_of = capsys.readouterr()
    assert told_of.out == ""
    assert "连不上集群" in told_of.err.splitlines()[-1]
