"""formualizer as an engine: the formulas go in normalised, with what it lacks or does otherwise than Excel as ours.

loading       a workbook for its own reader
conversion    values on their way in and out
registration  functions that stand in for its own, or that it lacks
lambdas       LAMBDAs that MAP and its kin call
addressing    what INDIRECT refers to
library       one workbook in the library, cell by cell
engine        a workbook in, values out
"""

from perfxl.recalc.formualizer.engine import Formualizer

__all__ = ["Formualizer"]
