"""Many workbooks: the same task for each, on all cores or on a cluster, resumed where it stopped, and one summary."""
