"""Who changed what, when, from what to what; in a chain that shows tampering."""
