"""Tests of the attendance graph."""
