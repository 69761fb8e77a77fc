"""“三公”经费合计等于因公出国（境）费、公务接待费与公务用车费之和，公务用车费等于购置费与运行维护费之和。

错例
    合计 9.00，因公出国（境）费 0，公务接待费 2.00，公务用车费 6.00
正例
    合计 8.00，因公出国（境）费 0，公务接待费 2.00，公务用车费 6.00
依据
“三公”经费的口径：因公出国（境）费、公务用车购置及运行维护费、公务接待费三项。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.checks.evidence.book import Checked
from perfxl.checks.evidence.report import mismatch
from perfxl.model.derivation import Relation
from perfxl.model.finding import Finding

CODE = "PX146"
NAME = "“三公”经费构成"
GROUP = "sums"
LOOKS_AT = ("three_public", "base_data")


def check(book: Checked) -> Iterator[Finding]:
    """Yield a finding for each sum of the three public expenses that does not tie."""
    for suspect in book.suspects((Relation.SUM, Relation.TOTAL), LOOKS_AT):
        yield mismatch(CODE, NAME, book, suspect)
