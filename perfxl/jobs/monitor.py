"""The job of `monitor`: lights, forecasts and what must be explained at the end of a month; forms; the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from perfxl.attachments.monitoring_form import KEY, MonitoringSource, monitoring_form
from perfxl.errors import InputError
from perfxl.jobs.evaluate import Evaluated, understand
from perfxl.jobs.fill import complete
from perfxl.jobs.generated import GeneratedSheets, beside, own_sheets, reconcile
from perfxl.jobs.judging import Judgement, judge
from perfxl.jobs.review import WHOLE
from perfxl.model.table import Evaluation, Role, Row
from perfxl.monitoring.assessing import Assessment, assess
from perfxl.monitoring.observing import FORM, Observed, observe
from perfxl.monitoring.pace import MONTHS, Curve, curve_of
from perfxl.monitoring.record import Reported, merged, reported
from perfxl.numerals.characters import name_key
from perfxl.recognition.recognise import recognise
from perfxl.rules.monitoring import Reply
from perfxl.sheets.changeset import ChangeSet, SheetSpec, SheetWrite
from perfxl.sheets.snapshot import Snapshot

_FRIDAY = 5  # working days of a week; public holidays are not known


@dataclass(frozen=True, slots=True)
class Monitored:
    """The state of a workbook's projects at the end of a month.

    reports  the record of all months, this one included
    curve    how last year's spending ran, None where no workbook of last year was given or it does not tell
    reply    the rule that says when alerts must be answered, and that day; None where no rule does
    beside   the forms for a workbook of their own, where the structure of this one is locked
    """

    month: int
    year: int | None
    assessments: tuple[Assessment, ...]
    judgement: Judgement
    changes: ChangeSet
    own: GeneratedSheets
    reports: tuple[Reported, ...]
    curve: Curve | None = None
    reply: tuple[Reply, date] | None = None
    beside: tuple[SheetWrite, ...] = ()


def monitor(
    snapshot: Snapshot,
    packs: Sequence[str] = (),
    month: int | None = None,
    history: Sequence[Reported] = (),
    previous: Snapshot | None = None,
    today: date | None = None,
) -> Monitored:
    """Judge a workbook at the end of `month`, by default the latest that it names.

    history   what was reported of earlier months; previous  last year's workbook; today  the day of the report
    InputError for an unknown pack, where no month is named, where no project is told of that month, or where the
    workbook of last year is of another year.
    """
    cells, evaluated = complete(snapshot, packs)
    at = month or _latest(evaluated.derived.evaluation)
    now = _at(evaluated.derived.evaluation, at)
    year = evaluated.evaluation.year
    before = _last_year(previous, year) if previous else None
    curve = curve_of(before) if before else None
    found = tuple(assess(each, at, evaluated.rules, curve, _ended(year, today)) for each in now)
    earlier = tuple(each for each in history if each.year == year and each.month < at)
    own, apart = _placed(snapshot, tuple(_forms(evaluated, found)))
    changes = ChangeSet(tuple(cell.write for cell in cells), own.writes, own.removed)
    reports = merged(history, (reported(each, year, at, snapshot.book) for each in now))
    judgement = judge(evaluated, replace(WHOLE, previous=before), earlier)
    reply = _reply(evaluated, found, today)
    return Monitored(at, year, found, judgement, changes, own, reports, curve, reply, apart)


def reports_of(snapshot: Snapshot, packs: Sequence[str] = ()) -> tuple[Reported, ...]:
    """Return what a workbook of an earlier month says of its projects; InputError where it names no month."""
    evaluation = understand(snapshot, packs).derived.evaluation
    told = [(each, each.month) for each in observe(evaluation) if each.month]
    if not told:
        raise InputError(f"“{snapshot.book}”没有写明截至几月（如“1-7月执行数”），不能当作以前月份的数。")
    return tuple(reported(each, evaluation.year, month, snapshot.book) for each, month in told)


def _latest(evaluation: Evaluation) -> int:
    """Return the latest month that tables for monitoring name."""
    months = [each.month for each in observe(evaluation) if each.month]
    if not months:
        raise InputError(
            f"“{evaluation.book}”没有写明截至几月（如“1-7月执行数”“截至7月”），"
            "请在表头写明，或用 --month 写明是几月末的数。"
        )
    return max(months)


def _at(evaluation: Evaluation, month: int) -> tuple[Observed, ...]:
    """Return each project once, as it stood at the end of a month; InputError where nothing tells of that month."""
    if not 1 <= month <= MONTHS:
        raise InputError(f"月份应是1到{MONTHS}，写的是{month}，请改正 --month。")
    every = observe(evaluation)
    told = {each.key: each for each in every if each.month in (None, month)}
    if not told:
        named = "、".join(f"{each}月" for each in sorted({each.month for each in every if each.month}))
        other = f"它写的是{named}，请核对 --month。" if named else "请确认选对了工作簿，表头是否保留了原来的名称。"
        raise InputError(f"“{evaluation.book}”没有截至{month}月的项目执行情况，{other}")
    return tuple(told.values())


def _last_year(previous: Snapshot, year: int | None) -> Evaluation:
    before = recognise(previous)
    if year is not None and before.year is not None and before.year != year - 1:
        raise InputError(f"“{previous.book}”写的是{before.year}年度，不是{year}年的上年，请核对 --previous。")
    return before


def _ended(year: int | None, today: date | None) -> int:
    """Return how many months of a year have ended by the evening of a day; all of them where no day is told."""
    if year is None or today is None or today.year > year:
        return MONTHS
    tomorrow = today + timedelta(days=1)
    return (tomorrow.year - year) * MONTHS + tomorrow.month - 1


def _placed(snapshot: Snapshot, specs: Sequence[SheetSpec]) -> tuple[GeneratedSheets, tuple[SheetWrite, ...]]:
    """Return the forms as sheets of the workbook, and those for one of their own where its structure is locked."""
    if snapshot.structure_locked:
        return GeneratedSheets(), beside(specs)
    return reconcile(snapshot, specs, leave=_others(snapshot)), ()


def _others(snapshot: Snapshot) -> frozenset[str]:
    """Return the keys of perfxl's own sheets that are no monitoring forms; they are left alone."""
    return frozenset(key for key in own_sheets(snapshot) if not key.startswith(KEY))


