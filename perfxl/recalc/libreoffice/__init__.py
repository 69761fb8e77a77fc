"""LibreOffice without a window as an engine: recalculates a copy of a workbook, our functions included.

office      finding and running the program: private profile, no network, no macros, a deadline
extension   the add-in (.oxt) with our functions, generated from the registry
inside/     what runs in LibreOffice's own Python; it imports nothing of perfxl
server      the process that computes our functions for the add-in; wire: how values travel to it
formulas    how LibreOffice must read a call of our functions
copying     the copy of the workbook that it opens
engine      a workbook in, values out
"""
