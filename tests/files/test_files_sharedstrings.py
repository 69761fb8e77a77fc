"""Shared strings by pattern: the same as element by element."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.errors import InputError
from perfxl.files.parts.book import TRANSITIONAL, open_book
from perfxl.files.read.sharedstrings import shared_strings, walked
from perfxl.package.archive import open_archive

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
BOOKS = sorted(CORPUS.glob("*/*.xls[xm]")) or [CORPUS / "missing"]

ITEMS = st.sampled_from(
    [
        "<si><t>甲</t></si>",
        "<si><t></t></si>",
        "<si><t/></si>",
        "<si></si>",
        "<si/>",
        '<si><t xml:space="preserve"> 乙 &amp;&lt;&#x7532; </t></si>',
        "<si><t>a\r\nb\rc_x000D_&#13;</t></si>",
        "<si><r><t>富</t></r><r><rPr><b/></rPr><t>文</t></r><rPh sb='0' eb='1'><t>ふ</t></rPh></si>",
        "<si><t>平</t><phoneticPr fontId='1'/></si>",
        "<si><t>注<!-- 释 --></t></si>",
        "<si><t><![CDATA[<si>]]></t></si>",
        "<si x='1'><t>带属性</t></si>",
        "\n  ",
        "<x/>",
    ]
)


def part(items: list[str]) -> bytes:
    return f'<?xml version="1.0"?>\n<sst xmlns="{TRANSITIONAL}" count="1">{"".join(items)}</sst>'.encode()


@given(st.lists(ITEMS, max_size=8))
def test_same_as_the_walk(items: list[str]) -> None:
    data = part(items)
    assert shared_strings(data, "串.xml", TRANSITIONAL) == walked(data, "串.xml", TRANSITIONAL)


def test_plain_and_rich() -> None:
    data = part(["<si><t>甲</t></si>", "<si><t></t></si>", "<si><r><t>富</t></r><r><t>文</t></r></si>"])
    assert shared_strings(data, "串.xml", TRANSITIONAL) == ("甲", "", "富文")


@pytest.mark.parametrize("bad", ["<si><t>甲</si>", "<si><t>&nbsp;</t></si>", "<si><t>\x00</t></si>"])
def test_malformed_is_refused(bad: str) -> None:
    with pytest.raises(InputError, match="已损坏"):
        shared_strings(part([bad]), "串.xml", TRANSITIONAL)


@pytest.mark.parametrize("data", [b"<sst/>", b"<sst></sst>", part([])])
def test_no_strings(data: bytes) -> None:
    assert shared_strings(data, "串.xml", TRANSITIONAL) == ()


@pytest.mark.parametrize("data", [b"", b"<x", b"<sst>", b"\xff\xfe"])
def test_no_part(data: bytes) -> None:
    with pytest.raises(InputError, match="已损坏"):
        shared_strings(data, "串.xml", TRANSITIONAL)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_same_as_the_walk_on_the_corpus(path: Path, corpus: Path) -> None:
    try:
        archive = open_archive(path)
        book = open_book(archive)
        name = book.related("sharedStrings") or ""
        data = archive.read(name)
    except InputError as error:
        pytest.skip(f"no shared strings: {error}")
    assert shared_strings(data, name, book.namespace) == walked(data, name, book.namespace)
