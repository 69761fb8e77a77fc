"""Office packages (zip of XML parts): guarded reading, part patching, verified saving. Knows nothing of the field."""
