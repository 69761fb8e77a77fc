"""Who should have handed in (应报送名单), held against who did: missing, late, double, another year, form or name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

from perfxl.batch.profile import bare_name
from perfxl.batch.results import Line
from perfxl.errors import InputError
from perfxl.files.read.reading import read
from perfxl.numerals.characters import compact, name_key
from perfxl.rules.kinds import kinds
from perfxl.sheets.snapshot import Cell, Sheet

_TEXTS = frozenset({".txt", ".csv", ".tsv", ".md"})
_HEADINGS: Mapping[str, re.Pattern[str]] = {
    "unit": re.compile(r"(?:应报|报送|填报|预算)*(?:单位|部门|科室)(?:名称)?|名称"),
    "year": re.compile(r"(?:评价|预算|所属)*年度|年份"),
    "form": re.compile(r"(?:应报|报送)*(?:表|表种|表名|表格|表格名称|材料)"),
    "due": re.compile(r"(?:报送|截止|上报)*(?:截止|期限|截止时间|截止日期|日期|时间|截止期)"),
}
_FIRST_SERIAL, _NEAR, _MOST = date(1899, 12, 30), 0.6, 3  # Excel's day 0; how alike two names must be
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the list: whose workbook, and where the list says so of which year, with which form, until when."""

    unit: str
    year: int | None = None
    form: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """What is amiss with what was handed in: in a word, whose, in a sentence, and the workbook where there is one."""

    what: str
    unit: str
    message: str
    book: str = ""


def read_expected(path: Path) -> tuple[Expected, ...]:
    """Return the list in a workbook or a text file; InputError where it cannot be read or names nobody.

    Of a workbook the first sheet that names units counts: the column headed 单位 (单位名称, 部门 …), and those headed
    年度, 表 and 截止日期 where there are any. A text names one unit a line, the same behind it with commas or tabs.
    """
    rows = _text_rows(path) if path.suffix.casefold() in _TEXTS else _book_rows(path)
    found = tuple(dict.fromkeys(each for row in rows if (each := _expected(row)).unit))
    if not found:
        raise InputError(f"名单“{path}”里没有单位，请在第一张表里写一列，列名为“单位名称”，或用文本一行写一个单位。")
    return found


def _text_rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"找不到名单“{path}”，请检查路径和文件名。") from None
    except UnicodeDecodeError as error:
        raise InputError(f"名单“{path}”不是 UTF-8 编码，请用 UTF-8 另存，或改用 .xlsx。") from error
    rows = [[part.strip() for part in re.split(r"[,，\t]", line)] for line in text.splitlines() if line.strip()]
    return _under_headings(rows)


def _book_rows(path: Path) -> Iterator[dict[str, str]]:
    for sheet in read(path).sources():
        rows = _rows(sheet)
        if any(rows):
            return _under_headings(rows)
    return iter(())


def _rows(sheet: Sheet) -> list[list[str]]:
    grid: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), cell in sheet.cells.items():
        grid[row][column] = _shown(cell)
    width = max((column for row in grid.values() for column in row), default=0)
    return [[grid[row].get(column, "") for column in range(1, width + 1)] for row in sorted(grid)]


def _shown(cell: Cell) -> str:
    return f"{cell.value:f}" if isinstance(cell.value, Decimal) else str(cell.value or "").strip()


def _under_headings(rows: Sequence[Sequence[str]]) -> Iterator[dict[str, str]]:
    """Yield the rows by what their columns are headed; without headings the first column names the units."""
    for number, row in enumerate(rows):
        columns = _columns(row)
        if "unit" in columns:
            return (_picked(below, columns) for below in rows[number + 1 :])
    return (dict(zip(("unit", "year", "form", "due"), row, strict=False)) for row in rows)


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, text in enumerate(row):
        for key, pattern in _HEADINGS.items():
            if pattern.fullmatch(compact(text)):
                found.setdefault(key, index)
    return found


