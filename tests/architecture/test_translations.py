"""Every message has its Dutch, and the Dutch fits."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import ROOT

if TYPE_CHECKING:
    from babel.messages.catalog import Message

KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@cache
def said() -> Catalog:
    """Return every message in the sources and templates."""
    catalog = Catalog()
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for folder in ("rok_events", "templates"):
        found = extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods],
            {pattern.removeprefix(f"{folder}/"): given for pattern, given in options.items()},
            KEYWORDS,
        )
        for _file, _line, message, _comments, _context in found:
            catalog.add(message)
    return catalog


@cache
def dutch() -> Catalog:
    """Return the Dutch catalogue."""
    path = ROOT / "rok_events" / "translations" / "nl" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def words(message: Message) -> list[str]:
    """Return the forms of a translation."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ("",))


def faults(message: Message) -> list[str]:
    """Return what is wrong with a translation."""
    ids = [message.id] if isinstance(message.id, str) else [*message.id]
    known = {name for id_ in ids for name in PLACEHOLDER.findall(id_)}
    unknown = {name for form in words(message) for name in PLACEHOLDER.findall(form)} - known
    return [
        *(["no Dutch"] if not all(words(message)) else []),
        *(["fuzzy"] if message.fuzzy else []),
        *([f"unknown placeholders {unknown}"] if unknown else []),
    ]


def test_every_message_is_in_the_catalogue_and_no_other_is() -> None:
    assert {m.id for m in said() if m.id} == {m.id for m in dutch() if m.id}
    assert not dutch().obsolete


def test_every_message_has_its_dutch() -> None:
    wrong = {str(m.id): faults(m) for m in dutch() if m.id and faults(m)}

    assert wrong == {}


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        pytest.param("A place.", "", id="not translated"),
        pytest.param(("%(num)d place", "%(num)d places"), ("%(num)d plaats", ""), id="half"),
        pytest.param("For %(name)s.", "Voor %(naam)s.", id="a placeholder that is not filled"),
    ],
)
def test_a_fault_is_found(
    message: str | tuple[str, str], translation: str | tuple[str, str]
) -> None:
    catalog = Catalog(locale="nl")
    catalog.add(message, translation)

    assert [faults(m) for m in catalog if m.id] != [[]]
