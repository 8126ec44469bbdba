"""Participation: how many took part, over time and by whom."""
