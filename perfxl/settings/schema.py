"""What perfxl.toml may state; every key is optional."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated

from perfxl.rules.validation import Bounds, Part

_WORDS = Bounds(min_length=1)


@dataclass(frozen=True, slots=True, eq=False)
class Accept(Part):
    """An accepted finding: `[[accept]]`, the same as a row of the sheet 核实说明.

    code    "PX105"
    table   the table's name, `row` the row's, `figures` what stood there, as perfxl writes them
    reason  why the finding may stand
    role    whose judgement that is: a post (财务科长), no name
    date    of the judgement
    book    the file name of the workbook that it is in, "" for any
    """

    code: Annotated[str, _WORDS]
    table: Annotated[str, _WORDS]
    reason: Annotated[str, _WORDS]
    role: Annotated[str, _WORDS]
    date: datetime.date
    row: str = ""
    figures: str = ""
    book: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Settings(Part):
    """What a perfxl.toml states for the workbooks in its folder and below.

    select  codes, beginnings of codes or groups of the checks to do; () for all
    ignore  the same for checks to leave out
    accept  accepted findings
    packs   rule packs by name, or folders of packs beside the file, used where --pack names none
    place   whose workbooks these are (湖北省, 全国), where no packs are named
    year    of the evaluation, for workbooks that do not tell it
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accept: tuple[Accept, ...] = ()
    packs: tuple[str, ...] = ()
    place: str = ""
    year: int | None = None
