"""Certificates: who earned one, what is printed on it, and whether one is real."""
