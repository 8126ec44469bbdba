"""Long work: done by the worker, with progress, a result and a way to stop."""
