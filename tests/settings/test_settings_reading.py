"""perfxl.toml: found beside a workbook or above it; what is wrong in it is told with file and line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from perfxl.errors import InputError
from perfxl.settings.reading import NAME, settings_file, settings_for

WHOLE = """# 本单位的设置
select = ["rates", "sums"]
ignore = ["PX155"]

[[accept]]
code = "PX105"
table = "“三公”经费支出情况表"
row = "合计"
figures = "27.73% → 27.71%"
reason = "与财政批复一致"
role = "财务科长"
date = 2026-03-01
"""


def stated(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    (folder / NAME).write_text(text, encoding=encoding)
    return folder / "自评表.xlsx"


def test_the_nearest_file_above_the_workbook_holds(tmp_path: Path) -> None:
    stated(tmp_path, 'ignore = ["PX1"]')
    deep = tmp_path / "2026" / "甲局"
    deep.mkdir(parents=True)
    assert settings_for(deep / "自评表.xlsx").ignore == ("PX1",)
    assert settings_for(stated(deep, 'select = ["PX2"]')).ignore == ()
    assert settings_file(deep / "自评表.xlsx") == deep / NAME


def test_all_keys_are_read_whatever_editor_wrote_them(tmp_path: Path) -> None:
    found = settings_for(stated(tmp_path, WHOLE.replace("\n", "\r\n"), "utf-8-sig"))
    assert (found.select, found.ignore) == (("rates", "sums"), ("PX155",))
    assert (found.accept[0].role, found.accept[0].date) == ("财务科长", datetime.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('select = ["rates"]\nignor = ["PX1"]', "第2行（ignor）不认识这一项（是否应为ignore）"),
        ('select = "rates"', "第1行（select）值不合要求"),
        ("select = [rates]", "第1行第"),
        (WHOLE.replace('role = "财务科长"\n', ""), "第5行（accept.0.role）缺少这一项"),
        (WHOLE.replace("2026-03-01", '"三月"'), "第12行（accept.0.date）值不合要求"),
        (WHOLE.replace('reason = "与财政批复一致"', 'reason = ""'), "第10行（accept.0.reason）值不合要求"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        settings_for(stated(tmp_path, text))
    sentence = str(caught.value)
    assert told in sentence
    assert NAME in sentence
    assert sentence.endswith("。")


def test_another_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="UTF-8"):
        settings_for(stated(tmp_path, 'ignore = ["写法"]', "gb18030"))
