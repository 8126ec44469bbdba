"""Tests of reports, and of what is shown to everybody."""
