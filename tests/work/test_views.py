"""Pages of long work: who may see what, how far it is, and stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events import jobs
from rok_events.accounts.rules import Role
from rok_events.db import db, transaction
from rok_events.work import actions, progress, queries, tasks
from rok_events.work.rules import WorkState
from tests import make, visitors
from tests.work import building

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.accounts.models import Account
    from rok_events.communities.models import Community

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def community(app: Flask, database: None) -> Community:
    """A community; nothing is noted beside the queue."""
    jobs.queue(app).storage.flush_results()
    return make.community()


@pytest.fixture
def organiser(client: FlaskClient, community: Community) -> Account:
    """An organiser who has signed in."""
    account = make.account(Role.ORGANISER, community)
    visitors.sign_in(client, account)
    return account


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200, address
    return answer.text


def begun(organiser: Account) -> int:
    """Start work, and let a worker say that it is at it."""
    work_id = building.start(account_id=organiser.id).id
    with transaction():
        actions.claim(work_id, None)
    progress.Progress(work_id).of(20)
    return work_id


@pytest.mark.parametrize(
    ("role", "is_here", "sees"),
    [
        (Role.ADMINISTRATOR, True, True),
        (Role.ADMINISTRATOR, False, False),
        (Role.ORGANISER, True, False),
        (Role.ORGANISER, None, False),
        (Role.ADMINISTRATOR, None, True),
    ],
)
def test_others_see_it_only_as_administrators_of_that_community(
    client: FlaskClient, community: Community, role: Role, *, is_here: bool | None, sees: bool
) -> None:
    work_id = building.start(community_id=community.id, account_id=make.account().id).id
    where = None if is_here is None else community if is_here else make.community()
    visitors.sign_in(client, make.account(role, where))

    one = f"/beheer/werk/{work_id}"
    found = [client.get(one), client.get(f"{one}/stand"), client.post(f"{one}/stoppen")]

    assert [answer.status_code for answer in found] == (
        [200, 200, 303] if sees else [404, 404, 404]
    )
    assert progress.is_to_stop(work_id) == sees
    assert ("plan.csv" in text(client, "/beheer/werk")) == sees


def test_who_started_it_sees_how_far_it_is(client: FlaskClient, organiser: Account) -> None:
    work_id = begun(organiser)
    jobs.keep_note(f"work:{work_id}", f"5 20 {make.LONG_AGO.isoformat()}")

    page = text(client, f"/beheer/werk/{work_id}")
    told = client.get(f"/beheer/werk/{work_id}/stand", headers=ENGLISH)
    same = client.get(
        f"/beheer/werk/{work_id}/stand", headers={**ENGLISH, "If-None-Match": told.headers["ETag"]}
    )

    assert "Is being done: 25%" in page
    assert "Look how far it is now" in page
    assert told.json == {
        "words": "Is being done: 25%",
        "done": 5,
        "total": 20,
        "isOver": False,
    }
    assert told.headers["Cache-Control"] == "no-store"
    assert same.status_code == 304
    assert "Found networks" in text(client, "/beheer/werk")


def test_stopping_is_answered_while_it_goes_on(client: FlaskClient, organiser: Account) -> None:
    work_id = begun(organiser)

    answer = client.post(f"/beheer/werk/{work_id}/stoppen", headers=ENGLISH)

    assert answer.status_code == 303
    assert "Is being stopped" in text(client, answer.location)
    assert client.get(f"/beheer/werk/{work_id}/stand").json["isOver"] is False  # type: ignore[index]


def test_stopping_what_is_done_is_too_late(client: FlaskClient, organiser: Account) -> None:
    work_id = building.start(account_id=organiser.id).id
    tasks.do()

    answer = client.post(f"/beheer/werk/{work_id}/stoppen", headers=ENGLISH)

    assert "It was too late to stop" in text(client, answer.location)
    assert not progress.is_to_stop(work_id)
    assert queries.get(work_id).state is WorkState.DONE


@pytest.mark.parametrize(
    ("fails", "words"),
    [
        ("refused", "Het huis is full."),
        ("faulty", "Noor@Example.org is no name."),
        ("broken", "Something went wrong here"),
    ],
)
def test_what_went_wrong_is_said(
    client: FlaskClient, organiser: Account, fails: str, words: str
) -> None:
    work_id = building.start(account_id=organiser.id, fails=fails).id
    tasks.do()

    page = text(client, f"/beheer/werk/{work_id}")

    assert words in page
    assert "data-progress" not in page


def test_a_queue_that_is_away_stops_nothing_and_says_so(
    client: FlaskClient, organiser: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_id = begun(organiser)
    monkeypatch.setattr(jobs, "keep_note", lambda _name, _words: False)

    answer = client.post(f"/beheer/werk/{work_id}/stoppen", headers=ENGLISH)

    assert "Stopping did not work" in text(client, answer.location)


def test_a_new_organiser_hears_what_will_stand_here(
    client: FlaskClient, organiser: Account
) -> None:
    assert "There is no long work" in text(client, "/beheer/werk")


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_as_much_for_many_as_for_one(
    client: FlaskClient, organiser: Account, queries: list[str], number: int
) -> None:
    for _ in range(number):
        building.start(account_id=organiser.id)
    db.session.rollback()
    queries.clear()

    client.get("/beheer/werk")

    assert len(queries) == 2
