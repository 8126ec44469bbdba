"""Pages about mail: what was sent and what was not, and the folder of a developer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
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
from rok_events.mail import actions, folder, queries, rules, wishes
from rok_events.mail.rules import MailState
from rok_events.web import access, security
from rok_events.web.access import by_link, public, require

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

bp = Blueprint("mail", __name__)

# What the address says, and in which state that is.
CHOICES = {
    "mislukt": MailState.FAILED,
    "onderweg": MailState.WAITING,
    "verstuurd": MailState.SENT,
    "vervallen": MailState.USELESS,
}
# The letter itself: no script, nothing from elsewhere, and links that open in the whole window.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation"
)
A_PAGE = 50


@bp.get("/beheer/mail")
@require(Permission.SEE_MAIL)
def outbox() -> ResponseReturnValue:
    """Show which mails went out and which did not, those of the visitor's own communities."""
    found = queries.listed(
        access.visitor().communities(Permission.SEE_MAIL),
        CHOICES.get(request.args.get("staat", "")),
        request.args.get("q", "").strip(),
        request.args.get("page", 1, type=int),
    )
    return render_template("mail/outbox.html", found=found, treatments=rules.TREATMENTS)


@bp.post("/beheer/mail/<int:mail_id>/opnieuw")
@require(Permission.SEE_MAIL)
def try_again(mail_id: int) -> ResponseReturnValue:
    """Put a mail that failed back in the outbox."""
    with transaction():
        access.check(Permission.SEE_MAIL, queries.get(mail_id).community_id)
        actions.try_again(mail_id)
    flash(gettext("The mail is on its way again."), "ok")
    return redirect(url_for("mail.outbox", staat=request.form.get("staat") or None), 303)


@bp.get("/mail/afmelden/<token>")
@by_link
def unsubscribe(token: str) -> ResponseReturnValue:
    """Ask whether somebody wants no more mail: programs follow links, so following is no answer."""
    return _wish(token)


@bp.post("/mail/afmelden/<token>")
@by_link
def decline(token: str) -> ResponseReturnValue:
    """Send no more mail, pressed on the page or in the mail program.

    The latter has no form token and follows no redirect, RFC 8058, section 3.2; the address of the
    page is a secret of the holder of the mailbox, which is what the form token would prove.
    """
    with transaction():
        actions.decline(_holder(token))
    return _wish(token)


@bp.post("/mail/afmelden/<token>/terug")
@by_link
def accept(token: str) -> ResponseReturnValue:
    """Send all mail again."""
    with transaction():
        actions.accept(_holder(token))
    flash(gettext("You get our invitations and messages again."), "ok")
    return redirect(url_for(".unsubscribe", token=token), 303)


@bp.record_once
def _excuse_from_the_form_token(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(decline)


def _wish(token: str) -> ResponseReturnValue:
    holder = _holder(token)
    known = queries.address(holder)
    return render_template(
        "mail/unsubscribe.html",
        holder=holder,
        token=token,
        is_declined=known is not None and known.declined_at is not None,
    )


def _holder(token: str) -> str:
    """Return whose link it is.

    Raises:
        NotFoundError: nobody's.
    """
    holder = wishes.email_of(token)
    if holder is None:
        raise NotFoundError(N_("This link does not work any more. Use the one in our latest mail."))
    return holder


@bp.get("/ontwikkel/mail")
@public
def written() -> ResponseReturnValue:
    """Show the mails in the folder."""
    files = folder.names(_folder())
    page = max(request.args.get("page", 1, type=int), 1)
    shown = files[(page - 1) * A_PAGE : page * A_PAGE]
    return render_template(
        "mail/written.html",
        envelopes=[folder.envelope(_folder(), name) for name in shown],
        page=page,
        pages=max(-(-len(files) // A_PAGE), 1),
    )


@bp.get("/ontwikkel/mail/<name>")
@public
def letter(name: str) -> ResponseReturnValue:
    """Show one mail from the folder: its parts, and what its calendar object asks."""
    answer = make_response(
        render_template("mail/letter.html", mail=folder.opened(_folder(), name), name=name)
    )
    policy = security.POLICY.format(nonce=security.nonce())
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-src 'self'"
    return answer


@bp.get("/ontwikkel/mail/<name>/html")
@public
def letter_html(name: str) -> ResponseReturnValue:
    """Give the HTML of one mail, to be shown in a frame."""
    page = folder.opened(_folder(), name).html
    answer = Response(page.replace("<head>", '<head><base target="_top">', 1))
    answer.headers["Content-Security-Policy"] = LETTER_POLICY
    return answer


@bp.get("/ontwikkel/mail/<name>/invite.ics")
@public
def letter_calendar(name: str) -> ResponseReturnValue:
    """Give the calendar object of one mail as a file."""
    content = folder.opened(_folder(), name).calendar
    if not content:
        raise NotFoundError(N_("This mail has no calendar part."))
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename="invite.ics")
    return answer


def _folder() -> Path:
    """Return the folder, or say that there is no such page.

    The mails hold secret links. So a site that the world can reach never shows them, even if
    nobody has told it of a mail server yet.
    """
    path = current_app.config["MAIL_FOLDER"]
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or ""
    if not path or not rules.is_private_host(host):
        raise NotFoundError(N_("This page is only there while the site is being developed."))
    return Path(path)
