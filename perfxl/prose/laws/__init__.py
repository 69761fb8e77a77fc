"""The laws of prose (核对规则): one file a law, found by its name; each asks questions or makes remarks."""
