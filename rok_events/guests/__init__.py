"""Guests: who is invited to an activity, and what they answer."""
