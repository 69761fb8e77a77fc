"""Recognition (识别): tables are found by their labels, never by their address."""

from perfxl.workbook.recognition.recognise import recognise

__all__ = ["recognise"]
