"""From a change set to patched parts of a workbook."""
