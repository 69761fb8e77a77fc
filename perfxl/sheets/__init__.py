"""Workbooks as plain data (工作簿数据): addresses, values, the snapshot, the change set, perfxl's own sheets."""
