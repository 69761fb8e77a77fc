"""The record of earlier months (监控记录): what each report said, kept as plain data from run to run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from perfxl.errors import InputError
from perfxl.monitoring.observing import Observed

VERSION = 1


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report said of one project at the end of a month; money in `unit`; `year` None where none was named."""

    name: str
    key: str
    year: int | None
    month: int
    unit: str
    budget: Decimal | None
    spent: Decimal | None
    source: str = ""


def reported(observed: Observed, year: int | None, month: int, source: str) -> Reported:
    """Return what a workbook says of a project, to be kept."""
    spent, budget = observed.value("execution"), observed.value("annual_budget")
    return Reported(observed.name, observed.key, year, month, observed.unit, budget, spent, source)


def merged(old: Iterable[Reported], new: Iterable[Reported]) -> tuple[Reported, ...]:
    """Return all reports by year, month and name; of two on one project and month the new one counts."""
    found = {(each.year or 0, each.month, each.key): each for each in (*old, *new)}
    return tuple(found[at] for at in sorted(found))


def to_data(reports: Iterable[Reported]) -> dict[str, Any]:
    """Return the record as plain data for JSON: version, and the reports with decimals as text."""
    return {"version": VERSION, "reports": [_plain(each) for each in reports]}


def _plain(report: Reported) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Decimal) else value for key, value in asdict(report).items()}


def from_data(data: Any, where: str) -> tuple[Reported, ...]:  # noqa: ANN401 (plain JSON)
    """Return the reports of a record; InputError, which names the file, where it is none or of another version."""
    try:
        if data["version"] != VERSION:
            raise InputError(f"“{where}”是另一版本写的监控记录，请用写它的版本，或换一个结果文件夹。")
        return tuple(_report(each) for each in data["reports"])
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise InputError(f"“{where}”不是监控记录，或已损坏，请移走它或换一个结果文件夹。") from error


def _report(entry: Mapping[str, Any]) -> Reported:
    plain = Reported(**entry)
    return replace(plain, budget=_decimal(entry["budget"]), spent=_decimal(entry["spent"]))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
