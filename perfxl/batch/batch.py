"""One run over many workbooks: tasks out, results into the journal, a line of each kept, in the order as given."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from perfxl import __version__
from perfxl.batch.checking import digest_of
from perfxl.batch.journal import Journal, journal_name, key_of
from perfxl.batch.results import BookRecord, Line, decode, line_of
from perfxl.batch.running import Done, Task, run_all
from perfxl.errors import InputError
from perfxl.files.remote import local
from perfxl.rules.compiled import digest_of as digest_of_program

Told = Callable[[int, int], None]
Runner = Callable[[Iterable[Task], int], Iterator[Done]]


class InterruptedBatchError(KeyboardInterrupt):
    """A person stopped a run over many workbooks; what was done until then is in the journal."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run over many workbooks came to: a line of each in the order as given, all of it in the journal.

    passed  what lay among them and was not read, one Chinese sentence each
    """

    lines: tuple[Line, ...]
    _keys: tuple[str, ...]
    _journal: Journal
    passed: tuple[str, ...] = ()

    def results(self) -> Iterator[BookRecord]:
        """Yield the results in the order of the lines, one after the other from the disk."""
        return (self._journal.result(key) for key in self._keys)

    def worst_first(self) -> list[tuple[Line, BookRecord]]:
        """Return the lines, the worst first, each with its result."""
        order = sorted(range(len(self.lines)), key=lambda index: self.lines[index].worst_first())
        return [(self.lines[index], self._journal.result(self._keys[index])) for index in order]


def run_batch(
    tasks: Sequence[Task],
    asked: Sequence[str] = (),
    resume: bool = False,
    runner: Runner = run_all,
    told: Told = lambda done, of: None,
) -> Batch:
    """Do every task once and return what they came to; it is the same however they were spread over processes.

    `asked` is what tells this run from others, such as the names that a person gave: with `resume`, a workbook of the
    same content that the same program did in such a run before is not done again, if all that was written for it is
    still there. `told` hears how many are done, of how many. InterruptedBatchError where a person stops it.
    """
    journal = Journal(journal_name(__version__, digest_of_program(files("perfxl")).hex(), *asked), resume)
    done: dict[str, tuple[str, Line]] = {}

    def take(task: Task, key: str, result: BookRecord) -> None:
        done[task.book] = key, line_of(result)
        told(len(done), len(tasks))

    try:
        left = [task for task in tasks if not (len(journal) and _was_done(task, journal, take))]
        for task, line in runner(left, len(left)):
            result = decode(line)
            key = _key(task, result.digest)
            journal.add(key, line)
            take(task, key, result)
    except KeyboardInterrupt:
        raise InterruptedBatchError(_interrupted(len(done), len(tasks))) from None
    keys, lines = zip(*(done[task.book] for task in tasks), strict=True) if tasks else ((), ())
    return Batch(lines, keys, journal)


def _was_done(task: Task, journal: Journal, take: Callable[[Task, str, BookRecord], None]) -> bool:
    try:
        with local(task.book) as path:
            key = _key(task, digest_of(path))
    except InputError:  # nothing lies at its address: doing it will say so
        return False
    result = journal.result(key) if key in journal else None
    if result is None or not all(os.path.isfile(file) for file in result.outputs):
        return False
    take(task, key, result)
    return True


def _key(task: Task, digest: str) -> str:
    return key_of(task.book, task.settings, digest)


def _interrupted(done: int, of: int) -> str:
    return f"已中断：{of} 个工作簿做完 {done} 个，没有写汇总；同一条命令加 --resume 接着做，做完的不再做。"
