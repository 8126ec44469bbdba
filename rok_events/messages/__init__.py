"""Messages: reminders, and what organisers write to a selection of people."""
