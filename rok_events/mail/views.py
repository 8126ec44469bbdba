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
from flask_babel import gettext, ngettext

from rok_events.core import clock
from rok_events.core.errors import InvalidError, NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.mail import actions, folder, masks, queries, rules, wishes
from rok_events.mail.rules import Fault, MailState
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
    "teruggekomen": MailState.BOUNCED,
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
    communities, asked = access.visitor().communities(Permission.SEE_MAIL), request.args
    found = queries.listed(
        communities,
        queries.Choice(
            state=CHOICES.get(asked.get("staat", "")),
            activity_id=asked.get("activiteit", type=int),
            about=asked.get("over", "").strip(),
            words=asked.get("q", "").strip(),
        ),
        asked.get("page", 1, type=int),
    )
    return render_template(
        "mail/outbox.html",
        found=found,
        treatments=rules.TREATMENTS,
        unread=queries.unread_count(communities),
    )


@bp.get("/beheer/mail/mislukt")
@require(Permission.SEE_MAIL)
def dead_letters() -> ResponseReturnValue:
    """Show the mails that nobody has read, by the reason why."""
    mails = queries.unread(access.visitor().communities(Permission.SEE_MAIL))
    return render_template(
        "mail/dead_letters.html",
        groups=rules.by_reason(mails, clock.now()),
        treatments=rules.TREATMENTS,
        most=A_PAGE,
    )


@bp.post("/beheer/mail/mislukt")
@require(Permission.SEE_MAIL)
def try_all_again() -> ResponseReturnValue:
    """Put all mails that failed for one reason back in the outbox."""
    reason = request.form.get("reden", "")
    if reason not in {*Fault}:
        raise InvalidError(N_("No mail failed for this reason."))
    communities = access.visitor().communities(Permission.SEE_MAIL)
    with transaction():
        number = actions.try_all_again(Fault(reason), communities, access.visitor().account_id)
    flash(
        ngettext(
            "%(num)d mail is on its way again.", "%(num)d mails are on their way again.", number
        ),
        "ok",
    )
    return redirect(url_for(".dead_letters"), 303)


@bp.get("/beheer/mail/<int:mail_id>")
@require(Permission.SEE_MAIL)
def show(mail_id: int) -> ResponseReturnValue:
    """Show one mail: how it fared, and what it says, without the secret links in it."""
    mail = queries.get(mail_id)
    access.check(Permission.SEE_MAIL, mail.community_id)
    return render_template(
        "mail/show.html",
        mail=mail,
        words=masks.masked(mail.text),
        history=queries.history(mail_id),
        known=queries.address(mail.recipient),
        can_try_again=rules.can_try_again(mail, clock.now()),
        treatments=rules.TREATMENTS,
        happenings=rules.HAPPENINGS,
    )


@bp.post("/beheer/mail/<int:mail_id>/opnieuw")
@require(Permission.SEE_MAIL)
def try_again(mail_id: int) -> ResponseReturnValue:
    """Put a mail that failed, or came back, back in the outbox."""
    with transaction():
        access.check(Permission.SEE_MAIL, queries.get(mail_id).community_id)
        actions.try_again(mail_id, access.visitor().account_id)
    flash(gettext("The mail is on its way again."), "ok")
    return redirect(url_for(".show", mail_id=mail_id), 303)


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


@bp.get("/ontwikkel/mail/<name>/bijlage/<file_name>")
@public
def letter_file(name: str, file_name: str) -> ResponseReturnValue:
    """Give a file that goes along with a mail."""
    files = folder.opened(_folder(), name).files
    file = next((one for one in files if one.name == file_name), None)
    if file is None:
        raise NotFoundError(N_("This mail has no such file."))
    answer = Response(file.content, content_type=file.kind)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
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
