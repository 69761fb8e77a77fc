"""Scoring (计算): computed cells and scores from the tables and the rules, each with its derivation."""
