"""The house keeps its own rules, and each rule is able to say no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.architecture import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[str, str], list[str]]

RULES: list[Rule] = [
    sources.without_docstring,
    sources.too_long,
    sources.named_after_nothing,
    sources.commits,
    sources.stray_queries,
]

VIEWS = "rok_events/registrations/views.py"
LOCKS = ["requirements.txt", "requirements-dev.txt", "package-lock.json"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps(rule: Rule) -> None:
    faults = {path: rule(path, sources.read(path)) for path in sources.modules()}

    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        pytest.param(sources.without_docstring, VIEWS, "x = 1\n", id="no docstring"),
        pytest.param(sources.too_long, VIEWS, "x = 1\n" * 301, id="301 lines"),
        pytest.param(sources.named_after_nothing, "rok_events/people/utils.py", "", id="utils"),
        pytest.param(sources.named_after_nothing, "rok_events/mail_service/a.py", "", id="room"),
        pytest.param(sources.commits, VIEWS, "db.session.commit()", id="commit"),
        pytest.param(sources.commits, VIEWS, "done = session.commit", id="commit without a call"),
        pytest.param(sources.commits, VIEWS, "with db.session.begin(): pass", id="begin"),
        pytest.param(sources.commits, VIEWS, "with db.session().begin(): pass", id="called"),
        pytest.param(sources.commits, VIEWS, "with engine.begin(): pass", id="engine"),
        pytest.param(sources.stray_queries, VIEWS, "rows = select(Registration)", id="select"),
        pytest.param(sources.stray_queries, VIEWS, "db.session.get(Person, 1)", id="get"),
        pytest.param(sources.stray_queries, VIEWS, "db.session.add(person)", id="add"),
    ],
)
def test_a_fault_is_found(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source) != []


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        pytest.param(sources.commits, "rok_events/db.py", "session.commit()", id="db commits"),
        pytest.param(
            sources.stray_queries, "rok_events/people/queries.py", "select(Person)", id="queries"
        ),
        pytest.param(sources.stray_queries, VIEWS, "given.get('soort')", id="a dictionary"),
        pytest.param(sources.stray_queries, VIEWS, "seen.update(found)", id="a set"),
        pytest.param(sources.stray_queries, VIEWS, "session.get('account')", id="Flask's session"),
        pytest.param(sources.commits, VIEWS, "db.session.begin_nested()", id="a savepoint"),
    ],
)
def test_what_is_right_passes(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source) == []


@pytest.mark.parametrize("path", LOCKS)
def test_locks_install_from_any_index(path: str) -> None:
    assert sources.registry_hosts(path, sources.read(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://pypi.example.org/simple",
        '"resolved": "https://registry.example.org/a.tgz"',
        "flask @ https://example.org/flask.whl",
    ],
)
def test_an_index_in_a_lock_is_found(line: str) -> None:
    assert sources.registry_hosts("requirements.txt", line) != []
