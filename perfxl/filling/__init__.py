"""Filling (填写): which derived cells are written into the workbook, as what, and why."""
