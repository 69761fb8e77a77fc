"""Attachment sheets (附件): pure builders that turn recognised tables and findings into sheets to add."""
