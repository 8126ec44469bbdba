"""What the documents promise is there, and what is there is promised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from config import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

INTERFACES = (ROOT / "docs" / "interfaces.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
README = (ROOT / "README.md").read_text()
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
# Commands that libraries add for their own maintenance.
NOT_OURS = {"db", "limiter", "roles", "routes", "run", "shell", "users"}


def plain(address: str) -> str:
    """Return an address without the types of its parts."""
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"<\1>", address)


def promised(beginning: str) -> set[str]:
    """Return what interfaces.md says in code, as far as it begins like this."""
    return {code for code in CODE.findall(INTERFACES) if code.startswith(beginning)}


def commands(group: click.Group, words: str = "flask") -> Iterator[str]:
    """Return all commands of a group, in words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}"


def test_every_address_is_documented_and_every_documented_address_is_there(house: Flask) -> None:
    there = {plain(rule.rule).replace("path:", "") for rule in house.url_map.iter_rules()}

    assert promised("/") == there


def test_every_command_is_documented_and_every_documented_command_is_there(house: Flask) -> None:
    there = {c for c in commands(house.cli) if c.split()[1] not in NOT_OURS}
    documented = {" ".join(code.split()[:3]) for code in promised("flask ")} - {"flask db"}

    assert documented - {"flask db upgrade"} == there


def test_every_target_is_documented_and_every_documented_target_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):.* ## ", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert {code.split()[1] for code in promised("make ")} == targets


def test_the_maps_name_every_room() -> None:
    rooms = {path.parent.name for path in (ROOT / "rok_events").glob("*/__init__.py")}
    floors = re.findall(r"^\| (`.*?`) \|", ARCHITECTURE.split("## Furniture")[0], re.MULTILINE)

    assert set(CODE.findall(" ".join(floors))) == rooms | {"app", "reactions", "db", "jobs"}
    assert rooms <= set(re.findall(r"\b([a-z]+)/", README))


def test_every_link_leads_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{document.relative_to(ROOT)}: {link}"
        for document in documents
        for link in LINK.findall(document.read_text())
        if not (document.parent / link).exists()
    ]

    assert broken == []


def test_documents_know_nothing_of_a_workplace() -> None:
    words = ("/work/", "../shared", "/tmp/", "localhost:51")  # noqa: S108 -- looked for, not used
    found = [
        f"{document.relative_to(ROOT)}: {word}"
        for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for word in words
        if word in document.read_text()
    ]

    assert found == []
