"""Templates use what they import, and each has a use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import StrictUndefined

from tests.architecture import sources, templates

if TYPE_CHECKING:
    from flask import Flask
    from jinja2 import nodes


@pytest.fixture(scope="module")
def trees(house: Flask) -> dict[str, nodes.Template]:
    """Every template, parsed."""
    return {
        name: house.jinja_env.parse((templates.FOLDER / name).read_text())
        for name in templates.names()
    }


def test_templates_are_strict(house: Flask) -> None:
    assert house.jinja_env.undefined is StrictUndefined


def test_every_template_finds_its_filters(house: Flask) -> None:
    for name in templates.names():
        house.jinja_env.get_template(name)


def test_templates_use_what_they_import(trees: dict[str, nodes.Template]) -> None:
    faults = {name: templates.unused_imports(tree) for name, tree in trees.items()}

    assert {name: found for name, found in faults.items() if found} == {}


def test_no_template_is_an_orphan(trees: dict[str, nodes.Template]) -> None:
    words = {word for path in sources.modules() for word in templates.strings(sources.read(path))}

    assert templates.orphans(trees, words) == set()


def test_every_macro_is_used(trees: dict[str, nodes.Template]) -> None:
    assert templates.unused_macros(trees) == set()


def test_every_form_carries_the_token() -> None:
    faults = {
        name: templates.forms_without_token((templates.FOLDER / name).read_text())
        for name in templates.names()
    }

    assert {name: found for name, found in faults.items() if found} == {}


def test_a_form_without_the_token_is_found() -> None:
    bare = '<form action="/a" method="post">\n<button>Go</button></form>'
    good = '<form method="post">{{ form.csrf_token }}</form><form method="get"></form>'

    assert templates.forms_without_token(bare + good) == [bare]


def test_an_unused_import_is_found(house: Flask) -> None:
    tree = house.jinja_env.parse('{% from "a.html" import b, c as d %}{{ b() }}')

    assert templates.unused_imports(tree) == {"d"}


def test_an_orphan_is_found(house: Flask) -> None:
    parse = house.jinja_env.parse
    seeded = {
        "layouts/page.html": parse(""),
        "people/show.html": parse('{% extends "layouts/page.html" %}'),
        "people/gone.html": parse('{% extends "layouts/page.html" %}'),
        "people/edit.html": parse(""),
        "mails/welcome.txt": parse(""),
        "mails/gone.txt": parse(""),
    }

    module = "x = ['people/show.html', 'welcome', 'edit', f'people/{page}.html']"
    found = templates.orphans(seeded, templates.strings(module))

    assert found == {"people/gone.html", "mails/gone.txt"}


def test_a_macro_without_a_use_is_found(house: Flask) -> None:
    parse = house.jinja_env.parse
    macros = "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{% endmacro %}"
    seeded = {
        "components/cards.html": parse(macros + "{% macro c() %}{% endmacro %}"),
        "people/show.html": parse('{% from "components/cards.html" import a %}{{ a() }}'),
    }

    assert templates.unused_macros(seeded) == {"components/cards.html: c"}
