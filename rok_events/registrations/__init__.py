"""Registrations: places, the waiting list, and the personal page."""
