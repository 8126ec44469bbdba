"""Papers: badges, name tents, sign-in sheets, and other PDFs."""
