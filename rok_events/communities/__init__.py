"""Communities: each a network with its own agenda, theme and leads."""
