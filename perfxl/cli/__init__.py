"""The command line (命令行): one file a verb; results on standard output, one sentence on standard error."""
