"""The letters about certificates: here it is, and that one counts no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import mails as activities
from rok_events.certificates import rules
from rok_events.core import clock
from rok_events.web import signing
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from rok_events.certificates.models import Certificate
    from rok_events.mail.letters import Letter

ISSUED = "certificate_issued"
_PURPOSE = "certificate"


def issued(certificate: Certificate, email: str, *, is_new: bool) -> Letter:
    """Return the letter with a certificate; `is_new` unless it replaces another."""
    return _about(certificate, email, ISSUED, url=link(certificate), is_new=is_new)


def withdrawn(certificate: Certificate, email: str) -> Letter:
    """Return the letter that tells that a certificate counts no more, and why."""
    return _about(certificate, email, "certificate_withdrawn", reason=certificate.reason)


def link(certificate: Certificate) -> str:
    """Return the secret address of a certificate as a file, for its holder."""
    return public_url("certificates.file", token=signing.sign(_PURPOSE, str(certificate.id)))


def certificate_of(token: str) -> int | None:
    """Return the id of the certificate that such an address is of."""
    known = signing.read(_PURPOSE, token, rules.KEEP)
    return int(known) if known else None


def about(certificate: Certificate) -> str:
    """Return by which name mails are about a certificate."""
    return f"certificate:{certificate.id}"


def id_in(about: str) -> int:
    """Return the id of the certificate that a mail is about."""
    return int(about.partition(":")[2])


def _about(certificate: Certificate, email: str, template: str, **known: object) -> Letter:
    return activities.compose(
        template,
        certificate.activity,
        locale=certificate.locale,
        recipient=email,
        recipient_name=certificate.name,
        about=about(certificate),
        useless_at=clock.now() + rules.MAIL_TERM,
        **known,
    )
