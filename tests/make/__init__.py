"""Makers of test data: `make.activity(capacity=1)`. Defaults are valid, small, always the same."""

from __future__ import annotations

from tests.make.accounts import account, identity, passkey, session, work
from tests.make.activities import (
    activity,
    attendance,
    certificate,
    guest,
    invited_organisation,
    question,
    registration,
    sector_pair,
    table_wish,
)
from tests.make.letters import claimed, incoming, mail, message
from tests.make.people import affiliation, community, merge, organisation, person
from tests.make.rows import LONG_AGO, SPRING, saved

__all__ = [
    "LONG_AGO",
    "SPRING",
    "account",
    "activity",
    "affiliation",
    "attendance",
    "certificate",
    "claimed",
    "community",
    "guest",
    "identity",
    "incoming",
    "invited_organisation",
    "mail",
    "merge",
    "message",
    "organisation",
    "passkey",
    "person",
    "question",
    "registration",
    "saved",
    "sector_pair",
    "session",
    "table_wish",
    "work",
]
