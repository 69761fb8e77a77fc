"""What a number does in its sentence (角色): a level, a change, a base, a growth, a rate, a share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from perfxl.prose.claim import Comparison, RateWord, Role
from perfxl.prose.comparing import comparison
from perfxl.prose.naming import Name, name_of
from perfxl.prose.numbers import Kind
from perfxl.prose.syntax import Mention
from perfxl.prose.words import alternation, listed, load

_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.MEASURE, Kind.SCORE})
_PART_OF = re.compile("(?:仅?为|相当于|达到?|是)(?P<whole>[^，。；、0-9]{2,16})的$")

_RATE_TOLD = re.compile("(?:率|占比|比重|比例|进度)达到?$")  # what a rate came to, not what a change led to
# by how much spending is from its budget: 决算数大于年初预算数3万元
_BEYOND = re.compile("决算数?(?:(?P<more>大于|高于|多于)|小于|低于|少于)(?:年初|全年|调整后?)?预算(?:数|额)$")


@dataclass(frozen=True, slots=True)
class Part:
    """The role of a number with what belongs to it."""

    role: Role
    direction: int = 0
    comparison: Comparison | None = None
    rate: RateWord | None = None
    share_of: str | None = None


def part(mention: Mention, year: int | None) -> Part:
    """Return the role of a number; `year` is the one that the report is about."""
    lead = mention.lead.replace("：", "")
    against = comparison(mention.text, mention.sentence, mention.start, year)
    own = against if against and (against.start >= mention.clause or _led_in(mention, against)) else None
    if _comes_to(lead):
        return Part(Role.LEVEL, comparison=against)
    if mention.number.kind in _AMOUNTS and _apart().search(lead):
        return Part(Role.CHANGE, 0, against)
    change = _change(lead)
    if mention.number.kind in _AMOUNTS:
        return _amount(mention, change, against, own)
    return _percentage(mention, change, against)


def _comes_to(lead: str) -> bool:
    """Whether a number is the level that a change led to; a rate that 达到 so much is none."""
    return bool(_reached().search(lead)) and not _RATE_TOLD.search(lead)


def _led_in(mention: Mention, against: Comparison) -> bool:
    """Whether a comparison leads the clause of a number in (与上年相比，支出总额压减…)."""
    return bool(
        re.fullmatch("[^0-9，]*(?:[0-9]{4}年)?[^0-9，]*相?比较?，", mention.text[against.start : mention.clause])
    )


def _amount(mention: Mention, change: re.Match[str] | None, against: Comparison | None, own: Comparison | None) -> Part:
    if away := _beyond(mention):
        return Part(Role.CHANGE, away, against)
    if change and (change["word"] not in listed("changes", "weak") or own):
        return Part(Role.CHANGE, _direction(change), against)
    if own and own.start + 1 + len(own.words) >= mention.start and not change:
        return Part(Role.BASE, comparison=own)
    return Part(Role.WHOLE if _divides(mention) else Role.LEVEL)


def _beyond(mention: Mention) -> int:
    """Return whether an amount is how far spending is above (1) or below (-1) its budget, 0 where it is neither."""
    found = _BEYOND.search(mention.lead) if mention.number.kind is Kind.MONEY else None
    return (1 if found["more"] else -1) if found else 0


def _divides(mention: Mention) -> bool:
    """Whether a percentage of the amount follows at once: 占年初预算100万元的43.2%, 完成计划80万元的95%."""
    return bool(
        re.match(r"的?\d[\d.]*%", mention.behind) and re.search("占|完成|达到?|为|相当于", mention.clause_words)
    )


def _percentage(mention: Mention, change: re.Match[str] | None, against: Comparison | None) -> Part:
    if mention.number.kind is Kind.POINTS:
        return Part(Role.CHANGE, _direction(change) if change else 0, against)
    rate = _rate(mention) or _rate_of_whole(mention) or _stem(mention)
    if rate and not (change and change["word"] not in rate.name):
        return Part(Role.RATE, rate=rate, share_of=_share(mention))
    if change:
        return Part(Role.GROWTH, _direction(change), against)
    of = _share(mention)
    return Part(Role.LEVEL) if of is None else Part(Role.SHARE, share_of=of)


def _direction(change: re.Match[str]) -> int:
    return 1 if change["word"] in listed("changes", "up") else -1


@cache
def _fillers() -> str:
    return f"{alternation(listed('changes', 'fillers'))}*"


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(rf"{alternation(listed('changes', 'apart'))}{_fillers()}$")


@cache
def _reached() -> re.Pattern[str]:
    return re.compile(rf"{alternation(listed('changes', 'reached'))}{_fillers()}$")


@cache
def _change_words() -> re.Pattern[str]:
    words = (*listed("changes", "up"), *listed("changes", "down"))
    return re.compile(rf"(?P<word>{alternation(words)}){_fillers()}$")


def _change(lead: str) -> re.Match[str] | None:
    """Return the word of change that the number belongs to: the last before it."""
    found = None
    spot = 0
    while match := _change_words().search(lead, spot):
        found, spot = match, match.start() + 1
    first = _change_words().search(lead)
    # 增长 must not be read as 增 + 长, nor 压减 as 减: the longer word begins earlier and ends no sooner.
    return first if found and first and first.end("word") >= found.end("word") else found


def _rate(mention: Mention) -> RateWord | None:
    lead, clause = mention.lead, mention.clause_words
    if any(word in lead for word in listed("rates", "not_money")):
        return None
    bare = re.sub(rf"{_fillers()}$", "", clause) if not clause.endswith("的") else clause
    for entry, word, ends in _rates():
        if ends and (clause.endswith(word) or bare.endswith(word)):
            return entry
        if not ends and word in lead:
            return entry
    return None


def _stem(mention: Mention) -> RateWord | None:
    """Return the rate that is named after what was counted (回收率, 任务完成率)."""
    for stem, over in load("rates")["stems"].items():
        if re.search(rf"{stem}(?:率|比例|比率){_fillers()}$", mention.lead):
            return RateWord(f"{stem}率", tuple(over), (), "", strict=False, stem=True)
    return None


def _rate_of_whole(mention: Mention) -> RateWord | None:
    """Return the rate that a percentage right behind its denominator is: 完成年初预算数100万元的40.4%."""
    if mention.lead not in ("的", "") or "占" in mention.clause_words:
        return None
    before = re.sub(r"-?\d[\d.,]*(?:万|亿|千)*元的?$", "", mention.clause_words)
    bare = re.sub("(?:数|总额|金额|安排)$", "", before) + "的"
    return next((entry for entry, word, ends in _rates() if ends and bare.endswith(word)), None)


@cache
def _rates() -> tuple[tuple[RateWord, str, bool], ...]:
    return tuple(_rate_words())


def _rate_words() -> Iterator[tuple[RateWord, str, bool]]:
    for entry in load("rates")["rates"]:
        word = _rate_word(entry)
        for text in sorted(entry["words"], key=len, reverse=True):
            yield word, text, bool(entry.get("ends"))


def _rate_word(entry: Mapping[str, object]) -> RateWord:
    over, under = (tuple(map(str, entry[key])) for key in ("over", "under"))  # type: ignore[call-overload]
    return RateWord(
        str(entry["name"]), over, under, str(entry["denominator"]), bool(entry.get("strict")),
        bool(entry.get("vague")), change=bool(entry.get("change")),
    )  # fmt: skip


def _share(mention: Mention) -> str | None:
    """Return the words for the whole that a percentage is a share of, "" where there are none, None for no share."""
    clause = mention.clause_words.replace("：", "")
    spot = clause.rfind("占")
    if spot >= 0 and not re.match("占(?:地(?!方)|用|比重?)", clause[spot:]):
        return re.sub("(?:的?(?:比重|比例|比)?(?:分别)?(?:为|约|达|达到)?|的)$", "", clause[spot + 1 :])
    if re.search("占比|比重|所占比例|比例", clause):
        return ""
    named = _PART_OF.search(clause)
    return named["whole"] if named and _is_whole(name_of(named["whole"])) else None


def _is_whole(name: Name) -> bool:
    """Whether words name an amount of this year, that another may be so many percent of."""
    return bool(name.core or name.measure) and not (name.last or name.year)
