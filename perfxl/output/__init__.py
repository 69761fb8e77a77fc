"""Outputs (输出): findings, recognised tables and receipts as text and JSON."""
