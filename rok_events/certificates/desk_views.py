"""Pages for organisers: who earned a certificate of an activity, and one certificate."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from rok_events.activities import workspace_queries as activities
from rok_events.audit import actions as audit
from rok_events.audit.rules import About
from rok_events.certificates import actions, paper, queries, rules
from rok_events.certificates.forms import WithdrawForm
from rok_events.certificates.rules import REASONS, Because, Facts, Outcome
from rok_events.core import text
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.db import transaction
from rok_events.web import access, downloads
from rok_events.web.access import require
from rok_events.web.errors import sentence
from rok_events.work import entry
from rok_events.work import queries as work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.activities.models import Activity
    from rok_events.certificates.models import Certificate

bp = Blueprint("certificate_desk", __name__)

PAGE = "/beheer/activiteiten/<int:activity_id>/certificaten"
ONE = f"{PAGE}/<int:certificate_id>"


@bp.app_template_filter()
def withdrawn_because(because: Because) -> str:
    """Return why a certificate counts no more, in words."""
    return str(gettext(REASONS[because]))


@bp.app_template_filter()
def hours_long(minutes: int) -> str:
    """Return minutes in hours, as people say them."""
    return paper.length(minutes)


@bp.get(PAGE)
@require(Permission.SEE_PARTICIPANTS)
def index(activity_id: int) -> ResponseReturnValue:
    """Show who earned a certificate, who did not and why, and what was issued."""
    activity = _opened(activity_id, Permission.SEE_PARTICIPANTS)
    found = queries.standings(activity)
    counts = Counter(one.outcome for one in found)
    issued = sum(bool(one.certificate and one.certificate.is_valid) for one in found)
    return render_template(
        "certificates/index.html",
        activity=activity,
        standings=found,
        counts={outcome.value: counts[outcome] for outcome in Outcome},
        issued=issued,
        parts=-(-issued // rules.MOST_PAGES),
        refusal=_refusal(activity),
        going_on=work.going_on(actions.ISSUE, {"activity_id": activity.id}),
        may_issue=_may_issue(activity),
    )


@bp.post(PAGE)
@require(Permission.MANAGE_REGISTRATIONS)
def issue(activity_id: int) -> ResponseReturnValue:
    """Let the worker issue what was earned."""
    activity = _opened(activity_id, Permission.MANAGE_REGISTRATIONS)
    actions.refuse_issuing(activity)
    return entry.begin(
        actions.ISSUE,
        activity.title,
        {"activity_id": activity.id},
        community_id=activity.community_id,
    )


@bp.post(f"{PAGE}/alle.pdf")
@require(Permission.SEE_PARTICIPANTS)
def every_file(activity_id: int) -> ResponseReturnValue:
    """Hand out all certificates of an activity as one file, or a part of them."""
    activity = _opened(activity_id, Permission.SEE_PARTICIPANTS)
    part = max(text.number(request.form.get("deel", "")) or 1, 1)
    found = queries.valid(activity_id)[(part - 1) * rules.MOST_PAGES : part * rules.MOST_PAGES]
    if not found:
        raise ConflictError(N_("No certificate of this activity was issued yet."))
    return _handed_out(found, f"certificaten-{text.slug(activity.title)[:60]}-{part}")


@bp.get(ONE)
@require(Permission.SEE_PARTICIPANTS)
def show(activity_id: int, certificate_id: int) -> ResponseReturnValue:
    """Show one certificate: what it says, and what became of it."""
    certificate = _one(activity_id, certificate_id, Permission.SEE_PARTICIPANTS)
    activity = activities.get(activity_id)
    return render_template(
        "certificates/show.html",
        certificate=certificate,
        activity=activity,
        facts=Facts.read(certificate.facts),
        code=rules.written(certificate.code),
        earlier=[one for one in queries.earlier(certificate) if one is not certificate],
        refusal=_refusal(activity),
        may_issue=_may_issue(activity),
    )


@bp.post(f"{ONE}/certificaat.pdf")
@require(Permission.SEE_PARTICIPANTS)
def file(activity_id: int, certificate_id: int) -> ResponseReturnValue:
    """Hand out one certificate, also one that counts no more."""
    certificate = _one(activity_id, certificate_id, Permission.SEE_PARTICIPANTS)
    return _handed_out([certificate], paper.file_name(certificate))


@bp.post(f"{ONE}/versturen")
@require(Permission.MANAGE_REGISTRATIONS)
def send(activity_id: int, certificate_id: int) -> ResponseReturnValue:
    """Mail a certificate once more."""
    _one(activity_id, certificate_id, Permission.MANAGE_REGISTRATIONS)
    with transaction():
        actions.send_again(certificate_id)
    flash(gettext("The certificate is on its way once more."), "ok")
    return _to(activity_id, certificate_id)


@bp.post(f"{ONE}/opnieuw")
@require(Permission.MANAGE_REGISTRATIONS)
def again(activity_id: int, certificate_id: int) -> ResponseReturnValue:
    """Issue a certificate anew, with what is known now."""
    _one(activity_id, certificate_id, Permission.MANAGE_REGISTRATIONS)
    with transaction():
        made = actions.issue_again(certificate_id)
    flash(gettext("A new certificate was issued."), "ok")
    return _to(activity_id, made.id)


@bp.get(f"{ONE}/intrekken")
@require(Permission.MANAGE_REGISTRATIONS)
def ask_withdraw(activity_id: int, certificate_id: int) -> ResponseReturnValue:
    """Ask why a certificate counts no more."""
    certificate = _one(activity_id, certificate_id, Permission.MANAGE_REGISTRATIONS)
    return _withdraw_page(certificate, WithdrawForm())


@bp.post(f"{ONE}/intrekken")
@require(Permission.MANAGE_REGISTRATIONS)
def withdraw(activity_id: int, certificate_id: int) -> ResponseReturnValue:
    """Let a certificate count no more."""
    certificate = _one(activity_id, certificate_id, Permission.MANAGE_REGISTRATIONS)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _withdraw_page(certificate, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        actions.withdraw(certificate_id, form.reason.data or "")
    flash(gettext("The certificate was withdrawn."), "ok")
    return _to(activity_id, certificate_id)


def _opened(activity_id: int, permission: Permission) -> Activity:
    activity = activities.get(activity_id)
    access.check(permission, activity.community_id)
    return activity


def _one(activity_id: int, certificate_id: int, permission: Permission) -> Certificate:
    certificate = queries.get(certificate_id)
    if certificate.activity_id != activity_id:
        raise NotFoundError(queries.UNKNOWN)
    access.check(permission, certificate.activity.community_id)
    return certificate


def _may_issue(activity: Activity) -> bool:
    return access.visitor().may(Permission.MANAGE_REGISTRATIONS, activity.community_id)


def _refusal(activity: Activity) -> str:
    """Return why nothing can be issued now; empty if it can."""
    try:
        actions.refuse_issuing(activity)
    except ConflictError as error:
        return sentence(error)
    return ""


def _handed_out(certificates: Sequence[Certificate], name: str) -> ResponseReturnValue:
    made = paper.pdf(certificates)
    activity = certificates[0].activity
    with transaction():
        audit.note(
            About(activity=activity.id, community=activity.community_id),
            N_("Certificates were downloaded."),
            after={"rows": len(certificates)},
        )
    return downloads.pdf(made, name)


def _withdraw_page(certificate: Certificate, form: WithdrawForm) -> str:
    activity = activities.get(certificate.activity_id)
    return render_template(
        "certificates/withdraw.html", certificate=certificate, activity=activity, form=form
    )


def _to(activity_id: int, certificate_id: int) -> ResponseReturnValue:
    page = url_for(".show", activity_id=activity_id, certificate_id=certificate_id)
    return redirect(page, HTTPStatus.SEE_OTHER)
