"""The ribbon (功能区): one file a group of buttons; the top floor for Excel, as the command line is for files."""
