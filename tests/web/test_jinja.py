"""Words in templates: translated, filled in, and escaped where a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import render_template_string
from flask_babel import force_locale

from rok_events.web import jinja

if TYPE_CHECKING:
    from flask import Flask

TABLES = '{% from "components/badges.html" import badge %}{{ badge(site_name) }}'


def said(app: Flask, template: str, **values: object) -> str:
    with app.test_request_context("/"):
        return render_template_string(template, **values)


@pytest.mark.parametrize(
    ("language", "expected"), [("nl", "Netwerken"), ("en", "Networks")], ids=["nl", "en"]
)
def test_words_follow_the_language_even_when_it_is_forced(
    app: Flask, language: str, expected: str
) -> None:
    with app.test_request_context("/"), force_locale(language):
        assert render_template_string('{{ _("Networks") }}') == expected


def test_what_people_typed_is_escaped_inside_words(app: Flask) -> None:
    shown = said(app, '{{ _("<b>%(name)s</b> 100%%", name=name) }}', name="<script>")

    assert shown == "<b>&lt;script&gt;</b> 100%"


@pytest.mark.parametrize(("number", "expected"), [(1, "nog 1 plaats"), (3, "nog 3 plaatsen")])
def test_a_number_chooses_its_words(app: Flask, number: int, expected: str) -> None:
    template = '{{ ngettext("%(num)d place left", "%(num)d places left", number) }}'

    assert said(app, template, number=number) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("nl", "nog 1.234 plaatsen"), ("en", "1,234 places left")]
)
def test_a_long_number_is_read_by_its_thousands(app: Flask, language: str, expected: str) -> None:
    template = '{{ ngettext("%(num)d place left", "%(num)d places left", 1234) }}'

    with app.test_request_context("/"), force_locale(language):
        assert render_template_string(template) == expected
        assert jinja.ngettext("%(num)d place left", "%(num)d places left", 1234) == expected


def test_a_mail_in_plain_text_is_not_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        template = app.jinja_env.overlay(autoescape=False).from_string('{{ _("%(n)s", n=name) }}')

        assert template.render(name="Kind & ouder") == "Kind & ouder"


def test_an_imported_component_knows_the_names_of_the_site(app: Flask) -> None:
    assert "Netwerkagenda" in said(app, TABLES)
