"""Recalculation (重算) of a workbook without Excel."""
