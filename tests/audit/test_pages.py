"""Who changed what, as people read it: in Dutch, only what is theirs, and masked where need be."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import html5lib
import pytest
from sqlalchemy import insert, select

from rok_events.accounts import management_actions as management
from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.activities import actions as activities
from rok_events.audit import chain
from rok_events.audit.actor import on_behalf_of
from rok_events.audit.models import TrailRow
from rok_events.core import clock
from rok_events.core.permissions import Permission
from rok_events.db import db, transaction
from rok_events.people import actions as people
from rok_events.web.access import Visitor
from tests import make, visitors

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from rok_events.accounts.models import Account
    from rok_events.activities.models import Activity
    from rok_events.communities.models import Community

pytestmark = pytest.mark.usefixtures("database")

PAGE = "/beheer/logboek"


@dataclass(frozen=True)
class Scene:
    """A network with its organiser, who called an activity off."""

    community: Community
    organiser: Account
    activity: Activity


@pytest.fixture
def scene(database: None) -> Scene:
    community = make.community(name="ROK Deventer")
    organiser = make.account(Role.ORGANISER, community, name="Olga Organisator")
    activity = make.activity(community=community, title="Casustafel wonen")
    with on_behalf_of(organiser.id), transaction():
        activities.cancel(activity.id, "De spreker is ziek.")
    return Scene(community, organiser, activity)


def words(page: TestResponse) -> str:
    """Return what the page says, on one line."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    main = tree.find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).split())


def test_a_change_reads_as_a_sentence(client: FlaskClient, scene: Scene) -> None:
    visitors.sign_in(client, scene.organiser)

    told = words(client.get(PAGE))

    assert "Activiteit gewijzigd" in told
    assert "Reden van afgelasten: \u2018De spreker is ziek.\u2019" in told
    assert "Stand: van gepubliceerd naar gaat niet door" in told
    assert "Olga Organisator" in told
    assert "15 januari 2027, 11.00" in told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("over=activity:{activity}", True),
        ("over=activity:999999", False),
        ("wie=ik", True),
        ("wie=deelnemers", False),
        ("wat=activity", True),
        ("wat=gebeurd", False),
        ("van=2027-01-15&tot=2027-01-15", True),
        ("van=2027-01-16", False),
        ("tot=2027-01-14", False),
        ("over=onzin&wie=%00&wat=x&van=nooit&voor=a", True),
    ],
)
def test_one_searches_by_subject_person_thing_and_period(
    client: FlaskClient, scene: Scene, query: str, *, found: bool
) -> None:
    visitors.sign_in(client, scene.organiser)

    told = words(client.get(f"{PAGE}?{query.format(activity=scene.activity.id)}"))

    assert ("Reden van afgelasten" in told) is found


def test_the_tab_of_an_activity_shows_only_its_own(client: FlaskClient, scene: Scene) -> None:
    other = make.activity(community=scene.community, title="Training")
    visitors.sign_in(client, scene.organiser)

    own = words(client.get(f"/beheer/activiteiten/{scene.activity.id}/logboek"))
    others = words(client.get(f"/beheer/activiteiten/{other.id}/logboek"))

    assert "Activiteit gewijzigd" in own
    assert "Niets gevonden in het logboek" in others


def test_an_organiser_sees_only_their_own_networks(client: FlaskClient, scene: Scene) -> None:
    elsewhere = make.account(Role.ORGANISER, make.community())
    visitors.sign_in(client, elsewhere)

    assert "Reden van afgelasten" not in words(client.get(PAGE))
    assert client.get(f"/beheer/activiteiten/{scene.activity.id}/logboek").status_code == 403


