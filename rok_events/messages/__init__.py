"""Messages: reminders that send themselves, and what an organiser writes to participants."""
