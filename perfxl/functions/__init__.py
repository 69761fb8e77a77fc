"""Worksheet functions (工作表函数), host-neutral: each once, in one registry."""
