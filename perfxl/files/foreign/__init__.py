"""Workbooks in formats of others (.xls, .xlsb, .ods, .et), which are read only."""
