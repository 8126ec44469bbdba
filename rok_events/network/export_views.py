"""Taking the network along: what the page shows, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from rok_events.core.permissions import Permission
from rok_events.db import transaction
from rok_events.network import actions, asked, pages
from rok_events.network.exports.formats import FORMATS
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
bp = Blueprint("network_files", __name__)


@bp.get(f"/inzicht/netwerk.<any({', '.join(FORMATS)}):file_format>")
@require(Permission.SEE_NETWORK)
def download(file_format: str) -> ResponseReturnValue:
    """Hand out what the page shows, as a file."""
    filters = asked.filters()
    answer = asked.answer(filters)
    made = FORMATS[file_format].made(answer, filters, pages.in_sight(answer.graph))
    with transaction(is_noted=True):
        actions.note_export(filters, file_format)
    name = "-".join(("netwerk", *([filters.community] if filters.community else [])))
    handed = Response(made, content_type=FORMATS[file_format].media_type)
    handed.headers.set("Content-Disposition", "attachment", filename=f"{name}.{file_format}")
    return handed
