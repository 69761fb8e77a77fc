"""Whether a list claims to be whole (是否列全): by words, by shares of 100 %, as a known split, by one wrong digit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from perfxl.prose.claim import Claim
from perfxl.prose.formula import total
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import Opening
from perfxl.prose.words import alternation, listed, load

ONE_DIGIT = "改正一位数字即相符"
_DOUBTFUL = "一般而言"
OVERFULL = "各项之和大于合计"
MILD = ("末项", ONE_DIGIT, _DOUBTFUL, OVERFULL)  # reasons that leave a doubt
CHINESE = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WHOLE = Decimal(1)
_PLACES = frozenset("乡镇县区市村道州旗")  # how names of places end, which exclude each other
_SHARE_SLACK = Decimal("0.0003")  # how far each printed share may push a sum of shares from 100 %
_WHOLE_SHARES = "各项占比合计为100%"
_MANY = 3  # parts from which one wrong digit tells that a list of examples was meant to be whole
_TELLING = 4  # digits of a number below which one wrong digit may be chance
_NEAR = Decimal("0.2")  # how far, as a share of the whole, parts with one wrong digit may be off


def completeness(text: str, opening: Opening, head: Claim, parts: Sequence[Claim], shares: dict[Claim, Claim]) -> str:
    """Return why the parts of a split must be all of its whole, "" where nothing says so."""
    if _cut_short(text, parts[-1], opening):
        return ""
    return _told_whole(text, opening, head, parts) or (
        _of_examples(head, parts, shares) if opening.partial else complete_list(head, parts, shares)
    )


def _told_whole(text: str, opening: Opening, head: Claim, parts: Sequence[Claim]) -> str:
    """Return the words by which a split claims to be whole."""
    if opening.composed:
        return "由以上各项组成"
    if _declared(text, opening, head) == len(parts):
        return f"共{len(parts)}部分"
    if opening.word in listed("splits", "whole"):
        return f"“{opening.word}”以上各项"
    summed = opening.word.startswith("分别") and re.search("合计|共|总", head.mention.lead)
    return "合计分别为以上各项" if summed else ""


def _of_examples(head: Claim, parts: Sequence[Claim], shares: dict[Claim, Claim]) -> str:
    """Return why a list opened by 包括 is whole all the same."""
    if _all_shared(parts, shares):
        return _WHOLE_SHARES
    return known(head, parts, sure=True) or (one_digit_off(head, parts) if len(parts) >= _MANY else "")


def _all_shared(parts: Sequence[Claim], shares: dict[Claim, Claim]) -> bool:
    return len(shares) == len(parts) and _adds_up(list(shares.values()))


def complete_list(head: Claim, parts: Sequence[Claim], shares: dict[Claim, Claim]) -> str:
    """Return why a list leaves nothing out, by what it holds: shares of 100 %, a known split, 其他 at its end."""
    if _all_shared(parts, shares):
        return _WHOLE_SHARES
    return (
        known(head, parts)
        or _named_in_head(head, parts)
        or _ending_in_others(parts)
        or _overfull(head, parts)
        or one_digit_off(head, parts)
    )


def _named_in_head(head: Claim, parts: Sequence[Claim]) -> str:
    """Return that the words for the whole name all parts (会议费和培训费合计5万元，其中会议费…，培训费…)."""
    names = [part.subject.core for part in parts]
    told = head.mention.clause_words
    named = all(len(name) > 1 and name in told for name in names) and len(set(names)) == len(names)
    return "合计写明由以上各项相加" if named and re.search("合计|共|总|[和与及、]", told) else ""


def _overfull(head: Claim, parts: Sequence[Claim]) -> str:
    """Return that parts which exclude each other are more than their whole, whatever may be left out."""
    if total(parts).interval().low <= head.interval.high:
        return ""
    labels = [part.mention.lead for part in parts]
    items = len(parts) >= _MANY and all(part.mention.gap.startswith("、") for part in parts[1:])
    kinds = items and head.kind is Kind.COUNT and not any(_traits().search(label) for label in labels)
    return OVERFULL if kinds or _alternatives(labels) else ""


def _alternatives(labels: Sequence[str]) -> bool:
    """Whether labels end in one word, and so tell kinds of one thing (执法执勤用车、机要通信用车)."""
    bare = [label.rstrip("：为") for label in labels]
    ends = {label[-1:] for label in bare}
    return (
        (len(ends) == 1 or ends <= _PLACES)
        and len(set(bare)) == len(bare)
        and not any(_traits().search(label) for label in bare)
    )


@cache
def _traits() -> re.Pattern[str]:
    return re.compile(alternation(listed("splits", "traits")))


def _ending_in_others(parts: Sequence[Claim]) -> str:
    """A list that ends in 其他 leaves nothing out."""
    last = parts[-1].mention.lead
    others = [part for part in parts if part.mention.lead.startswith(listed("splits", "others"))]
    ends = last.startswith(listed("splits", "others")) and "支出" not in parts[-1].mention.behind[:2]
    return f"末项是“{last}”" if ends and len(others) == 1 else ""


def _cut_short(text: str, last: Claim, opening: Opening) -> bool:
    behind = text[last.mention.end : last.mention.end + 4]
    return bool(re.match("等(?!级|于)", behind)) or text[opening.end : opening.end + 1] == "等"


def _declared(text: str, opening: Opening, head: Claim) -> int | None:
    """Return how many parts the words announce (三部分, 二类支出), between the whole and the end of the split."""
    parts = "|".join(listed("splits", "parts"))
    pattern = rf"([两二三四五六七八九十]|\d)(?:大|个)?(?:{parts})(?!目|数|指标|工作|任务|资金|规定)"
    found = re.search(pattern, text[head.mention.end : opening.inside]) or re.search(
        pattern + "(?:支出|内容|经费)?(?:组成|构成)?$", text[opening.inside : opening.end]
    )
    found = found or re.search(r"([两二三四五六七八九十]|\d)(?:个|项|类)[^，。；]{2,10}合计", head.mention.clause_words)
    return None if not found else CHINESE.get(found[1]) or int(found[1])


def _adds_up(shares: Sequence[Claim]) -> bool:
    stated = sum((share.value for share in shares), Decimal(0))
    return abs(stated - _WHOLE) <= _SHARE_SLACK * len(shares)


def known(head: Claim, parts: Sequence[Claim], *, sure: bool = False) -> str:
    """Return why a list is a known whole split (人员经费、公用经费), "" where it is none."""
    labels = [part.mention.lead for part in parts]
    whole = head.subject.core + head.mention.clause_words + head.subject.words
    for family in load("splits")["families"]:
        if not (sure and family.get("doubtful")) and _is_of(family, head, whole, parts, labels):
            why = _DOUBTFUL if family.get("doubtful") else ""
            return why + f"“{'、'.join(part.name.core or part.mention.lead for part in parts)}”是完整的分类"
    return ""


def _is_of(family: dict[str, object], head: Claim, whole: str, parts: Sequence[Claim], labels: Sequence[str]) -> bool:
    """Whether parts are all of a family's; one that may leave some out is held only to no more than its whole."""
    return _fits(family, head, whole, labels) and not (family.get("at_most") and _less(head, parts))


