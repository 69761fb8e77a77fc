"""The parts of a workbook that reading and writing share: sheet list, styles, positions in the bytes."""
