"""How large a file may be: what is read and checked within a minute and a few hundred megabytes."""

MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
MOST_CELLS = 5_000_000
MOST_UNPACKED = 250 * 1024 * 1024
"""Bytes of a workbook when unpacked."""

SPLIT_IT = "Split it into smaller files and bring them in one after the other."
