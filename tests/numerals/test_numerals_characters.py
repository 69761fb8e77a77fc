import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.numerals.characters import compact, half_width, name_key, without_invisible


@pytest.mark.parametrize(
    "written",
    ["“图书采购”", "图书 采购", "图书\n采购", "《图书采购》", "\u200b图书采购\u3000", "'图书采购'", "「图书采购」"],
)
def test_a_project_is_known_however_its_name_is_set(written):
    assert name_key(written) == name_key("图书采购") == "图书采购"


def test_width_and_case_make_no_other_name():
    assert name_key("ＯＡ系统（二期）") == name_key("oa系统(二期)")


@pytest.mark.parametrize("other", ["图书采购（二期）", "图书采购2", "图书采 办"])
def test_another_project_has_another_name(other):
    assert name_key(other) != name_key("图书采购")


@given(st.text("图书采购（）()“”《》「」ＡaA１1 \u3000\u200b\n"))
def test_a_key_is_its_own_key(text):
    assert name_key(name_key(text)) == name_key(text)
    assert compact(compact(text)) == compact(text)


@given(st.text())
def test_plain_keeps_the_length_and_visible_only_takes_away(text):
    assert len(half_width(text)) == len(text)
    assert len(without_invisible(text)) <= len(text)
