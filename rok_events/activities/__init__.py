"""Activities of three kinds, their sessions, programme, questions and tables."""
