"""What collecting came to (汇总结果): the cells to write, and what a person is to decide or to know."""

from __future__ import annotations

from dataclasses import dataclass

from perfxl.jobs.formcells import FormCell
from perfxl.sheets.changeset import ChangeSet
from perfxl.sheets.snapshot import Value


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be decided or known: in a word, which form, where, in a sentence, and of which files."""

    what: str
    form: str
    place: str
    message: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """The cells to write into the department's workbook, and what could not be merged or is missing.

    taken  how many filled cells of the files stand in the workbook afterwards, of `found` in all
    """

    changes: ChangeSet
    remarks: tuple[Remark, ...]
    taken: int = 0
    found: int = 0

    @property
    def settled(self) -> bool:
        """Whether nothing is left to decide."""
        return not self.remarks


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that a file states for a cell; `computed` by a formula there."""

    file: str
    cell: FormCell
    value: Value
    computed: bool = False
