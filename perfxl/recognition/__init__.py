"""Recognition (识别): tables are found by their labels, never by their address."""
