"""Werkconferenties, trainings and casustafels of a network that learns together."""
