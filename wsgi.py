"""The web application, for gunicorn and `flask`."""

from __future__ import annotations

import os
import sys

from config import ConfigError, from_environment
from rok_events.app import create_app

try:
    app = create_app(from_environment(os.environ))
except ConfigError as error:
    sys.exit(str(error))
