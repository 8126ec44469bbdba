"""When what is over is forgotten."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

NIGHT = (time(3), time(4))


def is_night(local: datetime) -> bool:
    """Tell whether it is the hour in which nobody minds that rows are cleaned up."""
    return NIGHT[0] <= local.time() < NIGHT[1]
