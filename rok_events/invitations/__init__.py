"""Calendar invitations: one entry per person and session, kept true."""
