"""Rules (规则): the kinds of tables and the rule packs, as YAML with citations; one schema, one loader, lint."""
