"""The worker: `python worker.py` does the jobs and, each minute, what is due."""

from __future__ import annotations

from rok_events import jobs
from wsgi import app


def main() -> None:
    """Work until told to stop; SIGTERM lets a job finish first."""
    consumer = jobs.queue(app).create_consumer(workers=2, periodic=True, graceful_signal="TERM")
    consumer.run()


if __name__ == "__main__":
    main()
