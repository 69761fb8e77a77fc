"""Workbooks on disk: `reading.read` gives a snapshot, `writing.write` applies a change set."""
