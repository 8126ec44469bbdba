"""Attendance: who was really there, per session."""
