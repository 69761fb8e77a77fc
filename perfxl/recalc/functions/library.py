"""The functions that the evaluator computes, by their names."""

from __future__ import annotations

from collections.abc import Mapping

from perfxl.recalc.functions.aggregates import AGGREGATES
from perfxl.recalc.functions.arrays import ARRAYS
from perfxl.recalc.functions.bonds import BONDS
from perfxl.recalc.functions.calendar import CALENDAR
from perfxl.recalc.functions.conversion import CONVERSION
from perfxl.recalc.functions.databases import DATABASES
from perfxl.recalc.functions.distributions import DISTRIBUTIONS
from perfxl.recalc.functions.elementary import ELEMENTARY
from perfxl.recalc.functions.finance import FINANCE
from perfxl.recalc.functions.logic import LOGIC
from perfxl.recalc.functions.matching import MATCHING
from perfxl.recalc.functions.matrices import MATRICES
from perfxl.recalc.functions.periods import PERIODS
from perfxl.recalc.functions.ranking import RANKING
from perfxl.recalc.functions.regression import REGRESSION
from perfxl.recalc.functions.rounding import ROUNDING
from perfxl.recalc.functions.signature import Signature
from perfxl.recalc.functions.textual import TEXTUAL

SIGNATURES: Mapping[str, Signature] = {
    **AGGREGATES,
    **ARRAYS,
    **BONDS,
    **CALENDAR,
    **CONVERSION,
    **DATABASES,
    **DISTRIBUTIONS,
    **ELEMENTARY,
    **FINANCE,
    **LOGIC,
    **MATCHING,
    **REGRESSION,
    **MATRICES,
    **PERIODS,
    **RANKING,
    **ROUNDING,
    **TEXTUAL,
}
