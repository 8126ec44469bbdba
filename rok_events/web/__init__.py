"""Flask plumbing: access, errors, language, security, templates."""
