"""Numbers as people write them (数字): reading, units, half-up rounding, display."""
