"""Formulas (公式): one grammar, what a formula refers to, and the workbook as its formulas see it."""
