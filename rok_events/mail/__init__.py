"""Mail: the outbox that loses nothing, and its delivery."""