def _forms(evaluated: Evaluated, found: Sequence[Assessment]) -> Iterator[SheetSpec]:
    """Yield the form of each project that has none of its own in the workbook."""
    evaluation = evaluated.derived.evaluation
    department = _department(evaluation)
    year = str(evaluation.year or "")
    for each in found:
        if each.observed.table.kind != FORM:
            yield monitoring_form(MonitoringSource(each, _indicators(evaluation, each), year, department))


def _department(evaluation: Evaluation) -> str:
    keys = ("competent_department", "implementing_unit")
    told = (text for table in evaluation.tables for key in keys if (text := table.text(key)))
    return next(told, "")


def _indicators(evaluation: Evaluation, found: Assessment) -> Sequence[Row]:
    """Return the rows of a project's indicators, from its own form or from the list of indicators."""
    rows = [each.row for each in found.observed.indicators]
    for table in evaluation.of("project_form"):
        if not rows and name_key(table.text("project_name")) == found.observed.key:
            rows = list(table.of_role(Role.INDICATOR))
    for table in evaluation.of("indicator_list"):
        lines = table.of_role(Role.LINE)
        rows = rows or [row for row in lines if name_key(row.text("project_name")) == found.observed.key]
    return rows


def _reply(evaluated: Evaluated, found: Sequence[Assessment], today: date | None) -> tuple[Reply, date] | None:
    rules = evaluated.rules.monitoring
    if rules is None or rules.reply is None or today is None or not any(each.alerts for each in found):
        return None
    return rules.reply, working_day(today, rules.reply.days)


def working_day(day: date, later: int) -> date:
    """Return the day that many working days (Monday to Friday) after a day."""
    while later:
        day += timedelta(days=1)
        later -= day.weekday() < _FRIDAY
    return day
