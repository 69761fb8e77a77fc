"""The Excel add-in (加载项) perfxl.xlam, built from `macros/` and the registry of functions on any system."""
