"""What people type into an address: an answer, whatever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from tests import make, visitors

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/beheer/mail/99999999999999999999", 404, id="number no row has"),
        pytest.param("/activiteiten/a%00b", 404, id="NUL in a name"),
        pytest.param("/beheer/mail?page=99999999999999999999", 200, id="page far away"),
        pytest.param("/beheer/mail?activiteit=2147483648", 200, id="number too large to be an id"),
        pytest.param("/beheer/mail?q=a%00b", 200, id="NUL in words"),
        pytest.param(f"/beheer/mail?q={'x' * 60_000}", 200, id="words without end"),
    ],
)
def test_an_odd_address_gets_an_answer(client: FlaskClient, address: str, status: int) -> None:
    visitors.sign_in(client, make.account(Role.ADMINISTRATOR))

    assert client.get(address).status_code == status
