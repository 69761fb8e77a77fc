"""总分等于各项得分之和。

执行得分与各指标得分相加，与表中印出的总分相差超过0.01分即为不符；由超出分值的得分造成的，不再重复报。

错例
    执行得分 9.80，指标得分 48、29.5、9，总分 97.30
正例
    执行得分 9.80，指标得分 48、29.5、9，总分 96.30
依据
财政部《项目支出绩效评价管理办法》（财预〔2020〕10号）自评表的总分项。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.checks.evidence.scored_forms import KINDS, lacks_funds, number, out_of_range
from perfxl.model.derivation import Derivation, Relation
from perfxl.model.figure import Figure
from perfxl.model.finding import Finding
from perfxl.model.place import Place
from perfxl.model.table import Role

CODE = "PX101"
NAME = "总分"
GROUP = "scores"
LOOKS_AT = KINDS
YIELDS_TO = ("PX104", "PX106", "PX113", "PX114")
_MOST = Decimal(20)  # points that a form gives for its execution
_FIELDS = frozenset({"score", "self_score", "total_score", "indicator_score"})


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each total that is not the sum of its scores."""
    limits = {score.place: weight for table in book.evaluation.of(*KINDS) for score, weight in out_of_range(table)}
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL)):
        if suspect.derivation.field not in _FIELDS:
            continue
        if not _is_explained(suspect.derivation, limits) and not _execution_apart(book, suspect.derivation):
            yield mismatch(CODE, NAME, book, suspect)


def _execution_apart(book: Checked, item: Derivation) -> bool:
    """Whether the form scores a row of funds that the sum does not know, so that the total cannot be judged."""
    home = book.home(item.target.place)
    if home is None:
        return False
    if lacks_funds(home[0]):
        return 0 < (item.target.value or Decimal(0)) - (item.exact or Decimal(0)) <= _MOST
    known = {figure.place for _, figure in item.operands()}
    funds = [number(row, "score") for row in home[0].of_role(Role.FUND)]
    return any(score.place not in known for score in filter(None, funds))


def _is_explained(item: Derivation, limits: Mapping[Place, Figure]) -> bool:
    """Whether the total ties once a score out of range, reported by itself, is back in its range."""
    gap = (item.target.value or Decimal(0)) - (item.exact or Decimal(0))
    beyond = [(figure, limits[figure.place]) for _, figure in item.operands() if figure.place in limits]
    return any(0 <= (score.value or 0) + gap <= (weight.value or 0) for score, weight in beyond)
