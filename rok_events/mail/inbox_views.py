"""Pages about mail that came in: what waits for somebody, and what dealt with itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext

from rok_events.core.errors import NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.mail import inbox_actions, inbox_queries
from rok_events.mail.inbox_rules import Handling
from rok_events.web import access
from rok_events.web.access import require

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from rok_events.mail.inbox_models import IncomingMail

bp = Blueprint("inbox", __name__)

# What the address says, and how such mail is handled.
CHOICES = {"afgehandeld": Handling.HANDLED, "vanzelf": Handling.BY_ITSELF}


@bp.get("/beheer/postvak")
@require(Permission.SEE_MAIL)
def index() -> ResponseReturnValue:
    """Show the mails that came in, those of the visitor's own communities."""
    communities = access.visitor().communities(Permission.SEE_MAIL)
    chosen = request.args.get("staat", "")
    found = inbox_queries.listed(
        communities,
        CHOICES.get(chosen, Handling.ASIDE),
        request.args.get("page", 1, type=int),
    )
    return render_template(
        "mail/inbox.html",
        found=found,
        chosen=chosen if chosen in CHOICES else "",
        waiting=inbox_queries.count(communities, Handling.ASIDE),
        is_open=bool(current_app.config["INBOX_URL"]),
    )


@bp.get("/beheer/postvak/<int:incoming_id>")
@require(Permission.SEE_MAIL)
def show(incoming_id: int) -> ResponseReturnValue:
    """Show one mail as plain text: nothing in it is run, fetched or linked."""
    return render_template("mail/incoming.html", mail=_visible(incoming_id))


@bp.get("/beheer/postvak/<int:incoming_id>/bericht.eml")
@require(Permission.SEE_MAIL)
def download(incoming_id: int) -> ResponseReturnValue:
    """Give a mail as it came, for a mail program to open with what is attached to it."""
    mail = _visible(incoming_id)
    if not mail.raw:
        raise NotFoundError(N_("The words of this mail are not kept any more."))
    answer = Response(mail.raw, content_type="message/rfc822")
    answer.headers.set("Content-Disposition", "attachment", filename="bericht.eml")
    return answer


@bp.post("/beheer/postvak/<int:incoming_id>/afgehandeld")
@require(Permission.SEE_MAIL)
def mark_handled(incoming_id: int) -> ResponseReturnValue:
    """Take a mail from the list of what waits for somebody."""
    with transaction():
        _visible(incoming_id)
        inbox_actions.mark_handled(incoming_id)
    flash(gettext("The mail is marked as dealt with."), "ok")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _visible(incoming_id: int) -> IncomingMail:
    mail = inbox_queries.get(incoming_id)
    access.check(Permission.SEE_MAIL, mail.community_id)
    return mail
