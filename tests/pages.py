"""A test client that checks every page it gets, as a browser and a screen reader would."""

from __future__ import annotations

import re
from collections import Counter
from contextvars import Context
from typing import TYPE_CHECKING, Any

import html5lib
from flask import has_app_context
from flask.testing import FlaskClient

from rok_events.db import db

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from werkzeug.test import TestResponse

LABELLED = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class PageClient(FlaskClient):
    """A browser that refuses a page with invalid HTML, without a title, or with unnamed fields."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make a request, and check the answer if it is a page."""
        # An empty context: the test's own application context must not lend the request its `g`.
        answer = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        if answer.mimetype == "text/html" and answer.text:
            faults = faults_of(answer.text, answer.headers.get("Content-Security-Policy", ""))
            assert faults == [], f"{answer.request.path}: {faults}"
        return answer


def faults_of(page: str, policy: str) -> list[str]:
    """Return what is wrong with a page, in words; nothing when it is right."""
    try:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    except html5lib.html5parser.ParseError as error:
        return [f"invalid HTML: {error}"]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return [
        *_title(elements),
        *_ids(elements),
        *_fields(elements),
        *_links(elements),
        *_scripts(elements, policy),
        *_words(page),
    ]


def _title(elements: list[Element]) -> list[str]:
    titles = [(e.text or "").strip() for e in elements if e.tag == "title"]
    headings = [e for e in elements if e.tag == "h1"]
    language = next(e for e in elements if e.tag == "html").get("lang")
    return [
        *([] if titles and titles[0] else ["no title"]),
        *([] if len(headings) == 1 else [f"{len(headings)} main headings"]),
        *([] if language in {"nl", "en"} else [f"language {language}"]),
    ]


def _ids(elements: list[Element]) -> list[str]:
    ids = Counter(e.get("id") for e in elements if e.get("id"))
    known = set(ids)
    referring = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
    missing = {
        name
        for e in elements
        for attribute in referring
        for name in (e.get(attribute) or "").split()
        if name not in known
    }
    return [f"id {id_} {n} times" for id_, n in ids.items() if n > 1] + [
        f"no element with id {name}" for name in sorted(missing)
    ]


def _fields(elements: list[Element]) -> list[str]:
    labels = {e.get("for") for e in elements if e.tag == "label"}
    wrapped = {id(field) for e in elements if e.tag == "label" for field in e.iter()}
    return [
        f"field {e.get('name')} has no label"
        for e in elements
        if e.tag in LABELLED
        and e.get("type") not in UNLABELLED
        and e.get("id") not in labels
        and id(e) not in wrapped
        and not (e.get("aria-label") or e.get("aria-labelledby"))
    ]


def _links(elements: list[Element]) -> list[str]:
    def says_something(element: Element) -> bool:
        inside = [*element.iter()]
        return bool(
            "".join(element.itertext()).strip()
            or any(e.get("aria-label") or e.get("alt") for e in inside)
        )

    return [
        f"{e.tag} without words: {e.attrib}"
        for e in elements
        if e.tag in {"a", "button"} and not says_something(e)
    ]


def _scripts(elements: list[Element], policy: str) -> list[str]:
    nonces = re.findall(r"'nonce-([^']+)'", policy)
    faults = [f"inline style on {e.tag}" for e in elements if e.get("style") or e.tag == "style"]
    faults += [
        f"{name} on {e.tag}" for e in elements for name in e.attrib if str(name).startswith("on")
    ]
    faults += [
        "script without the nonce of the policy"
        for e in elements
        if e.tag == "script" and not e.get("src") and e.get("nonce") not in nonces
        # A block of data runs nothing; a nonce in it would make every answer a new page.
        if e.get("type") != "application/ld+json"
    ]
    return faults


def _words(page: str) -> list[str]:
    return [
        f"{word!r} in the page" for word in ("None</", ">None", "%(", "Undefined") if word in page
    ]
