"""The core: plain Python that every room may use."""
