"""Taking in attendance that was kept elsewhere: bytes, cells, rows, and what they add."""
