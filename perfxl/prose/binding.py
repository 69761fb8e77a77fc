"""Tying a report to its workbook (图文核对): by name, measure, period and scope, never by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from perfxl.numerals.characters import compact
from perfxl.prose.agreement import Binding, bound
from perfxl.prose.book import Book, BookFact
from perfxl.prose.claim import Claim, Role
from perfxl.prose.naming import name_of, near_scopes
from perfxl.prose.numbers import Kind
from perfxl.prose.report import Report, levels
from perfxl.prose.splits import Split
from perfxl.prose.staff import persons
from perfxl.prose.words import load

_SCORE = re.compile(
    r"^(?!.*(?:指标|部分|类|满分|单项|项目|平均)).*(?:总分|总得分|自评得分|自评分|综合得分|评价得分|最终得分)(?:数|为|是)*$"
)
_TITLE = 4  # passages that may make up the title of a report
_PROJECT_REPORT = re.compile("项目(?:支出)?(?:预算)?(?:绩效)?(?:自评|评价)(?:价)?(?:表|报告|情况)")
_RATE, _RATE_WORDS = re.compile("率|进度"), re.compile("(?:预算)?(?:执行|控制|支出)?(?:完成)?(?:率|进度).*$")
_ONE_PROJECT = re.compile("[该本此各每]个?项目|项目(?!支出|经费|资金)")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份|底|末|止|\d{1,2}日)")
_OTHERWISE = re.compile(
    r"（[^）]{0,4}(?:原值|不含|未含|含|口径)"
)  # a bracket behind a number that tells of another one
_TERM = re.compile("(?:性|情况|效率|效果|分析|评价|进度)$")  # headings that name no fact
_RUNNING = {"first": "first", "half": "second", "second": "second", "three": "third", "third": "third"}


def bindings(report: Report, split_of: Mapping[Claim, Split], book: Book) -> tuple[Binding, ...]:
    """Return the claims in sentences that some cell is called like, where they agree or must."""
    found: dict[Claim, Binding] = {}
    binder = _Binder(report, split_of, book, found)
    for claim in levels(report.claims):
        if not claim.hedged:
            found.update((one.claim, one) for one in binder.of(claim))
    for claim in report.claims:
        found.update((one.claim, one) for one in binder.rate(claim))
    return tuple(found.values())


@dataclass(frozen=True)
class _Binder:
    report: Report
    split_of: Mapping[Claim, Split]
    book: Book
    found: Mapping[Claim, Binding]

    def of(self, claim: Claim) -> Iterator[Binding]:
        """Yield the binding of an amount or a count."""
        if claim.list_id is not None or not self._this_year(claim) or _OTHERWISE.match(claim.mention.behind):
            return
        kinds = {Kind.SCORE: self._score, Kind.COUNT: self._persons, Kind.MONEY: self._money}
        if claim.kind in kinds:
            yield from (one for one in kinds[claim.kind](claim) if one.tied or one.severity)

    def rate(self, claim: Claim) -> Iterator[Binding]:
        """Yield the binding of a rate that is not bound yet."""
        if claim.kind is Kind.PERCENT and claim not in self.found and _RATE.search(claim.mention.lead):
            yield from (one for one in self._rate(claim) if one.tied or one.severity)

    def _this_year(self, claim: Claim) -> bool:
        return not claim.subject.last and self._same_year(claim)

    def _same_year(self, claim: Claim) -> bool:
        return claim.subject.year is None or self.book.year is None or claim.subject.year == self.book.year

    def _score(self, claim: Claim) -> Iterator[Binding]:
        lead = claim.mention.lead
        if not _SCORE.search(lead) or any(word in lead for word in self.book.criteria):
            return
        project = self._project(claim)
        facts = self.book.scores if project is None else project
        if facts:
            yield bound(claim, facts, sure=True)

    def _project(self, claim: Claim) -> tuple[BookFact, ...] | None:
        """Return the scores of the project that a claim is told of; None where it is told of the department."""
        passage = claim.mention.passage
        words = compact("".join((*passage.headings, claim.mention.text[: claim.mention.start])))
        named = self._named(words)
        if named or not self._of_one_project or "整体" in claim.mention.sentence_words:
            return self.book.projects[named] if named else None
        return self.book.projects.get(self._named(self._title), ())

    def _named(self, words: str) -> str:
        """Return the project that words name last, the longest of several names there; "" where they name none."""
        found = [(words.rfind(name), len(name), name) for name in self.book.projects if name in words]
        return max(found)[2] if found else ""

    @cached_property
    def _title(self) -> str:
        return compact("".join(passage.flow.text for passage in self.report.passages[:_TITLE]))

    @cached_property
    def _of_one_project(self) -> bool:
        return bool(_PROJECT_REPORT.search(self._title)) and "整体" not in self._title

    def _money(self, claim: Claim) -> Iterator[Binding]:
        name, measure = claim.subject, self._measure(claim)
        core = name.core if name.core in self.book.by_core else claim.name.core
        facts = self._stating(claim, core, measure) if _spoken_of(claim) else []
        if facts:
            own = core == name.core or bool(_TERM.search(name.core))
            sure = own and self._tells_measure(claim, facts[0]) and _all_state(facts, measure, name.scope)
            yield bound(claim, facts, sure=sure, named=bool(core or name.span))

    def _stating(self, claim: Claim, core: str, measure: str) -> list[BookFact]:
        """Return the cells of a name that may state an amount, those of its own scope where there are such."""
        found = [fact for fact in self.book.by_core.get(core, ()) if self._states(claim, fact, measure)]
        return [fact for fact in found if fact.name.scope == claim.subject.scope] or found

    def _tells_measure(self, claim: Claim, fact: BookFact) -> bool:
        """Whether the words around an amount, or a cell that has no measure, leave no doubt about the measure."""
        name = claim.subject
        return not _weak(name.measure) or "" in fact.measures or bool(name.span) or self._whole_tied(claim)

    def _states(self, claim: Claim, fact: BookFact, measure: str) -> bool:
        """Whether a claim and a cell of one name may be of one measure, part of the year and scope."""
        told = measure in fact.measures or measure in fact.doubtful
        if fact.kind is not Kind.MONEY or not told or not self._part(claim, fact):
            return False
        income = claim.name.flow == "income" and measure not in ("initial", "opening", "remainder")
        return not income and _scopes(claim.subject.scope, fact.name.scope)

    def _part(self, claim: Claim, fact: BookFact) -> bool:
        """Whether both are of one part of the year; a running total goes to the quarter told before it."""
        name = claim.subject
        if name.cumulative:
            return fact.name.cumulative and fact.name.span == self._run_to(claim)
        ended = _span_of_month(claim) in ("", "fourth") or bool(name.span)
        return ended and (name.span, False) == (fact.name.span, fact.name.cumulative)

    def _run_to(self, claim: Claim) -> str:
        """Return the part of the year at whose end a running total stands."""
        span, before = claim.subject.span, [one.subject for one in self.report.before(claim)]
        told = [name.span for name in before if name.span and not name.cumulative]
        whole = "fourth" if span == "year" else ""
        return _RUNNING.get(span) or _span_of_month(claim) or (told[-1] if told else whole)

    def _measure(self, claim: Claim) -> str:
        """Return the measure of an amount; a part that seems to have none takes that of its whole."""
        own, split = claim.subject.measure, self.split_of.get(claim)
        head = split.head if split is not None and split.head is not claim else None
        if not _weak(own) or head is None or _weak(head.subject.measure):
            return "" if own == "funds" else own
        return head.subject.measure

    def _whole_tied(self, claim: Claim) -> bool:
        split = self.split_of.get(claim)
        return split is not None and split.head in self.found and self.found[split.head].tied

    def _persons(self, claim: Claim) -> Iterator[Binding]:
        before = self.report.neighbour(claim, -1)
        yield from persons(claim, before if before in self.found else None, self.book)

    def _rate(self, claim: Claim) -> Iterator[Binding]:
        """Yield the binding of a rate to its own cell, to that in the row of the amount it is told of, or by name."""
        own, told = self.book.called(claim.mention.lead), claim.role is Role.RATE
        if own and self._this_year(claim):
            yield bound(claim, own, sure=True)
        elif rates := self._rates_beside(claim):
            # what a blank cell would hold follows from the amounts: it says nothing that they do not say
            stated = any(not rate.figure.derived for rate in rates)
            yield bound(claim, rates, sure=told and stated)
        elif called := self._rates_called(claim):
            yield bound(claim, called, sure=told, named=False)

    def _rates_beside(self, claim: Claim) -> list[BookFact]:
        """Return the rates in the rows of the amount that a rate is told of."""
        before = [one for one in reversed(self.report.before(claim)) if claim.index - one.index <= 2]
        near = [one for one in before if one in self.found]
        spent = next((one for one in near if self._numerator(claim, one)), None)
        return [rate for fact in self.found[spent].facts for rate in self.book.rates(fact)] if spent else []

    def _rates_called(self, claim: Claim) -> list[BookFact]:
        """Return the cells that state a rate of the name in front of one."""
        name = name_of(_RATE_WORDS.sub("", claim.mention.lead))
        if name.span or name.last or not self._same_year(claim):
            return []
        return [fact for fact in self.book.by_core.get(name.core or "-", ()) if "rate" in fact.measures]

    def _numerator(self, claim: Claim, other: Claim) -> bool:
        measures = self.found[other].fact.measures
        wanted = "present" if "控制率" in claim.mention.lead and other.kind is Kind.COUNT else "spent"
        return wanted in measures and (wanted == "present" or not _weak(other.subject.measure))


def _scopes(claim: str, fact: str) -> bool:
    """Whether a cell may cover what a claim covers: one of a single fund only where the claim names it."""
    if claim == "own" or fact not in ("", "fiscal"):
        return claim == fact
    return near_scopes(claim, fact)


def _spoken_of(claim: Claim) -> bool:
    """Whether the text says in full what short names of its topic may mean: 项目支出, not one project."""
    core, passage = claim.subject.core, claim.mention.passage
    if core == "项目" and _ONE_PROJECT.search(claim.mention.sentence_words):
        return False
    words = "，".join((*passage.headings, claim.mention.text[: claim.mention.start]))
    return any(word in words for word in load("tables")["spoken"].get(core, [""]))


def _weak(measure: str) -> bool:
    return measure in load("tables")["weak"]


def _all_state(facts: Sequence[BookFact], measure: str, scope: str) -> bool:
    """Whether cells are certainly of a measure and a scope; the only one may be of any sort of budget."""
    said = all(measure in fact.measures for fact in facts) or (measure == "budget" and len(facts) == 1)
    return said and all(fact.name.scope == scope for fact in facts)


def _span_of_month(claim: Claim) -> str:
    """Return the quarter whose last month a sentence tells, "-" for another month, "" where it tells none."""
    months = _MONTH.findall(claim.mention.sentence_words)
    return load("tables")["months"].get(int(months[-1]), "-") if months else ""
