"""perfxl: checks and fills a department's budget performance workbook (预算绩效自评) by dated, cited rules."""

__version__ = "0.1.0"
