"""Questions of an activity that take several answers, from the form to the personal page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rok_events.activities.rules import QuestionKind
from tests import make
from tests.registrations.reading import ENGLISH, ask, look, only, register

if TYPE_CHECKING:
    from flask.testing import FlaskClient

OPTIONS = ["Vlees", "Vis", "Vegan"]


def test_several_answers_are_ticked_kept_and_shown(client: FlaskClient) -> None:
    activity = make.activity()
    asked = ask(activity, QuestionKind.SEVERAL, "Wat eet je?", options=OPTIONS)
    form = look(client, f"/activiteiten/{activity.slug}/aanmelden").text
    assert form.count('type="checkbox"') >= len(OPTIONS)

    register(client, activity, **{asked: ["Vis", "Vegan"]})

    assert list(only().answers.values()) == [["Vis", "Vegan"]]
    page = f"/aanmelding/{only().token}"
    assert "Vis, Vegan" in look(client, page).text
    change = look(client, f"{page}/wijzigen").text
    assert len(re.findall(r'<input checked [^>]*value="V', change)) == 2


def test_ticking_nothing_is_no_answer_unless_one_is_needed(client: FlaskClient) -> None:
    activity = make.activity()
    ask(activity, QuestionKind.SEVERAL, "Wat eet je?", options=OPTIONS)
    register(client, activity)
    assert only().answers == {}

    other = make.activity()
    ask(other, QuestionKind.SEVERAL, "Wat lust je?", options=OPTIONS, is_required=True)
    answer = client.post(f"/activiteiten/{other.slug}/aanmelden", data={}, headers=ENGLISH)
    assert "Answer the question: Wat lust je?" in answer.text


def test_an_answer_that_is_not_in_the_list_is_refused(client: FlaskClient) -> None:
    activity = make.activity()
    asked = ask(activity, QuestionKind.SEVERAL, "Wat eet je?", options=OPTIONS)

    answer = register(client, activity, **{asked: "Steen"})

    assert answer.status_code == 422


def test_a_question_waits_for_an_answer_to_another(client: FlaskClient) -> None:
    activity = make.activity()
    meal = ask(activity, QuestionKind.YES_NO, "Eet je mee?")
    diet = ask(
        activity,
        QuestionKind.SEVERAL,
        "Wat eet je?",
        options=OPTIONS,
        is_required=True,
        asked_after=activity.questions[0],
        asked_if="yes",
    )
    form = look(client, f"/activiteiten/{activity.slug}/aanmelden").text
    assert f'data-only-if="{meal}"' in form
    assert 'data-answer="yes"' in form
    assert "Only if you answer “Yes” to “Eet je mee?”." in form

    missing = register(client, activity, **{meal: "yes"})
    assert missing.status_code == 422
    assert "Answer the question: Wat eet je?" in missing.text
    register(client, activity, **{meal: "no", diet: ["Vis"]})

    assert list(only().answers.values()) == [False]
    page = f"/aanmelding/{only().token}/wijzigen"
    client.post(page, data={"no_organisation": "y", meal: "yes", diet: ["Vis"]})
    assert list(only().answers.values()) == [True, ["Vis"]]
