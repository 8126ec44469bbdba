"""Guests: who was invited to an activity, and what they answered."""
