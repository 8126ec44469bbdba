"""How certificates are printed: from their rows alone, so that one row gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import segno
from flask_babel import force_locale, gettext, ngettext

from rok_events.activities.kinds import TRAITS, Kind
from rok_events.certificates import rules
from rok_events.certificates.rules import Facts
from rok_events.core import colour, text
from rok_events.documents import typesetting
from rok_events.web import dates
from rok_events.web.links import public_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.certificates.models import Certificate

Data = dict[str, object]

TEMPLATE = "certificate.typ"


@dataclass(frozen=True)
class _Period:
    starts_at: datetime
    ends_at: datetime


def pdf(certificates: Sequence[Certificate]) -> bytes:
    """Return one or more certificates of an activity as one file."""
    latest = max(one.issued_at for one in certificates)
    return typesetting.pdf(TEMPLATE, data(certificates), latest)


def data(certificates: Sequence[Certificate]) -> Data:
    """Return what stands on certificates of an activity, each in its own language."""
    first = certificates[0]
    facts = Facts.read(first.facts)
    shades = colour.light_scale(facts.accent)
    with force_locale(first.locale):
        title = gettext("Certificate: %(title)s", title=facts.title)
    return {
        "title": title,
        "network": facts.network,
        "language": first.locale,
        "accent": shades[500],
        "wash": shades[100],
        "certificates": [_one(certificate) for certificate in certificates],
    }


def file_name(certificate: Certificate) -> str:
    """Return what a certificate is called on a disk."""
    return f"certificaat-{text.slug(certificate.facts['title'])[:60]}-{certificate.code}"


def length(minutes: int) -> str:
    """Return minutes in hours, as people say them."""
    hours, rest = divmod(minutes, 60)
    parts = [
        ngettext("%(num)d hour", "%(num)d hours", hours) if hours else "",
        ngettext("%(num)d minute", "%(num)d minutes", rest) if rest or not hours else "",
    ]
    return str(gettext(" and ")).join(filter(None, parts))


def address(code: str) -> str:
    """Return where a certificate can be checked."""
    return public_url("certificates.check", code=rules.written(code))


def _one(certificate: Certificate) -> Data:
    facts, locale = Facts.read(certificate.facts), certificate.locale
    code = rules.written(certificate.code)
    with force_locale(locale):
        return {
            "language": locale,
            "network": facts.network,
            "heading": gettext("Certificate"),
            "given_to": gettext("This certificate was given to"),
            "name": certificate.name,
            "took_part": gettext("who took part in"),
            "kind": gettext(TRAITS[Kind(facts.kind)].name),
            "title": facts.title,
            "when": gettext("Was there on"),
            "sessions": [
                dates.when(_Period(*map(datetime.fromisoformat, session)), locale)
                for session in facts.sessions
            ],
            "facts": [
                (gettext("Present"), length(facts.present)),
                (gettext("Length of the whole"), length(facts.held)),
                *((name, value) for name, value in _where(facts) if value),
            ],
            "columns": [
                gettext("Professional register"),
                gettext("Accreditation number"),
                gettext("Points"),
                gettext("Register number"),
            ],
            "accreditations": [
                [register, number, points, certificate.numbers.get(register, "")]
                for register, number, points in facts.accreditations
            ],
            "issued": gettext(
                "Issued on %(day)s by %(network)s.",
                day=dates.brief(certificate.issued_at, locale),
                network=facts.network,
            ),
            "check": gettext("Is this certificate real? Scan the code, or fill it in at"),
            "site": public_url("certificates.ask"),
            "code_words": gettext("Code"),
            "code": code,
            "qr": _qr(certificate.code),
            "qr_words": gettext("QR code that leads to the page where this is checked"),
            "page": gettext("Page {page} of {pages}"),
        }


def _where(facts: Facts) -> list[tuple[str, str]]:
    return [(gettext("Where"), facts.place), (gettext("Hosted by"), facts.host)]


def _qr(code: str) -> str:
    """Return the address of the check page as squares; a quarter of them may be damaged."""
    # Looking for the best of eight patterns takes eight times as long; readers take any.
    made = segno.make_qr(address(code), error="q", mask=3, boost_error=False)
    return made.svg_inline(border=4, dark="black", light="white", omitsize=True)
