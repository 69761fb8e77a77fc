"""Whether a list claims to be whole (是否列全): by words, by shares of 100 %, as a known split, by one wrong digit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from perfxl.prose.claim import Claim
from perfxl.prose.formula import total
from perfxl.prose.numbers import Kind
from perfxl.prose.openers import Opening
from perfxl.prose.words import listed, load

ONE_DIGIT = "改正一位数字即相符"
_DOUBTFUL = "一般而言"
MILD = ("末项", ONE_DIGIT, _DOUBTFUL)  # reasons that leave a doubt
_CHINESE = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WHOLE = Decimal(1)
_SHARE_SLACK = Decimal("0.0003")  # how far each printed share may push a sum of shares from 100 %
_WHOLE_SHARES = "各项占比合计为100%"
_TELLING = 4  # digits of a number below which one wrong digit may be chance
_NEAR = Decimal("0.2")  # how far, as a share of the whole, parts with one wrong digit may be off


def completeness(text: str, opening: Opening, head: Claim, parts: Sequence[Claim], shares: dict[Claim, Claim]) -> str:
    """Return why the parts of a split must be all of its whole, "" where nothing says so."""
    if _cut_short(text, parts[-1], opening):
        return ""
    if opening.composed:
        return "由以上各项组成"
    if _declared(text, opening, head) == len(parts):
        return f"共{len(parts)}部分"
    if opening.partial:
        return _WHOLE_SHARES if len(shares) == len(parts) and _adds_up(list(shares.values())) else ""
    return complete_list(head, parts, shares)


def complete_list(head: Claim, parts: Sequence[Claim], shares: dict[Claim, Claim]) -> str:
    """Return why a list leaves nothing out, by what it holds: shares of 100 %, a known split, 其他 at its end."""
    if len(shares) == len(parts) and _adds_up(list(shares.values())):
        return _WHOLE_SHARES
    return known(head, parts) or _ending_in_others(parts) or one_digit_off(head, parts)


def _ending_in_others(parts: Sequence[Claim]) -> str:
    """A list of three or more that ends in 其他 leaves nothing out."""
    last = parts[-1].mention.lead
    others = [part for part in parts if part.mention.lead.startswith(listed("splits", "others"))]
    ends = last.startswith(listed("splits", "others")) and "支出" not in parts[-1].mention.behind[:2]
    return f"末项是“{last}”" if ends and len(parts) >= 3 and len(others) == 1 else ""


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
    return None if not found else _CHINESE.get(found[1]) or int(found[1])


def _adds_up(shares: Sequence[Claim]) -> bool:
    stated = sum((share.value for share in shares), Decimal(0))
    return abs(stated - _WHOLE) <= _SHARE_SLACK * len(shares)


def known(head: Claim, parts: Sequence[Claim]) -> str:
    """Return why a list is a known whole split (人员经费、公用经费), "" where it is none."""
    labels = [part.mention.lead for part in parts]
    whole = head.subject.core + head.mention.clause_words + head.subject.words
    for family in load("splits")["families"]:
        if _fits(family, head, whole, labels) and not (family.get("at_most") and _less(head, parts)):
            why = _DOUBTFUL if family.get("doubtful") else ""
            return why + f"“{'、'.join(part.name.core or part.mention.lead for part in parts)}”是完整的分类"
    return ""


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
    return bool(called) and not re.search("总计|收支|结转|结余|其他", head.mention.clause_words)


def one_digit_off(head: Claim, parts: Sequence[Claim]) -> str:
    """Return that one wrong digit, or two exchanged, in one figure explains all that is missing; "" where none does.

    Only where the figures are printed to the same two decimals or more and are not round.
    """
    figures = (head, *parts)
    gap = head.value - total(parts).value()
    if len(parts) < 2 or not 0 < abs(gap) <= _NEAR * abs(head.value) or not _printed_alike(figures):
        return ""
    wanted = [(claim, claim.value - gap if claim is head else claim.value + gap) for claim in figures]
    return ONE_DIGIT if any(_one_slip(claim, value) for claim, value in wanted) else ""


def _printed_alike(figures: Sequence[Claim]) -> bool:
    """Whether figures are printed to one place, what is counted having no decimals to tell by, and not round."""
    places = {claim.mention.number.quantum for claim in figures}
    return len(places) == 1 and 0 < max(places) <= 100 and sum(_round(claim) for claim in figures) <= 1


def _round(claim: Claim) -> bool:
    number = claim.mention.number
    return number.value % (number.quantum * 100) == 0


def _one_slip(claim: Claim, value: Decimal) -> bool:
    number = claim.mention.number
    said, should = (f"{abs(one) / number.quantum:.0f}" for one in (number.value, value))
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
