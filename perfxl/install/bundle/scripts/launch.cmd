@echo off
rem A name with & would be split if it were expanded early; the launcher reads the whole line itself.
setlocal EnableDelayedExpansion
set "PERFXL_DROPPED=!cmdcmdline!"
"%~dp0app\runtime\python.exe" -I -m perfxl.cli.launcher
pause
exit
