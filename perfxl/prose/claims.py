"""All claims of a text (数据陈述), each with its role and its name; ellipses completed by their topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from perfxl.prose.claim import Claim, Role
from perfxl.prose.listyears import dated
from perfxl.prose.naming import Name, core, name_of
from perfxl.prose.passages import Passage
from perfxl.prose.roles import Part, part
from perfxl.prose.syntax import Mention, mentions
from perfxl.prose.words import alternation, listed, load

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_ITEM = re.compile(load("texts")["items"])
_SPLIT_ENDS = re.compile(f"{alternation(listed('splits', 'composed'))}(?:$|，)")
_TOLD_YEAR = re.compile(r"(?<![比较与和同至到从由\-—])((?:19|20)\d\d)年(?!前|以来|初|至|-)")
_THIS_YEAR = re.compile("本年|今年|当年|本期")
_LIST_GAP = re.compile(r"[、,]|[、，]?(?:和|及|与|以及)|，(?=$)")


def report_year(passages: Iterable[Passage]) -> int | None:
    """Return the year that a report is about: the one its text names most often."""
    years = Counter(int(year) for passage in passages for year in _YEAR.findall(passage.text))
    return max(years, key=lambda year: (years[year], year), default=None)


def claims(passages: Sequence[Passage]) -> tuple[Claim, ...]:
    """Return the claims of all passages in reading order."""
    year = report_year(passages)
    found: list[Claim] = []
    for passage in passages:
        found += _of_passage(passage, year, len(found))
    return tuple(dated(found, year))


def _of_passage(passage: Passage, year: int | None, first: int) -> Iterator[Claim]:
    told = [(mention, part(mention, year)) for mention in mentions(passage)]
    lists = _lists([mention for mention, _ in told])
    topics = Topics(passage)
    parts: dict[int, Part] = {}
    for position, (mention, own) in enumerate(told):
        head = lists.get(position)
        role = parts[head] if head is not None and head != position else own
        parts[position] = role
        name = name_of(mention.lead)
        subject = topics.subject(mention, name)
        claim = Claim(
            first + position, mention, role.role, name, subject, role.direction, role.comparison, role.rate,
            role.share_of, None if head is None else first + head,
        )  # fmt: skip
        topics.note(claim)
        yield claim


def _lists(told: Sequence[Mention]) -> dict[int, int]:
    """Return for the members of each list (1万元、2万元和3万元) the position of its first."""
    heads: dict[int, int] = {}
    for position in range(1, len(told)):
        before, mention = told[position - 1], told[position]
        if (
            before.number.kind is mention.number.kind
            and before.depth == mention.depth
            and _LIST_GAP.fullmatch(mention.gap)
        ):
            head = heads.get(position - 1, position - 1)
            heads[position - 1] = heads[position] = head
    return heads


class Topics:
    """What a passage speaks of at each spot, so that 支出决算为10万元 gets its name."""

    def __init__(self, passage: Passage) -> None:
        self._text = passage.text
        self._heading = _named([_ITEM.sub("", passage.headings[-1])]) if passage.headings else None
        self._sentence = -1
        self._head: Name | None = None  # of the sentence before: its first amount
        self._first: Name | None = None  # of this sentence
        self._last: Name | None = None

    def subject(self, mention: Mention, name: Name) -> Name:
        """Return the name completed by the topic."""
        self._enter(mention.sentence)
        name = self._dated(mention, name)
        if name.core:
            return name
        last = self._first if _SPLIT_ENDS.search(mention.gap) else self._last
        topic = last or self._opening(mention) or self._head or self._before(mention)
        if topic is None and name.empty:
            topic = self._heading
        return name.inherited(topic) if topic else name

    def _enter(self, sentence: int) -> None:
        """Begin a sentence: the first amount of the one before is its head."""
        if sentence != self._sentence:
            self._sentence, self._head = sentence, self._first or self._head
            self._first = self._last = None

    def _dated(self, mention: Mention, name: Name) -> Name:
        """Return the name with the year that its sentence told before; a part of last year's whole is of last year."""
        if name.year or name.last or _THIS_YEAR.search(mention.lead):
            return name
        told = _TOLD_YEAR.findall(mention.sentence_words)
        opened = any(opener in mention.sentence_words for opener in listed("splits", "openers"))
        last = bool(opened and self._first and self._first.last)
        return replace(name, year=int(told[-1]) if told else None, last=last)

    def note(self, claim: Claim) -> None:
        """Take up the topic of an amount."""
        if claim.role is not Role.LEVEL:
            return
        if claim.subject.empty:
            self._first = self._first or (claim.subject if claim.name.total else None)
            return
        if claim.mention.depth == 0 or self._first is None:
            self._last = claim.subject
        self._first = self._first or claim.subject

    def _opening(self, mention: Mention) -> Name | None:
        """Return the name in the words that open the sentence before its first amount."""
        words = mention.sentence_words.removesuffix("：").removesuffix(mention.lead)
        return _named(re.split("[，：]", words)) if words and not re.search(r"\d(?:万|亿|元|%)", words) else None

    def _before(self, mention: Mention) -> Name | None:
        """Return the name in a sentence without amounts just before: 公务接待费。年初预算为10万元."""
        sentences = [words for words in re.split("[。！？；]", self._text[: mention.sentence]) if words]
        last = sentences[-1] if sentences else ""
        return _named(re.split("[，：]", last)) if last and not re.search(r"\d(?:万|亿|元|%)", last) else None


def _named(clauses: Iterable[str]) -> Name | None:
    for words in clauses:
        proper = core(words)
        if 2 <= len(proper) <= 40:
            return name_of(words)
    return None
