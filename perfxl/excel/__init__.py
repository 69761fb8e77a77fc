"""Live Excel: reading an open workbook and applying a change set to it."""
