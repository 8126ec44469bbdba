"""Pages for everybody: is a certificate real? And the file, by the link of its holder."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from rok_events.certificates import mails, paper, queries, rules
from rok_events.certificates.rules import Facts
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_
from rok_events.web import downloads, limits
from rok_events.web.access import by_link, public
from rok_events.web.limits import limiter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from rok_events.certificates.models import Certificate

bp = Blueprint("certificates", __name__)

GONE = N_(
    "This link is not valid any more. Was your certificate corrected? Then use the link in your "
    "latest mail."
)


@bp.app_template_filter()
def certificate_link(certificate: Certificate) -> str:
    """Return the secret address of a certificate as a file."""
    return mails.link(certificate)


@bp.app_template_global()
def certificates_of(person_id: int) -> Sequence[Certificate]:
    """Return somebody's valid certificates, for the pages of a registration and of an address."""
    return queries.of_person(person_id)


@bp.get("/certificaat")
@limiter.limit(limits.CHECKS_PER_ORIGIN)
@public
def ask() -> ResponseReturnValue:
    """Ask for the code of a certificate, and go to the page that tells whether it is real."""
    typed = request.args.get("code", "")[:100]
    if code := rules.read_code(typed):
        return redirect(url_for(".check", code=rules.written(code)), HTTPStatus.SEE_OTHER)
    return render_template("certificates/ask.html", typed=typed, is_wrong="code" in request.args)


@bp.get("/certificaat/<code>")
@limiter.limit(limits.CHECKS_PER_ORIGIN)
@by_link
def check(code: str) -> ResponseReturnValue:
    """Tell whoever holds a certificate whether it is valid, withdrawn or unknown."""
    read = rules.read_code(code[:100])
    found = queries.find_by_code(read) if read else None
    if found is None:
        page = render_template("certificates/unknown.html", typed=code[:100])
        return page, HTTPStatus.NOT_FOUND
    return render_template(
        "certificates/check.html",
        certificate=found,
        facts=Facts.read(found.facts),
        code=rules.written(found.code),
    )


@bp.get("/certificaat/<token>.pdf")
@by_link
def file(token: str) -> ResponseReturnValue:
    """Hand its holder a certificate, as long as it counts."""
    certificate_id = mails.certificate_of(token)
    if certificate_id is None:
        raise NotFoundError(GONE)
    certificate = queries.get(certificate_id)
    if not certificate.is_valid or not certificate.name:
        raise NotFoundError(GONE)
    return downloads.pdf(paper.pdf([certificate]), paper.file_name(certificate))
