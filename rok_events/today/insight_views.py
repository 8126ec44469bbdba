"""The start page of project leads: each page of insight with one figure or a small picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from rok_events.core.permissions import Permission
from rok_events.introductions import prospects
from rok_events.network import asked, queries
from rok_events.network.rules import Filters
from rok_events.network.sketch import sketch
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("insight", __name__)


@bp.get("/inzicht")
@require(Permission.SEE_NETWORK)
def index() -> ResponseReturnValue:
    """Show where insight can be found, and the networks that the visitor may see in numbers."""
    communities = asked.visible()
    answer = asked.answer(Filters())
    # Who should meet is a matter of one network; of several it is asked there.
    alone = communities[0] if len(communities) == 1 else None
    return render_template(
        "today/insight.html",
        communities=communities,
        community=alone,
        measures=answer.graph.measures,
        together=answer.window.together,
        picture=sketch(answer.graph),
        pairs=len(prospects.of(alone).candidates) if alone else 0,
        summaries=queries.summaries(asked.allowed()),
    )
