"""A pattern spelled out as words and beginnings fits what its regular expression fits, and nothing else."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.rules.loader import shipped
from perfxl.rules.patterns import AnyOf, Pattern, any_of

LETTERS = "年初预算数额()+."
WORDS = st.text("年初预算", min_size=1, max_size=3)
CLASSES = st.text("年初预算(.+", min_size=1, max_size=3).map(lambda letters: f"[{letters}]")
ATOMS = st.one_of(WORDS, CLASSES, st.sampled_from(["\\(", "\\.", "."]))


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return expressions made of smaller ones."""
    joined = st.lists(parts, min_size=1, max_size=3).map("".join)
    groups = (
        st.lists(joined, min_size=1, max_size=3)
        .map("|".join)
        .flatmap(
            lambda inner: st.sampled_from([f"({inner})", f"(?:{inner})?", f"({inner})?", f"({inner})*", f"(?!{inner})"])
        )
    )
    return st.one_of(joined, groups, joined.map(lambda text: f"{text}.*"))


EXPRESSIONS = st.lists(st.recursive(ATOMS, grown, max_leaves=8), min_size=1, max_size=3).map("|".join)


@given(EXPRESSIONS, st.lists(st.text(LETTERS + "\n", max_size=6), max_size=20))
def test_it_fits_what_the_expression_fits(source: str, texts: list[str]) -> None:
    pattern, plain = Pattern(source), re.compile(source)
    for text in [*texts, *pattern.words, *(f"{start}数" for start in pattern.starts)]:
        assert pattern.fullmatch(text) is bool(plain.fullmatch(text)), (source, text)


@pytest.mark.parametrize(
    ("source", "words", "starts", "rest"),
    [
        ("(年初)?预算(数|额)?", 6, 0, ""),
        ("项目名称.*|单位名称", 1, 1, ""),
        ("[甲乙]\\(元\\)", 2, 0, ""),
        (".*", 0, 1, ""),
        ("甲.*乙|丙", 1, 0, "甲.*乙"),
        ("(全年|实际)*支出", 0, 0, "(全年|实际)*支出"),
        ("(甲)\\1|乙", 0, 0, "(甲)\\1|乙"),
        ("[]|甲]|乙", 0, 0, "[]|甲]|乙"),
        ("预算\\.*", 0, 0, "预算\\.*"),
    ],
)
def test_lists_are_spelled_out_and_nothing_else(source: str, words: int, starts: int, rest: str) -> None:
    pattern = Pattern(source)
    assert (len(pattern.words), len(pattern.starts), pattern.rest) == (words, starts, rest)


def every_pattern() -> Iterator[Pattern]:
    """Yield the patterns of all kinds and of the words that all forms share."""
    rules = shipped()
    for kind in rules.kinds:
        yield from kind.labels
        for block in (*kind.blocks(), kind.items, kind.fund_items):
            yield from (label for entry in block for label in entry.labels)
    for words in fields(rules.words):
        yield from getattr(rules.words, words.name)


def test_the_patterns_of_the_rules_fit_what_their_expressions_fit() -> None:
    patterns = sorted(set(every_pattern()), key=lambda pattern: pattern.source)
    texts = sorted({text for pattern in patterns for text in (*pattern.words, *pattern.starts)})
    chosen = random.Random(1).sample(texts, 150)
    asked = [*chosen, *(f"{text}(万元)" for text in chosen[:20]), "2024年1-6月执行数", "", "预算\n数"]
    for pattern in patterns:
        plain = re.compile(pattern.source)
        assert [text for text in asked if pattern.fullmatch(text) is not bool(plain.fullmatch(text))] == []
    together = any_of(patterns)
    assert [text for text in asked if together.fullmatch(text) is not any(p.fullmatch(text) for p in patterns)] == []
    assert sum(1 for pattern in patterns if not pattern.rest) > len(patterns) // 2


def test_no_patterns_fit_nothing() -> None:
    assert not AnyOf(()).fullmatch("")
