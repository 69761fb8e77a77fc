"""同一个数前后一致。

口径、期间、名称相同的数，在文中各处应相同；很长的数只有相邻两位数字写反的，也视为同一个数。
全部与财政拨款、本级与部门、预算与决算、上年与本年口径不同，不作比较。哪一处对，须核对原始资料。

错例
    本年收入合计318.22万元；收入决算为318.27万元
正例
    本年收入合计318.22万元；收入决算为318.22万元
依据
    同一事实只有一个数。
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.prose.analysis import Analysis
from perfxl.prose.facts import conflicts, repetitions
from perfxl.prose.formula import total
from perfxl.prose.judging import Question, Reading

CODE = "PX507"
NAME = "前后一致"
GROUP = "cross"


def questions(analysis: Analysis) -> Iterator[Question]:
    """Ask of each repetition whether it is the figure told before."""
    for said, other in repetitions(analysis):
        yield Question(CODE, said, (Reading(total((other,)), False),))
    for said, other in conflicts(analysis):
        yield Question(CODE, said, (Reading(total((other,)), True),))
