"""Evidence (证据): what several checks look at, and the tools that they share; no law stands here."""
