"""The graph as files, one module a format."""
