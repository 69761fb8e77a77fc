"""What the labels of any table claim, where no known kind judges: verdicts of the structure as findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.model.derivation import Relation as Derived
from perfxl.model.finding import Finding, Severity
from perfxl.numerals.display import percent
from perfxl.numerals.tolerance import POINTS
from perfxl.structure.numbers import Number
from perfxl.structure.relation import Law, Relation
from perfxl.structure.verdict import Verdict

_PROVEN = 2  # relations that agree on what a number ought to read
_SCORES = frozenset({Law.LIMIT, Law.MISSED, Law.WEIGHTS})  # which the checks of known kinds judge
_SHOWN = 12  # operands that a message spells out


def untold(book: Checked, laws: Collection[Law]) -> Iterator[Verdict]:
    """Yield the verdicts of the laws on cells that no known kind of table judges or blames."""
    blamed = {
        *(book.mended.keys() - book.claimed.keys()),
        *(suspect.figure.place for suspect in book.suspects(tuple(Derived))),
    }
    for verdict in book.structure.verdicts:
        relation = verdict.relation
        judged = relation.target.place in book.judged or _is_of_kind(book, relation)
        if relation.law in laws and not judged and blamed.isdisjoint(number.place for number in relation.numbers):
            yield verdict


def _is_of_kind(book: Checked, relation: Relation) -> bool:
    """Whether checks of known kinds judge a relation: scores of one table, and facts of two."""
    if relation.law is Law.SAME:
        return all(book.home(number.place) is not None for number in relation.numbers)
    scored = relation.law in _SCORES or (relation.law is Law.PRODUCT and relation.unit == POINTS)
    return scored and book.home(relation.target.place) is not None


def severity(verdict: Verdict) -> Severity:
    """Return how grave a verdict is: hard only where formula or print and label agree, or several relations do.

    Where parts are blank, only a total below one of those present is hard.
    """
    relation, proven = verdict.relation, verdict.proof >= _PROVEN
    claim = relation.claim
    if relation.blanks and verdict.number is relation.target:
        sure = relation.falls_below and claim.holds >= _PROVEN
    elif relation.law is Law.SAME:
        sure = proven
    else:
        sure = claim.printed or claim.formula or proven or bool(verdict.slip and claim.holds >= _PROVEN)
    return Severity.ERROR if sure else Severity.WARNING


def finding(code: str, name: str, book: Checked, verdict: Verdict) -> Finding:
    """Return the finding of a verdict."""
    number, relation = verdict.number, verdict.relation
    places = (each.place for each in (*relation.numbers, *(n for r in verdict.follows for n in r.numbers)))
    should = "" if relation.law is Law.MISSED else _like(number, verdict.expected)
    return Finding(
        code, name, severity(verdict), number.place,
        _message(book, verdict, should), number.text, should, _fix(verdict, should),
        related=tuple(place for place in dict.fromkeys(places) if place != number.place),
    )  # fmt: skip


def _message(book: Checked, verdict: Verdict, should: str) -> str:
    number, relation = verdict.number, verdict.relation
    said = f"{book.structure.name(number)}写的是{number.text}"
    slip = f"，{verdict.slip}" if verdict.slip else ""
    if relation.law is Law.LIMIT:
        return f"{said}，超过了分值{relation.terms[0][0].text}。"
    if relation.law is Law.MISSED:
        return f"{said}，是满分，但{relation.claim.text}。"
    expected = relation.expected()
    now = _like(relation.target, expected) if expected is not None else ""
    if relation.blanks and number is relation.target:
        return _of_blanks(said, relation, should)
    if relation.law is Law.SAME:
        return _of_copies(book, verdict, said)
    if number is relation.target:
        return f"{said}，而{relation.claim.text}，按{_arithmetic(relation)}应为{should}{slip}：两者不能同时成立。"
    target = f"{book.structure.name(relation.target)}（{relation.target.place.cell}）写的是{relation.target.text}"
    return f"{said}，而{relation.claim.text}：{target}，按现有各数为{now}；该数为{should}时才相符{slip}。"


def _of_copies(book: Checked, verdict: Verdict, said: str) -> str:
    number, relation = verdict.number, verdict.relation
    other = next(each for each in relation.numbers if each is not number)
    slip = f"，{verdict.slip}" if verdict.slip else ""
    held = f"《{other.sheet}》{book.structure.name(other)}（{other.place.cell}）写的是{other.text}"
    units = "（计量单位不同，已换算）" if relation.factor != 1 else ""
    return f"{said}，而{held}{units}{slip}，两处是同一个数：不能同时成立。"


def _of_blanks(said: str, relation: Relation, should: str) -> str:
    cells = "、".join(relation.blanks[:_SHOWN]) + "等" * (len(relation.blanks) > _SHOWN)
    if relation.falls_below:
        largest = max((number for number, _ in relation.terms), key=lambda number: number.value)
        return f"{said}，小于其中的{largest.text}（{largest.place.cell}），{cells}不论填多少，两者不能同时成立。"
    return f"{said}，而{relation.claim.text}，{cells}空白；若空白为0，按{_arithmetic(relation)}应为{should}。"


def _arithmetic(relation: Relation) -> str:
    terms = relation.terms
    texts = [number.text for number, _ in terms]
    if relation.law is Law.RATE:
        more = _signed(relation.terms[2:])
        return f"{f'({texts[0]}{more})' if more else texts[0]} ÷ {texts[1]}计算"
    if relation.law is Law.PRODUCT:
        return f"{' × '.join(texts)}计算"
    if len(terms) > _SHOWN:
        return f"{terms[0][0].place.cell}至{terms[-1][0].place.cell}的{len(terms)}个数计算"
    told = _signed(terms)
    return (f"{relation.factor}{told}" if relation.factor != 1 else told.removeprefix(" + ")) + "计算"


def _signed(terms: Iterable[tuple[Number, int]]) -> str:
    return "".join(f"{' + ' if sign > 0 else ' - '}{number.text}" for number, sign in terms)


def _fix(verdict: Verdict, should: str) -> str:
    if verdict.relation.law is Law.MISSED:
        return "请核对实际完成值；确未完成的应扣减得分，并说明偏差原因。"
    if verdict.relation.law is Law.LIMIT:
        return "请核对得分与分值；得分最高为分值。"
    if not verdict.number.typed:
        return "该单元格是公式，请检查公式引用的单元格是否齐全、正确，并重新计算。"
    if verdict.certain and verdict.number is not verdict.relation.target:
        return f"请对照原始凭证核对该数；确属笔误的，改为{should}。"
    return "请核对该数和列出的各数，把写错的一个改正。"


def _like(number: Number, value: Decimal) -> str:
    """Return a value as the number's cell prints its own, with all decimals that it needs."""
    if number.percent:
        return percent(value)
    places = max(0, -int(number.quantum.as_tuple().exponent), min(4, -int(value.normalize().as_tuple().exponent)))
    return f"{value:,.{places}f}" if "," in number.text else f"{value:.{places}f}"
