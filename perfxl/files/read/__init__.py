"""From the parts of a workbook to a snapshot or a calculation."""
