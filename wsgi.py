"""The web application, for gunicorn and `flask`."""

from __future__ import annotations

import sys

import config
from rok_events.app import create_app
from rok_events.web import logs

logs.configure()
try:
    settings = config.load()
except config.ConfigError as error:
    sys.exit(str(error))

app = create_app(settings)
