"""What the words before a number name (名称): a core, a flow, a scope, a measure (口径) and a period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from perfxl.prose.words import alternation, listed, load

_DATE = re.compile(
    r"截[至止]到?[^，。0-9]{1,8}(?:日|末|底|时点|止)|(?:截[至止]到?)?(?:(?:19|20)\d\d年(?:度)?(?:末|底|初)?)?(?:\d{1,2}月(?:份|末|底)?)?(?:\d{1,2}日)?(?:[-—至到]\d{1,2}月)?"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_PARTS = frozenset({"上半年", "上季度"})  # periods before, but of this year
_LAST_YEAR = re.compile(alternation(set(listed("changes", "prior")) - _PARTS) + "(?!结转|结余)")
_LEADING = re.compile(
    r"^(?:其中|包括|包含|含|由|及|和|以及|与|从|对|按|将|共有|共|即|分别为|分别|主要|一是|二是|三是|四是|五是|[-…·.、—])+"
)
_TAIL = re.compile(r"(?:费用|经费|支出|收入|资金|费|款|额|数|类)+$")
_FLOWS = (("收入支出", "both"), ("收支", "both"), ("收、支", "both"), ("收入", "income"), ("支出", "spending"))
_FISCAL = frozenset({"general", "fiscal"})
_SET_ASIDE = re.compile("(?:资金|预算|拨款)?安排的")
_TAKEN_FROM = re.compile("^.*(?:资金|预算|指标|经费)中(?=已|实际|累计|共)")  # what an amount was taken from
_TOTAL = re.compile("合计|总计|总额|共计|总量|总收入|总支出|总预算|总投资")


@dataclass(frozen=True, slots=True)
class Name:
    """What an amount is called.

    core     the name proper, without what every name shares (公务接待, 三公, 基本); "" where there is none
    flow     income, spending or both, "" where the words tell none
    scope    which funds or which units it covers, "" where the words tell none
    measure  budget, actual, remainder ... (words/measures.yaml), "" where the words tell none
    year     the year named; last is set where the words say last year
    span     which part of the year; cumulative is set for a running total
    """

    core: str = ""
    flow: str = ""
    scope: str = ""
    measure: str = ""
    year: int | None = None
    last: bool = False
    total: bool = False
    span: str = ""
    cumulative: bool = False
    words: str = ""

    @property
    def empty(self) -> bool:
        """Nothing that could tell one amount from another."""
        return not (self.core or self.flow or self.scope)

    def inherited(self, topic: Name) -> Name:
        """Return the name completed by the topic that an ellipsis takes up."""
        if self.core or (self.flow and (self.scope or self.total)):
            return self
        return replace(
            self,
            core=topic.core,
            flow=self.flow or topic.flow,
            scope=self.scope or topic.scope,
            year=self.year if self.year or self.last else topic.year,
        )


@lru_cache(maxsize=8192)
def name_of(words: str) -> Name:
    """Read the words that stand before a number."""
    bare = _LEADING.sub("", words.rsplit("：", 1)[-1])
    year = _YEAR.search(bare)
    last = bool(_LAST_YEAR.search(bare)) and not year
    text, span = _taken(_undated(bare), "spans")
    text, scope = _taken(text, "scopes")
    flow = next((flow for word, flow in _FLOWS if word in text), "")
    return Name(
        _core(text), flow, scope, _measure(text), int(year[1]) if year else None, last,
        bool(_TOTAL.search(text)), span, _cumulative(bare), words,
    )  # fmt: skip


def _cumulative(words: str) -> bool:
    return any(word in words for word in (*listed("measures", "cumulative"), *load("measures")["spans"]["half"]))


def _undated(text: str) -> str:
    return _DATE.sub("", text)


def _taken(text: str, key: str) -> tuple[str, str]:
    """Return the text without the words of a group (scopes, spans), and which group was found first, longest first."""
    found = ""
    for word, group in _groups(key):
        if word in text:
            text, found = text.replace(word, "", 1), found or group
    return text, found


@cache
def _groups(key: str) -> tuple[tuple[str, str], ...]:
    pairs = [(word, group) for group, words in load("measures")[key].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _measure(text: str) -> str:
    """Return the measure that the words tell; what funds were set aside for (财政拨款安排的) is no measure."""
    text = _TAKEN_FROM.sub("", _SET_ASIDE.sub("", text))
    for entry in load("measures")["measures"]:
        if any(word in text for word in entry["words"]):
            return str(entry["measure"])
    return ""


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """Return the name proper in words: without dates, scopes and what all names share."""
    bare = _taken(_undated(_LEADING.sub("", text)), "spans")[0]
    return _core(_taken(bare, "scopes")[0])


def _core(text: str) -> str:
    for word, proper in _synonyms():
        text = text.replace(word, proper)
    text = re.sub(r"[，。；：、（）\s《》\-…·.]|\d+(?:[.、](?!\d))?", "", text)
    shorter = _generic().sub("", text)
    return _TAIL.sub("", shorter) if shorter else ""


@cache
def _synonyms() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(load("measures")["synonyms"].items(), key=lambda pair: -len(pair[0])))


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(alternation(listed("measures", "generic")))


def near_scopes(left: str, right: str) -> bool:
    """Whether two scopes may be one: 财政拨款 is mostly 一般公共预算财政拨款, and often called so."""
    return not left or not right or left == right or {left, right} <= _FISCAL


def alike(left: str, right: str) -> bool:
    """Whether two cores may mean the same: one is part of the other, or they share half their pairs of characters."""
    if not left or not right or left in right or right in left:
        return True
    pairs = [set(pairwise(core)) for core in (left, right)]
    return len(pairs[0] & pairs[1]) * 2 >= max(1, min(map(len, pairs)))


def same(left: Name, right: Name) -> bool:
    """Whether two names call the same thing: one core, and scopes and flows that do not differ."""
    if left.core != right.core or left.span != right.span:
        return False
    if left.core:
        return _agree(left.flow, right.flow) and _agree(left.scope, right.scope)
    return left.scope == right.scope and (left.flow == right.flow or "both" in (left.flow, right.flow))


def maybe_same(left: Name, right: Name) -> bool:
    """Whether two names may call the same thing."""
    flows = _agree(left.flow, right.flow) or "both" in (left.flow, right.flow)
    return alike(left.core, right.core) and flows and _agree(left.scope, right.scope)


def _agree(left: str, right: str) -> bool:
    """Whether two flows, or two scopes, do not differ; "" goes with any."""
    return not left or not right or left == right
