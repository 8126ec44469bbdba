"""People as organisers know them, over all that they took part in."""
