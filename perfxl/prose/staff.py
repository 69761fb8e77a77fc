"""Binding numbers of persons to the workbook (人员数): by the staff that is named, and posts or persons present."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from perfxl.prose.agreement import Binding, bound
from perfxl.prose.book import Book, BookFact
from perfxl.prose.claim import Claim
from perfxl.prose.words import alternation, load

_PRESENT, _POSTS = re.compile("实有|在编|在职|实际|现有"), re.compile("编制|核定")


def persons(claim: Claim, before: Claim | None, book: Book) -> Iterator[Binding]:
    """Yield the binding of a number of persons; `before` is the claim right before it where that one is bound."""
    if claim.unit not in load("tables")["persons"]:
        return
    staff, lead = _staff_told(claim, before), claim.mention.lead
    measure = "posts" if _POSTS.search(lead) and not _PRESENT.search(lead) else "present"
    facts = [fact for fact in _called(claim, staff, book) if measure in fact.measures]
    if facts:
        yield bound(claim, facts, sure=bool(staff and (_PRESENT.search(lead) or _POSTS.search(lead))))


def _staff_told(claim: Claim, before: Claim | None) -> str:
    """Return the staff that a number is told of; for persons present also that whose posts stand just before."""
    own = _named(claim.mention.lead)
    if own or before is None or not _PRESENT.search(claim.mention.lead):
        return own
    return _named(before.mention.lead) if before.mention.sentence == claim.mention.sentence else ""


def _named(words: str) -> str:
    known: Mapping[str, Sequence[str]] = load("tables")["staff"]
    return next((item for item, told in known.items() if re.search(alternation(told), words)), "")


def _called(claim: Claim, staff: str, book: Book) -> Sequence[BookFact]:
    """Return the cells of a staff, else those of the number's name; 在编 alone is established staff."""
    item = staff or ("established" if "在编" in claim.mention.lead else "")
    return book.staff.get(item, ()) or book.by_core.get(claim.subject.core or "-", ())
