"""Reports as files (报告文件): read as paragraphs, written as annotated copies."""
