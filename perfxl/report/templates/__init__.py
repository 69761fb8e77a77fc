"""The Word templates of the reports (报告模板), built by templates/build.py."""
