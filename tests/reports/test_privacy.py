"""Nothing of insight names a person, a small organisation or a case: no page, no file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from rok_events.accounts.rules import Role
from rok_events.activities.kinds import Kind
from rok_events.network.exports.formats import FORMATS
from tests import make, visitors
from tests.conftest import NOW
from tests.network.scenes import meeting
from tests.network.workbooks import unpacked

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

SECRETS = (b"Praktijk Linde", b"Huilbaby Sem", b"Petra de Vries")


@pytest.fixture
def lead(client: FlaskClient) -> FlaskClient:
    """A lead of a network with two large organisations, and a small one at a case table."""
    community = make.community(slug="rok-deventer")
    ggd, dimence = (make.organisation(name=name) for name in ("GGD", "Dimence"))
    held = NOW - timedelta(days=30)
    meeting({ggd: 3, dimence: 3}, community=community, kind=Kind.TRAINING, starts_at=held)
    case = meeting({ggd: 3, dimence: 3}, community=community, title="Huilbaby Sem", starts_at=held)
    make.attendance(
        session=case.sessions[0],
        organisation=make.organisation(name="Praktijk Linde"),
        person=make.person(name="Petra de Vries"),
    )
    visitors.sign_in(client, make.account(Role.LEAD, in_=community))
    return client


def addresses(app: Flask) -> list[str]:
    """Return what a lead can open about the network, with the values that there are."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/inzicht")]
    values: dict[str, Any] = {"one_id": 1, "other_id": 2, "slug": "ggd"}
    found = []
    for rule in rules:
        if "GET" not in (rule.methods or ()):
            continue
        formats = ("csv", "xlsx") if "deelname" in rule.rule else FORMATS
        several: list[dict[str, Any]] = (
            [{"file_format": one} for one in formats] if "file_format" in rule.arguments else [{}]
        )
        with app.test_request_context():
            found += [
                app.url_for(
                    rule.endpoint, **{k: values[k] for k in rule.arguments & values.keys()}, **extra
                )
                for extra in several
            ]
    return found


def test_every_page_and_file_of_insight(lead: FlaskClient, app: Flask) -> None:
    paths = addresses(app)
    assert len(paths) > 15

    told = {
        path: [secret for secret in SECRETS if secret in unpacked(lead.get(path).data)]
        for path in paths
    }

    assert {path: secrets for path, secrets in told.items() if secrets} == {}


def test_what_was_published(lead: FlaskClient, app: Flask) -> None:
    lead.post("/inzicht/publiceren", data={"toon": "beeld"})

    page = app.test_client().get("/netwerken/rok-deventer").data

    assert b"Dimence" in page
    assert not [secret for secret in SECRETS if secret in page]
