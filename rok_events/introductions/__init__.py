"""Introductions: which organisations should meet next, and what comes of that."""
