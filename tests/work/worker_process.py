"""A real worker: `python -m tests.work.worker_process DATABASE_URL QUEUE_URL FOLDER [careless]`.

Its lease is a second. With `careless` behind it, it commits every row by itself: what a step must
never do.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import worker
from rok_events import jobs
from rok_events.app import create_app
from rok_events.db import db
from rok_events.work import actions, progress, rules
from tests.conftest import settings
from tests.work import building

database_url, queue_url, folder, *manner = sys.argv[1:]
app = create_app(settings(database_url, Path(folder)) | {"QUEUE_URL": queue_url})
rules.LEASE = timedelta(seconds=1)
progress.PAUSE_SECONDS = 0
if manner == ["careless"]:
    building.write = db.session.commit
with app.app_context():
    jobs.later(actions.DO)
worker.work(app)
