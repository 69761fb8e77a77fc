"""Who should have handed in, held against who did: missing, late, double, of another year, form or name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from perfxl.batch.profile import bare_name
from perfxl.batch.results import Line
from perfxl.batch.unitlist import Expected
from perfxl.numerals.characters import name_key
from perfxl.rules.kinds import kinds

_NEAR, _MOST = 0.6, 3  # how alike two names must be; how many files are named
_FIGURES = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Absence:
    """What is amiss with what was handed in: in a word, whose, in a sentence, and the workbook where there is one."""

    what: str
    unit: str
    message: str
    book: str = ""


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
        near = open_units.get(_nearest(line, open_units))
        if near:
            matches[near].append(_Match(line, near, alike=True))
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


def _nearest(line: Line, keys: Iterable[str]) -> str:
    """Return the name that a workbook's is most like, "" where none is like enough."""
    name = _key(line.profile.unit or Path(line.book).stem)
    alike = get_close_matches(name, [key for key in keys if _numbers(key) == _numbers(name)], 1, _NEAR)
    return alike[0] if alike else ""


def _numbers(name: str) -> list[str]:
    """Return the numbers in a name: 第一小学 and 第二小学 look alike and are two schools."""
    return re.findall(r"\d+", name.translate(_FIGURES))


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
