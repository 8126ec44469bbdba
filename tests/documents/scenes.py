"""What stands on a paper, without a database: `scenes.data("badges.typ", [scenes.person()])`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rok_events.documents.rules import SHEETS

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATES = ("badges.typ", "tents.typ", "sheet.typ", "door.typ")


def person(**given: Any) -> dict[str, Any]:
    """Return somebody as they stand on any paper."""
    known = {
        "name": "Jan van den Berg",
        "parts": ["Jan van den", "Berg"],
        "organisation": "GGD IJsselland",
        "role": "Professional",
        "seats": "",
        "status": "",
    }
    return known | given


def data(template: str, people: Sequence[dict[str, Any]], size: str = "") -> dict[str, Any]:
    """Return what a paper needs, with some people on it."""
    sheet = SHEETS[size or "90x60"] if template == "badges.typ" else SHEETS["90x60"]
    return {
        "title": "Papier: Casustafel",
        "name": "Papier",
        "network": "ROK Deventer",
        "language": "nl",
        "accent": "#0b6a63",
        "wash": "#dcefec",
        "activity": "Casustafel",
        "about": "Casustafel · 16 mei 2027",
        "foot": "Casustafel, stand van vandaag",
        "page": "Bladzijde {page} van {pages}",
        "has_tables": False,
        "columns": ["Nr.", "Naam", "Organisatie", "Laatste"],
        "sheet": asdict(sheet) | {"left": sheet.left, "top": sheet.top},
        "size": size or "groot",
        "first": 1,
        "people": list(people),
        "sessions": ["donderdag 16 mei 2027"],
        "help": {"name": "Geen netwerk?", "steps": ["Kruis aan."]},
        "parts": [{"name": "Verwacht", "people": list(people)}],
        "blanks": {"name": "Ook gekomen", "lines": 2},
    }
