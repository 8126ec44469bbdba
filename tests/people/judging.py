"""What the tests of judging names share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.people import actions
from rok_events.people.rules import Standing
from tests import make
from tests.conftest import NOW

if TYPE_CHECKING:
    from rok_events.people.models import Organisation


def typed(name: str, *emails: str) -> Organisation:
    """Let people with these addresses give an organisation that is not on the list."""
    organisation = actions.add_organisation(name, standing=Standing.PROPOSED)
    for email in emails:
        person = make.person(email=email)
        actions.affiliate(person.id, organisation.id, NOW.date())
    make.saved(organisation)
    return organisation
