"""What people eat and need: counted for who cooks, and shown to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rok_events.activities.models import Question
from rok_events.activities.rules import QuestionKind
from rok_events.core.permissions import Permission
from rok_events.registrations import needs
from rok_events.registrations.needs import Told, Total
from rok_events.registrations.rules import Status
from rok_events.web.access import Visitor
from tests import make
from tests.registrations.reading import look

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity

DIET = Question(id=1, label="Dieet", is_sensitive=True)
STAIRS = Question(id=2, label="Kun je de trap op?", is_sensitive=True)
SHIRT = Question(id=3, label="Maat", is_sensitive=False)


def told(**answers: object) -> Told:
    return Told(
        1, "Ans", None, "", {name.removeprefix("q"): said for name, said in answers.items()}
    )


def test_answers_are_counted_and_a_no_asks_for_nothing() -> None:
    everybody = [
        told(q1=["vegan", "geen noten"], q2=False, q3="M"),
        told(q1=["vegan"], q2=True),
        told(q1="", q3="L"),
        told(),
    ]

    assert needs.totals([DIET, STAIRS, SHIRT], everybody) == [
        Total("Dieet", [("vegan", 2), ("geen noten", 1)]),
        Total("Kun je de trap op?", [("yes", 1)]),
    ]
    assert [one.needs for one in needs.people([DIET, STAIRS, SHIRT], everybody)] == [
        [("Dieet", ["vegan", "geen noten"])],
        [("Dieet", ["vegan"]), ("Kun je de trap op?", ["yes"])],
    ]


def test_a_remark_alone_is_a_need() -> None:
    assert needs.people([], [told()._replace(remarks="rolstoel")])


@pytest.fixture
def activity(database: None) -> Activity:
    """One question on food and one on something else, answered by somebody with a place."""
    activity = make.activity(title="Hechting")
    activity.questions = [
        Question(kind=QuestionKind.TEXT, label="Wat eet je?", position=1, is_sensitive=True),
        Question(kind=QuestionKind.TEXT, label="Wat leer je?", position=2),
    ]
    make.saved(activity)
    food, other = (str(question.id) for question in activity.questions)
    for status, eats in ((Status.CONFIRMED, "vegetarisch"), (Status.WAITING, "halal")):
        answers = {food: eats, other: "hechting"}
        make.registration(activity=activity, status=status, remarks="rolstoel", answers=answers)
    return activity


def come_as(app: Flask, monkeypatch: pytest.MonkeyPatch, activity: Activity, *may: str) -> None:
    granted = {Permission.SEE_PARTICIPANTS, *map(Permission, may)}
    account = make.account(role=None)
    visitor = Visitor(account.id, "Robin", {activity.community_id: frozenset(granted)})
    monkeypatch.setitem(app.extensions, "access", lambda: visitor)


@pytest.mark.parametrize(
    ("may", "seen"),
    [
        pytest.param([], [], id="only looks"),
        pytest.param([Permission.MANAGE_REGISTRATIONS], ["hechting"], id="manages"),
        pytest.param(
            [Permission.MANAGE_REGISTRATIONS, Permission.SEE_NEEDS],
            ["hechting", "vegetarisch", "rolstoel"],
            id="sees needs",
        ),
    ],
)
def test_each_sees_what_concerns_them(
    app: Flask,
    client: FlaskClient,
    activity: Activity,
    monkeypatch: pytest.MonkeyPatch,
    may: list[str],
    seen: list[str],
) -> None:
    table = f"/beheer/activiteiten/{activity.id}/aanmeldingen"
    come_as(app, monkeypatch, activity, *may)
    registration = make.registration(
        activity=activity,
        remarks="rolstoel",
        answers={str(activity.questions[0].id): "vegetarisch"},
    )

    def words(address: str) -> list[str]:
        text = client.get(table + address).text
        # The answers of one registration hold no "hechting".
        return [word for word in ("vegetarisch", "rolstoel") if word in text]

    wanted = [word for word in seen if word != "hechting"]
    assert words(f"/{registration.id}") == wanted
    assert words("/lijst.csv?behoeften=1") == wanted
    assert words("/lijst.csv") == words("") == []
    assert ("hechting" in client.get(f"{table}/lijst.csv").text.lower()) is ("hechting" in seen)
    assert client.get(f"{table}/behoeften").status_code == (200 if wanted else 403)


def test_the_page_counts_those_with_a_place(
    app: Flask, client: FlaskClient, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_as(app, monkeypatch, activity, Permission.SEE_NEEDS)

    page = look(client, f"/beheer/activiteiten/{activity.id}/aanmeldingen/behoeften").text

    assert "One of them needs something." in page
    assert "vegetarisch (Wat eet je?)" in page
    assert "halal" not in page


def test_without_needs_the_page_says_what_will_stand_there(
    app: Flask, client: FlaskClient, database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = make.activity()
    come_as(app, monkeypatch, activity, Permission.SEE_NEEDS)

    page = look(client, f"/beheer/activiteiten/{activity.id}/aanmeldingen/behoeften").text

    assert "Nobody needs anything special" in page
