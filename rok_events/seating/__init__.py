"""Seating: who is to sit at which table, who should meet there, and who sat where."""
