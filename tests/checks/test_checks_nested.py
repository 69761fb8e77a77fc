"""Totals nested two to four levels deep, as numbers, codes or indents tell them, all the way through `check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfxl.jobs.check import check
from perfxl.model.finding import Finding, Severity
from perfxl.sheets.address import cell_address
from perfxl.sheets.snapshot import Cell, Sheet, Snapshot

QUIET = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
NUMBERS = "一二三四五六七八九"
HEADINGS = ("上年数", "本年数", "下年数")
cents = st.integers(10_000, 9_999_999).map(lambda number: Decimal(number) / 100)
Values = tuple[Decimal, ...]


@dataclass(frozen=True)
class Line:
    """A line: its depth (0 for the total), its place among its siblings from the top down, and its amounts."""

    path: tuple[int, ...]
    values: Values
    leaf: bool


@st.composite
def trees(draw: st.DrawFn, deepest: int) -> list[Line]:
    """Lines from the top down whose every category is the sum of its parts; the first is the total."""
    width, depth = draw(st.integers(2, 3)), draw(st.integers(2, deepest))

    def grown(path: tuple[int, ...]) -> list[Line]:
        ends = len(path) == depth or (len(path) > 1 and draw(st.integers(0, 3)) == 0)
        if ends:
            return [Line(path, tuple(draw(cents) for _ in range(width)), leaf=True)]
        parts = [grown((*path, at)) for at in range(draw(st.integers(2, 3)))]
        sums = tuple(sum(column, Decimal(0)) for column in zip(*(part[0].values for part in parts), strict=True))
        return [Line(path, sums, leaf=False), *(line for part in parts for line in part)]

    return grown(())


def numbered(path: tuple[int, ...]) -> str:
    at = path[-1]
    return ("", f"{NUMBERS[at]}、类别", f"（{NUMBERS[at]}）款项", f"{at + 1}.细目", f"（{at + 1}）小项")[len(path)]


def indented(path: tuple[int, ...]) -> str:
    return "　" * (len(path) - 1) + f"支出{'甲乙丙丁'[path[-1]]}{''.join(map(str, path))}"


def coded(path: tuple[int, ...]) -> str:
    return f"{201 + path[0]}" + "".join(f"{at + 1:02}" for at in path[1:])


STYLES = {"编号": (numbered, 4), "缩进": (indented, 4), "编码": (coded, 3)}


def laid_out(lines: list[Line], style: str, *, above: bool) -> tuple[Sheet, list[Line]]:
    """Lay lines out from row 4, the total first or last; codes stand in a column of their own."""
    total, *body = lines
    ordered = [total, *body] if above else [*body, total]
    codes = style == "编码"
    first = 2 + codes
    heads = ["科目编码", "科目名称"] if codes else ["项目"]
    cells = {(1, 1): Cell("支出明细情况"), (2, 1): Cell("单位：万元")}
    cells |= {(3, at): Cell(text) for at, text in enumerate([*heads, *HEADINGS[: len(total.values)]], 1)}
    for row, line in enumerate(ordered, 4):
        label = STYLES[style][0](line.path) if line.path else "合计"
        if codes and line.path:
            cells[row, 1] = Cell(Decimal(label))
            cells[row, 2] = Cell(f"科目{label}")
        else:
            cells[row, 1] = Cell(label)
        cells |= {(row, first + at): Cell(value, None, "0.00") for at, value in enumerate(line.values)}
    return Sheet("明细", cells), ordered


def grave(sheet: Sheet) -> Iterator[Finding]:
    yield from (each for each in check(Snapshot("本子", (sheet,))).findings if each.severity is not Severity.INFO)


@pytest.mark.parametrize("above", [True, False], ids=["合计在上", "合计在下"])
@pytest.mark.parametrize("style", STYLES)
@QUIET
@given(data=st.data())
def test_what_ties_at_every_level_has_no_finding(style: str, above: bool, data: st.DataObject) -> None:
    sheet, _ = laid_out(data.draw(trees(STYLES[style][1])), style, above=above)
    assert [finding.message for finding in grave(sheet)] == []
    assert check(Snapshot("本子", (sheet,))).coverage.compared


@pytest.mark.parametrize("above", [True, False], ids=["合计在上", "合计在下"])
@pytest.mark.parametrize("style", STYLES)
@QUIET
@given(data=st.data())
def test_a_slip_is_told_at_its_level(style: str, above: bool, data: st.DataObject) -> None:
    lines = data.draw(trees(STYLES[style][1]))
    sheet, ordered = laid_out(lines, style, above=above)
    at = data.draw(st.sampled_from([at for at, line in enumerate(ordered) if not line.leaf]))
    spot = (at + 4, 2 + (style == "编码") + data.draw(st.integers(0, len(lines[0].values) - 1)))
    value = sheet.cells[spot].value
    assert isinstance(value, Decimal)
    slipped = Sheet("明细", {**sheet.cells, spot: Cell(value + Decimal("0.9"), None, "0.00")})
    told = {place.cell for finding in grave(slipped) for place in (finding.place, *finding.related)}
    assert cell_address(*spot) in told


def test_lines_under_of_which_break_down_only_part() -> None:
    rows = [
        ("一、人员类", "320.00", "350.00"), ("其中：聘用人员", "200.00", "220.00"), ("二、运转类", "180.00", "160.00"),
        ("其中：水电", "80.00", "70.00"), ("维护", "60.00", "55.00"), ("三、发展类", "500.00", "620.00"),
        ("合计", "1000.00", "1130.00"),
    ]  # fmt: skip
    cells = {(1, at): Cell(text) for at, text in enumerate(("项目", "上年数", "本年数"), 1)}
    for row, (label, *values) in enumerate(rows, 2):
        cells[row, 1] = Cell(label)
        cells |= {(row, at): Cell(Decimal(value), None, "0.00") for at, value in enumerate(values, 2)}
    assert list(grave(Sheet("明细", cells))) == []