def _less(head: Claim, parts: Sequence[Claim]) -> bool:
    return total(parts).value() <= head.value


def _fits(family: dict[str, object], head: Claim, whole: str, labels: Sequence[str]) -> bool:
    members = list(map(str, family["members"]))  # type: ignore[call-overload]
    if len(members) != len(labels) or not _may_be_of(family, head, whole):
        return False
    spots = [[spot for spot, label in enumerate(labels) if re.search(member, label)] for member in members]
    return all(spots) and len({found[0] for found in spots}) == len(members)


def _may_be_of(family: dict[str, object], head: Claim, whole: str) -> bool:
    """Whether a whole counts what a family of parts counts and is called like its whole."""
    counted = (family.get("kind") == "count") is (head.kind is Kind.COUNT)
    if not counted or (family.get("total") and head.subject.core):
        return False
    called = re.search(str(family["whole"]), whole)
    carried = [word for word in ("结转", "结余") if word in head.mention.clause_words]
    if carried and not family.get("carried"):
        return False
    return bool(called) and not re.search("总计|收支|其他", head.mention.clause_words)


def one_digit_off(head: Claim, parts: Sequence[Claim]) -> str:
    """Return that one wrong digit, or two exchanged, in one figure explains all that is missing; "" where none does.

    Only where the figures are printed to the same two decimals or more and are not round.
    """
    figures = (head, *parts)
    gap = head.value - total(parts).value()
    far = gap > _NEAR * abs(head.value)  # a part may be left out; more than the whole there cannot be
    if len(parts) < 2 or not gap or far or not _printed_alike(head, figures):
        return ""
    wanted = [(claim, claim.value - gap if claim is head else claim.value + gap) for claim in figures]
    return ONE_DIGIT if any(_one_slip(claim, value) for claim, value in wanted) else ""


def _printed_alike(head: Claim, figures: Sequence[Claim]) -> bool:
    """Whether figures are printed to one place, what is counted having no decimals to tell by, and not round."""
    places = {_place(claim) for claim in figures}
    if head.kind is not Kind.MONEY:
        places = {min(places)}
    fine = head.kind is not Kind.MONEY or max(places) <= 100
    return len(places) == 1 and fine and sum(_round(claim) for claim in figures) <= 1


def _place(claim: Claim) -> Decimal:
    """Return the last printed place of a figure; things counted are counted one by one."""
    return claim.mention.number.quantum or Decimal(1)


def _round(claim: Claim) -> bool:
    return claim.value % (_place(claim) * 100) == 0


def _one_slip(claim: Claim, value: Decimal) -> bool:
    said, should = (f"{abs(one) / _place(claim):.0f}" for one in (claim.value, value))
    if value <= 0 or len(said) != len(should) or len(said.strip("0")) < _TELLING:
        return False
    spots = _differing(said, should)
    if len(spots) == 1:
        return spots[0] < len(said) - 1
    swapped = len(spots) == 2 and spots[1] == spots[0] + 1
    return swapped and said[spots[0]] == should[spots[1]] and said[spots[1]] == should[spots[0]]


def _differing(left: str, right: str) -> list[int]:
    """Return where two numbers of the same length differ."""
    return [spot for spot, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]]
