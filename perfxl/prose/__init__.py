"""Prose (报告文字): claims in a text, how its sentences are built, and whether what they say ties."""
