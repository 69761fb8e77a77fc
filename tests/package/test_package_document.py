"""Splicing changes what was asked and no other byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from perfxl.package.document import Document
from perfxl.package.markup import Edit, attributes, escaped, splice, tags, with_attribute

PART = (
    '<?xml version="1.0"?>\r\n<!-- <x/> --><x:a xmlns:x="u"  b = \'1>2\'><![CDATA[<x:c>]]>'
    '<x:c d="&quot;甲&amp;"/><x:e>文 <?pi <f> ?></x:e><x:c/></x:a>\n'
).encode()


def test_tags_pass_over_what_is_no_tag() -> None:
    assert [tag.name for tag in tags(PART) if not tag.closes] == [b"x:a", b"x:c", b"x:e", b"x:c"]


def test_nothing_asked_nothing_changed() -> None:
    assert Document(PART, "p").result() == PART


def test_reading_nodes() -> None:
    document = Document(PART, "p")
    assert document.root.name == "a"
    assert document.root.prefix == "x:"
    assert document.attributes(document.root) == {"xmlns:x": "u", "b": "1>2"}
    assert document.attributes(document.root.children[0]) == {"d": '"甲&'}
    assert document.raw(document.root.children[0]) == '<x:c d="&quot;甲&amp;"/>'
    assert document.prefix_of(("u",)) == "x:"
    assert document.prefix_of(("v",)) is None


def test_all_edits_at_once() -> None:
    document = Document(PART, "p")
    root = document.root
    first, middle, last = root.children
    first.appended.append("<x:new/>")
    first.changed["d"] = '<"'
    middle.removed = True
    middle.followed.append("<x:after/>")
    last.changed["k"] = "v"
    last.followed.append("<x:end/>")
    root.appended.append("<x:last/>")
    root.prepended.append("<x:first/>")
    root.changed["b"] = None
    expected = (
        '<?xml version="1.0"?>\r\n<!-- <x/> --><x:a xmlns:x="u" ><x:first/><![CDATA[<x:c>]]>'
        '<x:c d="&lt;&quot;"><x:new/></x:c><x:after/><x:c k="v"/><x:end/><x:last/></x:a>\n'
    )
    assert document.result().decode() == expected


def test_overlapping_edits_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="overlapping"):
        splice(b"abcdef", [Edit(0, 3, b""), Edit(2, 4, b"")])


@pytest.mark.parametrize(
    ("tag", "name", "value", "expected"),
    [
        (b'<a b="1" c="2"/>', "b", "3", b'<a b="3" c="2"/>'),
        (b'<a b="1" c="2"/>', "c", None, b'<a b="1"/>'),
        (b"<a>", "d", "4", b'<a d="4">'),
        (b"<a >", "d", None, b"<a >"),
        (b"<a x:b='1'>", "b", "2", b"<a x:b='1' b=\"2\">"),
    ],
)
def test_with_attribute(tag: bytes, name: str, value: str | None, expected: bytes) -> None:
    assert with_attribute(tag, name, value) == expected


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@given(TEXT)
def test_attributes_keep_any_text(text: str) -> None:
    tag = with_attribute(b"<a b='0'/>", "b", text)
    assert attributes(tag) == {"b": text}
    assert etree.fromstring(tag).get("b") == text


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_appending_is_only_appending(children: list[tuple[str, str]]) -> None:
    before = "".join(f'<b k="{escaped(key)}">{escaped(text)}</b>' for key, text in children)
    document = Document(f"<a>{before}</a>".encode(), "p")
    document.root.appended.append("<c/>")
    assert document.result().decode() == f"<a>{before}<c/></a>"
