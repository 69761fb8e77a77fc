"""What the sheets mean, in the field's terms: places, figures, tables, derivations, findings."""
