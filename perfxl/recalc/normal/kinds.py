"""What functions of Excel do with references and arrays, as far as the meaning of a formula depends on it."""

from __future__ import annotations

# Take any number of ranges, so that a 3-D reference or a union is the same as its parts.
AGGREGATORS = frozenset(
    ["SUM", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "MAX", "MAXA", "MIN", "MINA", "PRODUCT", "SUMSQ", "AND", "OR", "XOR", "MEDIAN", "MODE", "MODE.SNGL", "STDEV", "STDEVA", "STDEVP", "STDEVPA", "STDEV.S", "STDEV.P", "VAR", "VARA", "VARP", "VARPA", "VAR.S", "VAR.P", "GEOMEAN", "HARMEAN", "AVEDEV", "DEVSQ", "KURT", "SKEW", "SKEW.P", "GCD", "LCM", "CONCAT"]
)

# Take one range, of which only the values count.
STACKED = frozenset(
    ["LARGE", "SMALL", "PERCENTILE", "PERCENTILE.INC", "PERCENTILE.EXC", "QUARTILE", "QUARTILE.INC", "QUARTILE.EXC", "TRIMMEAN"]
)

# Compute with arrays even in an ordinary formula.
ARRAYS = frozenset(
    ["SUMPRODUCT", "MMULT", "MINVERSE", "MDETERM", "LOOKUP", "FILTER", "SORT", "SORTBY", "UNIQUE", "XLOOKUP", "XMATCH", "TRANSPOSE", "HSTACK", "VSTACK", "TOCOL", "TOROW", "TAKE", "DROP", "CHOOSECOLS", "CHOOSEROWS", "EXPAND", "WRAPROWS", "WRAPCOLS", "MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY", "LET", "LAMBDA", "FREQUENCY", "LINEST", "LOGEST", "TREND", "GROWTH", "TEXTSPLIT", "SEQUENCE", "RANDARRAY", "MODE.MULT", "PROB", "SUMX2MY2", "SUMX2PY2", "SUMXMY2", "GROUPBY", "PIVOTBY", "TRIMRANGE", "IRR", "MIRR", "NPV", "XNPV", "XIRR", "FORECAST", "CORREL"]
)

# Give an array that would fill several cells.
SPILLING = frozenset(
    ["FILTER", "SORT", "SORTBY", "UNIQUE", "TRANSPOSE", "HSTACK", "VSTACK", "TOCOL", "TOROW", "TAKE", "DROP", "CHOOSECOLS", "CHOOSEROWS", "EXPAND", "WRAPROWS", "WRAPCOLS", "MAP", "SCAN", "BYROW", "BYCOL", "MAKEARRAY", "FREQUENCY", "LINEST", "LOGEST", "TREND", "GROWTH", "TEXTSPLIT", "SEQUENCE", "RANDARRAY", "MMULT", "MINVERSE", "MUNIT", "MODE.MULT", "OFFSET", "INDIRECT", "XLOOKUP", "INDEX", "CHOOSE", "REGEXEXTRACT"]
)

# Take single values only: a range stands for its cell in the formula's own row or column.
SCALARS = frozenset(
    ["ABS", "SIGN", "SQRT", "SQRTPI", "EXP", "LN", "LOG", "LOG10", "POWER", "MOD", "QUOTIENT", "INT", "TRUNC", "ROUND", "ROUNDUP", "ROUNDDOWN", "MROUND", "CEILING", "FLOOR", "CEILING.MATH", "FLOOR.MATH", "CEILING.PRECISE", "FLOOR.PRECISE", "ISO.CEILING", "EVEN", "ODD", "FACT", "FACTDOUBLE", "COMBIN", "COMBINA", "PERMUT", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "ATAN2", "SINH", "COSH", "TANH", "ASINH", "ACOSH", "ATANH", "SEC", "CSC", "COT", "SECH", "CSCH", "COTH", "DEGREES", "RADIANS", "LEFT", "RIGHT", "MID", "LEFTB", "RIGHTB", "MIDB", "LEN", "LENB", "FIND", "SEARCH", "FINDB", "SEARCHB", "REPLACE", "REPLACEB", "SUBSTITUTE", "REPT", "TRIM", "CLEAN", "UPPER", "LOWER", "PROPER", "TEXT", "VALUE", "NUMBERVALUE", "FIXED", "DOLLAR", "RMB", "NUMBERSTRING", "CHAR", "CODE", "UNICHAR", "UNICODE", "EXACT", "CONCATENATE", "DATE", "DATEVALUE", "TIME", "TIMEVALUE", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "WEEKDAY", "DATEDIF", "DAYS", "DAYS360", "IFERROR", "IFNA", "NOT", "ISNUMBER", "ISTEXT", "ISNONTEXT", "ISBLANK", "ISERROR", "ISERR", "ISNA", "ISLOGICAL", "ISEVEN", "ISODD", "ERROR.TYPE", "IFS", "SWITCH", "EDATE", "EOMONTH", "WEEKNUM", "ISOWEEKNUM", "YEARFRAC", "ADDRESS", "BASE", "DECIMAL", "ROMAN", "ARABIC", "BITAND", "BITOR", "BITXOR", "T", "N", "DEC2BIN", "DEC2HEX", "DEC2OCT", "BIN2DEC", "BIN2HEX", "BIN2OCT", "HEX2BIN", "HEX2DEC", "HEX2OCT", "OCT2BIN", "OCT2DEC", "OCT2HEX", "CONVERT", "DELTA", "GESTEP", "ERF", "ERFC", "GAMMA", "GAMMALN", "FISHER", "FISHERINV", "STANDARDIZE", "NORM.DIST", "NORM.INV", "NORM.S.DIST", "NORM.S.INV", "PMT", "FV", "PV", "REGEXTEST", "TEXTBEFORE", "TEXTAFTER", "HYPERLINK"]
)

# Compute each time anew, whatever changed.
VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"})

# Take one value in some places only; counted from 0.
LIFTED = {
    "SUMIF": frozenset({1}),
    "COUNTIF": frozenset({1}),
    "AVERAGEIF": frozenset({1}),
    "SUMIFS": frozenset(range(2, 255, 2)),
    "AVERAGEIFS": frozenset(range(2, 255, 2)),
    "MAXIFS": frozenset(range(2, 255, 2)),
    "MINIFS": frozenset(range(2, 255, 2)),
    "COUNTIFS": frozenset(range(1, 255, 2)),
    "VLOOKUP": frozenset({0, 2}),
    "HLOOKUP": frozenset({0, 2}),
    "LOOKUP": frozenset({0}),
    "MATCH": frozenset({0}),
    "XMATCH": frozenset({0}),
    "XLOOKUP": frozenset({0}),
    "LARGE": frozenset({1}),
    "SMALL": frozenset({1}),
    "RANK": frozenset({0}),
    "RANK.EQ": frozenset({0}),
    "RANK.AVG": frozenset({0}),
    "PERCENTILE": frozenset({1}),
    "QUARTILE": frozenset({1}),
    "WORKDAY": frozenset({0, 1}),
    "NETWORKDAYS": frozenset({0, 1}),
    "TYPE": frozenset(),
}
