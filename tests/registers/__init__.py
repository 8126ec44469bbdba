"""Tests of presence lists for registers."""