def _picked(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {key: row[index] for key, index in columns.items() if index < len(row)}


def _expected(row: Mapping[str, str]) -> Expected:
    year = re.search(r"\d{4}", row.get("year", ""))
    unit = row.get("unit", "")
    known = unit if not re.fullmatch(r"[\d.]*|合计|总计|小计", unit) else ""
    return Expected(known, int(year[0]) if year else None, row.get("form", ""), _day(row.get("due", "")))


def _day(text: str) -> date | None:
    match = _DATE.search(text)
    if match:
        try:
            return date(*map(int, match.groups()))
        except ValueError as error:
            raise InputError(f"名单里的日期“{text}”不存在，请改正后重试。") from error
    return _FIRST_SERIAL + timedelta(days=int(float(text))) if re.fullmatch(r"\d{5}(?:\.\d+)?", text) else None


@dataclass(frozen=True, slots=True)
class _Match:
    """How a workbook was found to be of a unit of the list: by its name, else by the likeness of names."""

    line: Line
    unit: str
    alike: bool = False


def absences(expected: Sequence[Expected], lines: Sequence[Line]) -> tuple[Absence, ...]:
    """Return what is amiss, in the order of the list; workbooks of nobody on it come last."""
    matches, strangers = _matched(expected, lines)
    usual = _usual_year(lines)
    found = [absence for each in expected for absence in _of(each, matches.get(each.unit, ()), usual)]
    return tuple(dict.fromkeys((*found, *map(_stranger, strangers))))


def _matched(
    expected: Sequence[Expected], lines: Sequence[Line]
) -> tuple[Mapping[str, Sequence[_Match]], Sequence[Line]]:
    """Return the workbooks of each unit, and those of nobody: first by name, what is left by likeness."""
    units = list(dict.fromkeys(each.unit for each in expected))
    matches: dict[str, list[_Match]] = defaultdict(list)
    left: list[Line] = []
    for line in lines:
        unit = _named(line, units)
        matches[unit].append(_Match(line, unit)) if unit else left.append(line)
    open_units = {_key(unit): unit for unit in units if unit not in matches}
    strangers = []
    for line in left:
        near = get_close_matches(_key(line.profile.unit or Path(line.book).stem), open_units, 1, _NEAR)
        if near:
            matches[open_units[near[0]]].append(_Match(line, open_units[near[0]], alike=True))
        else:
            strangers.append(line)
    return matches, strangers


def _named(line: Line, units: Sequence[str]) -> str:
    """Return the unit that a workbook names, else the one that its file is called after; "" for none."""
    own, keys = _key(line.profile.unit), {_key(unit): unit for unit in units}
    if not own:
        stem = name_key(Path(line.book).stem)
        return keys.get(max((key for key in keys if key in stem), key=len, default=""), "")
    alike = [unit for key, unit in keys.items() if own.endswith(key) or key.endswith(own)]
    return keys.get(own) or (alike[0] if len(alike) == 1 else "")


def _key(unit: str) -> str:
    return name_key(bare_name(unit))


def _usual_year(lines: Sequence[Line]) -> int | None:
    """Return the year of at least two thirds of the workbooks that name one, None without such a year."""
    years = Counter(line.profile.year for line in lines if line.profile.year is not None)
    year, count = next(iter(years.most_common(1)), (None, 0))
    return year if count * 3 >= years.total() * 2 and count > 1 else None


def _of(each: Expected, matches: Sequence[_Match], usual: int | None) -> Iterator[Absence]:
    """Yield what is amiss with what a unit handed in for one line of the list."""
    if not matches:
        yield Absence("未报送", each.unit, f"没有收到{each.unit}的{each.form or '工作簿'}。")
        return
    fitting = [match for match in matches if _has_form(match.line, each.form)]
    if not fitting:
        told = "、".join(dict.fromkeys(_forms(match.line) for match in matches))
        yield Absence("表不符", each.unit, f"应报“{each.form}”，收到的是{told}。", matches[0].line.book)
    if len(fitting) > 1:
        books = "、".join(Path(match.line.book).name for match in fitting[:_MOST])
        yield Absence("重复", each.unit, f"收到 {len(fitting)} 份：{books}，请确认以哪一份为准。", fitting[0].line.book)
    for match in fitting:
        yield from _of_book(each, match, usual)


def _of_book(each: Expected, match: _Match, usual: int | None) -> Iterator[Absence]:
    line, name = match.line, Path(match.line.book).name
    if line.error:
        yield Absence("读不了", each.unit, f"已报送“{name}”，但{line.error}", line.book)
        return
    if match.alike:
        sentence = f"表上的单位是“{line.profile.unit or name}”，名单里最接近的是“{each.unit}”，请核对。"
        yield Absence("单位名称不符", each.unit, sentence, line.book)
    wanted = each.year or usual
    if None not in (line.profile.year, wanted) and line.profile.year != wanted:
        why = "应报" if each.year else "多数单位报的是"
        yield Absence("年度不符", each.unit, f"表上写的是 {line.profile.year} 年度，{why} {wanted} 年度。", line.book)
    late = _late(line.book, each.due)
    if late:
        yield Absence("迟报", each.unit, late, line.book)


def _late(book: str, due: date | None) -> str:
    """Return in a sentence that a file was changed after it was due, by the time that the system keeps of it."""
    if due is None or not Path(book).is_file():
        return ""
    changed = datetime.fromtimestamp(Path(book).stat().st_mtime).astimezone().date()
    return f"文件的修改日期是 {changed}，截止日期是 {due}，请核实报送时间。" if changed > due else ""


def _has_form(line: Line, form: str) -> bool:
    wanted = name_key(form)
    names = [name_key(kinds()[kind].name) for kind in line.profile.kinds]
    return not form or bool(line.error) or any(wanted in name or name in wanted for name in names)


def _forms(line: Line) -> str:
    return "、".join(f"“{kinds()[kind].name}”" for kind in line.profile.kinds) or "没有认出的表"


def _stranger(line: Line) -> Absence:
    told = f"“{line.profile.unit}”不在名单里" if line.profile.unit else "表上没有写单位，也不能由文件名得知"
    return Absence("不在名单", line.profile.unit, f"{told}，请核对名单或单位名称。", line.book)
