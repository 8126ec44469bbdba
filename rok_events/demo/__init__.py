"""A played-through example: the four networks that the application was made for."""
