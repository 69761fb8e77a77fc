"""Functions that the library computes otherwise than Excel in some cases: a result is taken where it is the stored one.

Each gave another value than Excel in a workbook made elsewhere (`make recalc-corpus`), or is the same function by its
former name; the distributions are right to ten digits, of the D-functions some conditions mean something else.
"""

from __future__ import annotations

import math

from perfxl.sheets.values import Scalar

_NAMES = """
ACCRINT CONVERT MIRR LINEST LOGEST MODE.MULT FREQUENCY DOLLARDE DOLLARFR SERIESSUM DELTA
DAVERAGE DCOUNT DCOUNTA DGET DMAX DMIN DPRODUCT DSTDEV DSTDEVP DSUM DVAR DVARP
BIN2DEC BIN2HEX BIN2OCT DEC2BIN DEC2HEX DEC2OCT HEX2BIN HEX2OCT OCT2BIN OCT2HEX
GAMMA GAMMALN GAMMALN.PRECISE GAMMA.DIST GAMMA.INV LOGNORM.DIST LOGNORM.INV POISSON.DIST
T.DIST T.DIST.RT T.DIST.2T T.INV T.INV.2T T.TEST F.DIST F.DIST.RT F.INV F.INV.RT
TDIST TINV TTEST FDIST FINV GAMMADIST GAMMAINV LOGNORMDIST LOGINV POISSON
COT COTH ACOTH CSC SEC GCD LCM FORMULATEXT
"""
UNLIKE = frozenset(_NAMES.split())


def alike(computed: Scalar, stored: Scalar) -> bool:
    """Whether a result is the stored one, to 15 digits."""
    if isinstance(computed, float) and isinstance(stored, float):
        return math.isclose(computed, stored, rel_tol=1e-14)
    return type(computed) is type(stored) and computed == stored
