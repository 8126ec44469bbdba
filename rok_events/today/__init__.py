"""What needs an organiser now, gathered from every room."""
