"""What the labels of any table claim of its numbers, whatever its kind or place (表内自述的勾稽)."""
