"""Registers of professionals: the presence lists that an organiser hands in."""
