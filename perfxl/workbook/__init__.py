"""Workbooks as perfxl sees them: snapshot, recognition by labels, filling, the change set."""