def test_what_was_done_with_accounts_only_shows_to_who_manages_them(
    client: FlaskClient, scene: Scene
) -> None:
    somebody = make.account(Role.HOST, scene.community, name="Hans Host")
    administrator = make.account(Role.ADMINISTRATOR, scene.community)
    with transaction():
        db.session.refresh(somebody)
        management.withdraw(somebody, somebody.grants[0].id)
    other = client.application.test_client()

    visitors.sign_in(client, scene.organiser)
    visitors.sign_in(other, administrator)

    assert "Hans Host" not in words(client.get(PAGE))
    assert "Hans Host" in words(other.get(PAGE))


def test_personal_values_show_only_with_the_permission(
    app: Flask, client: FlaskClient, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make.person(name="Kim de Vries")
    with transaction():
        activities.count_places(scene.activity, taken=0, waiting=0)
        db.session.refresh(scene.activity)
        scene.activity.summary = "Anders"
        people.introduce(db.session.merge(person), "Kim Jansen")

    def come(*permissions: Permission) -> str:
        grants: dict[int | None, frozenset[Permission]] = {
            scene.community.id: frozenset(permissions)
        }
        visitor = Visitor(scene.organiser.id, "Robin", grants)
        monkeypatch.setitem(app.extensions, "access", lambda: visitor)
        return words(client.get(PAGE))

    seen = come(*PERMISSIONS[Role.ORGANISER])
    assert "Naam: van \u2018Kim de Vries\u2019 naar \u2018Kim Jansen\u2019" in seen
    masked = come(Permission.SEE_AUDIT)
    assert "Naam: gewijzigd, niet zichtbaar voor jou" in masked
    assert "Kim" not in masked


def test_one_pages_to_older_and_back(client: FlaskClient, scene: Scene) -> None:
    grow(120, scene)
    visitors.sign_in(client, scene.organiser)

    first = client.get(PAGE)
    second = client.get(link(first, "Ouder"))
    third = client.get(link(second, "Ouder"))
    back = client.get(link(third, "Nieuwer"))

    assert [numbers(page) for page in (first, second, third)] == [
        [*range(121, 71, -1)],
        [*range(71, 21, -1)],
        [*range(21, 0, -1)],
    ]
    assert numbers(back) == numbers(second)
    assert link(first, "Nieuwer") is None
    assert link(third, "Ouder") is None


def test_a_file_holds_the_same_and_is_told_itself(client: FlaskClient, scene: Scene) -> None:
    visitors.sign_in(client, scene.organiser)

    answer = client.get(f"{PAGE}.csv?wat=activity")

    lines = [*csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")]
    assert [line[3] for line in lines] == ["Wat", "Activiteit gewijzigd"]
    assert "Het logboek is gedownload." in words(client.get(PAGE))


def test_ten_thousand_rows_take_as_many_queries_as_ten(
    client: FlaskClient, scene: Scene, queries: list[str]
) -> None:
    visitors.sign_in(client, scene.organiser)
    counts = []
    for rows in (10, 10_000):
        grow(rows, scene)
        db.session.remove()
        queries.clear()
        assert client.get(PAGE).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12


def grow(rows: int, scene: Scene) -> None:
    """Add rows about the activity; that the chain breaks here matters to no page."""
    last = db.session.scalar(select(TrailRow).order_by(TrailRow.number.desc()).limit(1))
    assert last is not None
    copied = {name: getattr(last, name) for name in ("hash", *chain.LINK)}
    made = [
        copied
        | {"number": last.number + n, "happened_at": clock.now() + timedelta(seconds=n)}
        | {"told": json.dumps({"title": ["A", "B"]})}
        for n in range(1, rows + 1)
    ]
    db.session.execute(insert(TrailRow), made)
    db.session.commit()


def link(page: TestResponse, text: str) -> str | None:
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    found = (one.get("href") for one in tree.iter("a") if (one.text or "").strip() == text)
    return next(found, None)


def numbers(page: TestResponse) -> list[int]:
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    texts = ((one.text or "").strip() for one in tree.iter("span"))
    return [int(text.split()[1]) for text in texts if text.startswith("nummer ")]
