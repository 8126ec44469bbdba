"""People, organisations, and who worked where and when."""
