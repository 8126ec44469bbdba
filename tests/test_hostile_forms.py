"""Every form of every page, filled in by somebody who means harm: an answer, and no harm done."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from flask.testing import FlaskClient

from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.db import db
from rok_events.web.access import Visitor
from tests.accounts.doors import doors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.everything import World

MARK = "<script>alert(1)</script>"
HOSTILE = [
    pytest.param(MARK, id="script"),
    pytest.param("'; DROP TABLE person; --", id="SQL"),
    pytest.param("x" * 70_000, id="endless"),
    pytest.param("9" * 40, id="huge number"),
    pytest.param("-1", id="negative number"),
    pytest.param("Noor\x00\ufffe\r\nBcc: all@example.org", id="NUL and line break"),
    pytest.param("\u202e{{ 7 * 7 }} %s %(name)s", id="template"),
    pytest.param("9999-12-31T23:59", id="end of time"),
    pytest.param("", id="nothing"),
]
FEWEST_FORMS = 50
# Who signs out, or says in which language, tells nothing of the form under test.
EVERYWHERE = ("/uitloggen", "/taal")


# What sensible people type into a field of each kind that stands empty.
SENSIBLE = {
    "date": "2027-02-01",
    "datetime-local": "2027-02-01T13:30",
    "email": "noor@example.org",
    "number": "1",
    "time": "13:30",
}


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes to, and its fields with kind and value."""

    page: str
    method: str
    action: str
    fields: tuple[tuple[str, str, str], ...]

    def filled(self, hostile: str, typed: str) -> dict[str, object]:
        """Return what to send: sensible words in every field but one."""
        return {
            name: (BytesIO(typed.encode()), "lijst.xlsx")
            if kind == "file"
            else typed
            if name == hostile
            else value or SENSIBLE.get(kind, "Noor")
            for name, kind, value in self.fields
        }


@pytest.fixture
def forms(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> list[Form]:
    """The forms of all pages, as an administrator sees them."""
    visitor = Visitor(world.account_id, "Robin", {None: PERMISSIONS[Role.ADMINISTRATOR]})
    monkeypatch.setitem(app.extensions, "access", lambda: visitor)
    client = FlaskClient(app)
    paths = sorted({world.path(rule) for method, rule, _ in doors(app) if method == "GET"})
    found = {
        (form.method, form.action, tuple(name for name, _, _ in form.fields)): form
        for path in paths
        for form in _forms(path, client.get(path))
        if not form.action.startswith(EVERYWHERE)
    }
    assert len(found) >= FEWEST_FORMS
    return list(found.values())


def _forms(path: str, answer: TestResponse) -> Iterator[Form]:
    if answer.mimetype != "text/html":
        return
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    for form in tree.iter("form"):
        goes_to = urlsplit(urljoin(path, form.get("action") or path))
        yield Form(
            path,
            (form.get("method") or "get").upper(),
            goes_to.path + (f"?{goes_to.query}" if goes_to.query else ""),
            tuple(_fields(form)),
        )


def _fields(form: Element) -> Iterator[tuple[str, str, str]]:
    for field in form.iter():
        name, kind = field.get("name"), field.get("type") or str(field.tag)
        if not name or (kind in {"checkbox", "radio"} and field.get("checked") is None):
            continue
        if field.tag == "select":
            chosen = [o for o in field.iter("option") if o.get("value")]
            chosen.sort(key=lambda option: option.get("selected") is None)
            yield name, kind, str(chosen[0].get("value")) if chosen else ""
        elif field.tag in {"input", "textarea", "button"}:
            yield name, kind, field.get("value") or field.text or ""


def send(client: FlaskClient, form: Form, hostile: str, typed: str) -> TestResponse:
    """Send a form with one hostile field, and take back what it did."""
    db.session.remove()
    # The engine of a test is its one connection.
    savepoint = db.engine.begin_nested()  # type: ignore[attr-defined]
    filled = form.filled(hostile, typed)
    try:
        if form.method == "GET":
            return client.get(form.action, query_string=filled)
        return client.post(form.action, data=filled)
    finally:
        db.session.remove()
        savepoint.rollback()


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_get_an_answer_and_stay_words(
    app: Flask, forms: list[Form], typed: str
) -> None:
    client = FlaskClient(app)
    wrong = []
    for form in forms:
        for name, kind, _value in form.fields or [("", "", "")]:
            about = f"{form.method} {form.action} of {form.page}, {kind} {name}"
            try:
                answer = send(client, form, name, typed)
            except Exception as error:  # noqa: BLE001 -- each is told of, whatever becomes of it
                wrong.append(f"{about}: {error!r:.300}")
                continue
            if answer.status_code >= 500 or MARK.encode() in answer.data:
                wrong.append(f"{about}: {answer.status_code}")

    assert not wrong, "\n".join(wrong)
