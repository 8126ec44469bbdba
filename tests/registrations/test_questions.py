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
