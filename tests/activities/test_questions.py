"""What an activity asks of whoever registers: made, changed and put in order by organisers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.activities import actions, question_actions
from rok_events.activities.models import Question
from rok_events.activities.rules import QuestionKind, QuestionPlan, State
from rok_events.core.errors import ConflictError, NotFoundError
from rok_events.db import db
from tests import make
from tests.visitors import sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from rok_events.activities.models import Activity

pytestmark = pytest.mark.usefixtures("database")

CHOICE = {"label": "Wat eet je?", "kind": "several", "options": "Vlees\n\nVegan\nVegan\n"}


def asking(*labels: str, **given: object) -> Activity:
    made = make.activity(**given)
    made.questions = [
        Question(position=n, kind=QuestionKind.TEXT, label=label)
        for n, label in enumerate(labels, 1)
    ]
    db.session.commit()
    return made


def labels(activity: Activity) -> list[str]:
    db.session.commit()
    db.session.expire_all()
    return [question.label for question in activity.questions]


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [
        ("a", 2, "bac"),
        ("a", 3, "bca"),
        ("c", 1, "cab"),
        ("b", 2, "abc"),
        ("a", 99, "bca"),
        ("c", -5, "cab"),
    ],
)
def test_a_question_is_put_at_a_place(moved: str, place: int, order: str) -> None:
    made = asking("a", "b", "c")

    question_actions.move(next(q.id for q in made.questions if q.label == moved), place)

    assert labels(made) == list(order)
    assert [question.position for question in made.questions] == [1, 2, 3]


def test_a_new_question_comes_last_and_there_is_an_end() -> None:
    made = asking("a")

    question_actions.add(made.id, QuestionPlan(label="b", is_sensitive=True))

    assert labels(made) == ["a", "b"]
    assert made.questions[1].is_sensitive
    for _ in range(question_actions.MOST_QUESTIONS - 2):
        question_actions.add(made.id, QuestionPlan(label="c"))
    with pytest.raises(ConflictError, match="too much"):
        question_actions.add(made.id, QuestionPlan(label="d"))


def test_answered_questions_keep_their_kind_and_stay() -> None:
    made = asking("a", taken=1)
    question = made.questions[0]

    question_actions.revise(question.id, QuestionPlan(label="Anders gevraagd"))

    assert question.label == "Anders gevraagd"
    with pytest.raises(ConflictError, match="answered"):
        question_actions.revise(question.id, QuestionPlan(label="x", kind=QuestionKind.YES_NO))
    with pytest.raises(ConflictError, match="answered"):
        question_actions.remove(question.id)


def test_an_answer_that_may_have_been_given_is_not_taken_away() -> None:
    made = asking("a", taken=1)
    question = made.questions[0]
    question.kind, question.options = QuestionKind.CHOICE, ["x", "y"]
    db.session.commit()

    def offering(*options: str) -> QuestionPlan:
        return QuestionPlan(label="a", kind=QuestionKind.CHOICE, options=options)

    question_actions.revise(question.id, offering("x", "z", "y"))

    assert question.options == ["x", "z", "y"]
    with pytest.raises(ConflictError):
        question_actions.revise(question.id, offering("x", "z"))


def test_nobody_answers_any_more_when_it_is_over_or_cancelled() -> None:
    for given in ({"state": State.CANCELLED}, {"starts_at": make.LONG_AGO}):
        made = asking("a", **given)
        with pytest.raises(ConflictError):
            question_actions.add(made.id, QuestionPlan(label="b"))
    with pytest.raises(NotFoundError):
        question_actions.remove(999)


def test_questions_are_made_changed_ordered_and_removed_by_hand(client: FlaskClient) -> None:
    made = asking("Eerste", "Tweede")
    sign_in(client, make.account(Role.ORGANISER, in_=made.community))
    address = f"/beheer/activiteiten/{made.id}/vragen"
    assert "Omlaag" in client.get(address).text

    assert client.get(f"{address}/nieuw").status_code == 200
    client.post(f"{address}/nieuw", data=CHOICE | {"is_sensitive": "y"})
    third = made.questions[2]
    assert (third.kind, third.options, third.is_sensitive) == (
        QuestionKind.SEVERAL,
        ["Vlees", "Vegan"],
        True,
    )
    page = client.get(address).text
    assert "alleen voor wie het nodig heeft" in page
    assert "Vlees, Vegan" in page

    answer = client.post(f"/beheer/vragen/{third.id}/verplaatsen", data={"place": "1"})
    assert answer.location.endswith(f"#vraag-{third.id}")
    assert labels(made) == ["Wat eet je?", "Eerste", "Tweede"]

    form = client.get(f"/beheer/vragen/{third.id}").text
    assert "Vlees\nVegan</textarea>" in form
    client.post(f"/beheer/vragen/{third.id}", data=CHOICE | {"label": "Wat lust je?"})
    assert labels(made)[0] == "Wat lust je?"

    client.post(f"/beheer/vragen/{third.id}/verwijderen")
    assert labels(made) == ["Eerste", "Tweede"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"label": " "}, "Elke vraag", id="no words"),
        pytest.param({"options": "Eén\n"}, "Geef 2 tot en met", id="one option"),
        pytest.param({"kind": "x"}, "antwoorden", id="kind"),
    ],
)
def test_a_question_that_makes_no_sense_is_not_kept(
    client: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    made = asking("Eerste")
    sign_in(client, make.account(Role.ORGANISER, in_=made.community))
    for address in (
        f"/beheer/activiteiten/{made.id}/vragen/nieuw",
        f"/beheer/vragen/{made.questions[0].id}",
    ):
        answer = client.post(address, data=CHOICE | given)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert labels(made) == ["Eerste"]


def test_a_refused_change_stays_in_the_form(client: FlaskClient) -> None:
    made = asking("Eerste", taken=1)
    sign_in(client, make.account(Role.ORGANISER, in_=made.community))

    answer = client.post(f"/beheer/vragen/{made.questions[0].id}", data=CHOICE)

    assert answer.status_code == 409
    assert "Alleen de woorden kunnen nog anders" in answer.text
    assert "Verwijderen" not in client.get(f"/beheer/activiteiten/{made.id}/vragen").text


def waiting() -> Activity:
    """Return an activity that asks a; b after a yes to a; and c."""
    made = asking("a", "b", "c")
    first, second, _ = made.questions
    first.kind, second.asked_after, second.asked_if = QuestionKind.YES_NO, first, "yes"
    db.session.commit()
    return made


@pytest.mark.parametrize(("moved", "place", "order"), [("b", 1, "abc"), ("a", 3, "cab")])
def test_a_question_stays_after_the_one_it_waits_for(moved: str, place: int, order: str) -> None:
    made = waiting()

    question_actions.move(next(q.id for q in made.questions if q.label == moved), place)

    assert labels(made) == list(order)


@pytest.mark.parametrize("is_removed", [True, False])
def test_who_waits_for_nothing_any_more_is_always_asked(*, is_removed: bool) -> None:
    made = waiting()
    first = made.questions[0]

    if is_removed:
        question_actions.remove(first.id)
    else:
        question_actions.revise(first.id, QuestionPlan(label="a"))

    left = next(question for question in made.questions if question.label == "b")
    assert (left.asked_after, left.asked_if) == (None, "")


def test_a_copy_waits_in_the_same_way() -> None:
    made = actions.copy(waiting().id, "Nog eens", date(2027, 9, 2))

    assert [q.asked_after and q.asked_after.label for q in made.questions] == [None, "a", None]
    assert made.questions[1].asked_after is made.questions[0]
    actions.delete_draft(made.id)


def test_an_organiser_chooses_when_a_question_is_asked(client: FlaskClient) -> None:
    made = waiting()
    sign_in(client, make.account(Role.ORGANISER, in_=made.community))
    address = f"/beheer/vragen/{made.questions[2].id}"
    assert "Alleen na “Ja” op “a”" in client.get(address).text

    for condition, after in (("1:yes", "a"), ("", None), ("9:yes", None)):
        client.post(address, data={"label": "c", "kind": "text", "condition": condition})
        found = made.questions[2].asked_after
        assert (found and found.label) == after

    assert "Alleen na “Ja” op “a”" in client.get(f"/beheer/activiteiten/{made.id}/vragen").text


@pytest.mark.parametrize(
    ("example", "words"),
    [("dieet", "geen gluten"), ("toegang", "een plek vooraan"), ("x", None)],
)
def test_what_is_asked_often_stands_ready(
    client: FlaskClient, example: str, words: str | None
) -> None:
    made = make.activity()
    sign_in(client, make.account(Role.ORGANISER, in_=made.community))

    page = client.get(f"/beheer/activiteiten/{made.id}/vragen/nieuw?voorbeeld={example}").text

    assert words is None or words in page
    box = re.search(r"<input[^>]*is_sensitive[^>]*>", page)
    assert box
    assert ("checked" in box[0]) is (words is not None)
