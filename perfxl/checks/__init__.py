"""Checks (检查): one file a check, found by scanning; each says one law and yields findings.

Codes are PX and three digits. The first digit is what the check looks at:

1 one form's arithmetic and scores, 2 figures of several tables against each other, 4 how a number is written.

The last two are the number of the reviewers' catalogue; from 71 on they are perfxl's own. A check takes the
evaluation as it stands after filling (`Checked`) and knows no rule of a place: rules come as derivations.
"""

from perfxl.checks.evidence.book import Checked
from perfxl.checks.registry import Check, checks, run

__all__ = ["Check", "Checked", "checks", "run"]
