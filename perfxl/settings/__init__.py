"""Settings (perfxl.toml): what a department's folder states once for all its workbooks."""
