"""One self-contained HTML page of the findings, for a browser or the printer."""
