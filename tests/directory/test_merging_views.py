"""Merging two from the workspace: choosing, comparing, deciding which stays, and undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rok_events.audit.models import TrailRow
from rok_events.db import db
from rok_events.directory import rules
from rok_events.people.merging_models import Merge
from rok_events.people.models import Organisation, Person
from rok_events.work import tasks
from rok_events.work.models import Work
from tests import make
from tests.directory.test_views import here, known

if TYPE_CHECKING:
    import pytest
    from flask.testing import FlaskClient

    from rok_events.communities.models import Community

__all__ = ["here"]


def test_doubles_are_compared_merged_and_parted(client: FlaskClient, here: Community) -> None:
    anna = known(here, name="Anna de Vries")
    nameless = known(here, name="Anna de Vries", email=None)

    assert "Anna de Vries" in client.get("/beheer/mensen/dubbel").text
    page = client.get(f"/beheer/mensen/{nameless.id}/samenvoegen?met={anna.id}")
    assert f'name="kept" value="{anna.id}"' in " ".join(page.text.split())

    done = client.post(
        f"/beheer/mensen/{nameless.id}/samenvoegen?met={anna.id}", data={"kept": anna.id}
    )

    assert done.location == f"/beheer/mensen/{anna.id}"
    assert nameless.merged_into_id == anna.id
    assert client.get(f"/beheer/mensen/{nameless.id}").location == done.location
    assert "Anna de Vries" not in client.get("/beheer/mensen/dubbel").text

    (merge,) = db.session.scalars(select(Merge)).all()
    assert "Anna de Vries" in client.get("/beheer/samenvoegingen").text
    client.post(f"/beheer/samenvoegingen/{merge.id}/ongedaan")

    assert nameless.merged_into_id is None


def test_organisations_are_searched_compared_and_merged(
    client: FlaskClient, here: Community
) -> None:
    kern = make.organisation(name="De Kern")
    double = make.organisation(name="Kern Deventer")
    page = f"/beheer/organisaties/{double.id}/samenvoegen"

    assert "De Kern" in client.get(f"{page}?q=kern").text
    assert client.get(f"{page}?met={kern.id}&blijft={kern.id}").status_code == 200
    client.post(f"{page}?met={kern.id}", data={"kept": kern.id})

    assert db.session.get_one(Organisation, double.id).merged_into_id == kern.id


def test_who_is_known_elsewhere_too_is_not_merged(client: FlaskClient, here: Community) -> None:
    anna, ans = known(here), known(here)
    make.registration(person=ans)

    answer = client.post(
        f"/beheer/mensen/{anna.id}/samenvoegen?met={ans.id}", data={"kept": anna.id}
    )

    assert answer.status_code == 403
    assert "niet van jou" in answer.text
    assert db.session.get_one(Person, ans.id).merged_into_id is None


def test_two_places_are_told_on_the_page(client: FlaskClient, here: Community) -> None:
    anna, ans = known(here, name="Anna"), make.person()
    activity = make.activity(community=here, title="Casustafel hechting")
    for person in (anna, ans):
        make.registration(person=person, activity=activity)

    answer = client.post(
        f"/beheer/mensen/{anna.id}/samenvoegen?met={ans.id}", data={"kept": anna.id}
    )

    assert answer.status_code == 409
    assert "Anna staat twee keer op de lijst van “Casustafel hechting”." in answer.text


def test_what_takes_long_is_done_by_the_worker(
    client: FlaskClient, here: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 0)
    anna, ans = known(here), known(here)

    answer = client.post(
        f"/beheer/mensen/{anna.id}/samenvoegen?met={ans.id}", data={"kept": anna.id}
    )

    (work,) = db.session.scalars(select(Work)).all()
    assert answer.location == f"/beheer/werk/{work.id}"
    tasks.do()
    assert db.session.get_one(Person, ans.id).merged_into_id == anna.id

    (merge,) = db.session.scalars(select(Merge)).all()
    monkeypatch.setattr(rules, "weight", lambda _steps: 1)
    db.session.commit()
    parting = client.post(f"/beheer/samenvoegingen/{merge.id}/ongedaan")
    tasks.do()

    assert db.session.get_one(Person, ans.id).merged_into_id is None
    assert f"/beheer/mensen/{ans.id}" in client.get(parting.location).text


def test_organisers_of_every_network_concerned_read_of_a_merge(
    client: FlaskClient, here: Community
) -> None:
    anna, ans = known(here), known(here)
    kern, double = make.organisation(), make.organisation()
    make.registration(organisation=double, activity=make.activity(community=here))

    for kept, gone, kind in ((anna, ans, "mensen"), (kern, double, "organisaties")):
        page = f"/beheer/{kind}/{kept.id}/samenvoegen?met={gone.id}"
        assert client.post(page, data={"kept": kept.id}).status_code == 303

    rows = db.session.scalars(select(TrailRow).where(TrailRow.thing.contains("merged"))).all()
    assert [row.community_id for row in rows] == [here.id] * 4
