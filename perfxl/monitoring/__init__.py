"""Monitoring of a year under way (绩效运行监控): what was spent by the end of a month, how far it will come, lights."""
