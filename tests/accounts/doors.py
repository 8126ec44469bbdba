"""The doors of the house, and the table in the documents that says who may come in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from config import ROOT
from rok_events.accounts.rules import PERMISSIONS, Role
from rok_events.core.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Flask
    from werkzeug.routing import Rule

    Table = Mapping[tuple[str, str], frozenset[str]]

DOCUMENT = ROOT / "docs" / "access.md"
OPEN = {"public": "anyone", "by_link": "with the link", "signed_in": "signed in"}
WHO = (*OPEN.values(), *Role)
ROW = re.compile(
    r"^\| `(?P<address>/[^`]*)` \| (?P<methods>[A-Z, ]+) \|(?P<marks>.*)\|$", re.MULTILINE
)
MARK = "●"


def doors(app: Flask) -> Iterator[tuple[str, Rule, str | Permission]]:
    """Yield each method of each address, with who may come in."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            whose = app.view_functions[rule.endpoint].__dict__["access"]
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield method, rule, whose


def guarded(app: Flask) -> list[tuple[str, Rule, Permission]]:
    """Return the doors that ask for a permission."""
    return [(m, rule, whose) for m, rule, whose in doors(app) if isinstance(whose, Permission)]


def address(rule: Rule) -> str:
    """Return an address as the documents write it: without the types of its parts."""
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"<\1>", rule.rule)


def documented() -> Table:
    """Return who may come in by each method of each address, as the documents have it."""
    return {
        (method, row["address"]): frozenset(
            who
            for who, mark in zip(WHO, row["marks"].split("|"), strict=True)
            if mark.strip() == MARK
        )
        for row in ROW.finditer(DOCUMENT.read_text())
        for method in row["methods"].split(", ")
    }


def built(app: Flask) -> Table:
    """Return the same as the views have it; whoever may look may also ask for the head only."""
    return {
        (method, address(rule)): frozenset(
            {OPEN[whose]}
            if not isinstance(whose, Permission)
            else {role for role in Role if whose in PERMISSIONS[role]}
        )
        for method, rule, whose in doors(app)
        if method != "HEAD"
    }


def lines(table: Table) -> list[str]:
    """Return the rows of the table as the documents write them, one for all methods alike."""
    rows: dict[tuple[str, frozenset[str]], list[str]] = {}
    for (method, where), who in sorted(table.items(), key=lambda row: (row[0][1], row[0][0])):
        rows.setdefault((where, who), []).append(method)
    return [
        f"| `{where}` | {', '.join(methods)} |"
        + "".join(f" {MARK} |" if one in who else " |" for one in WHO)
        for (where, who), methods in rows.items()
    ]
