"""People and organisations, in their networks."""

from __future__ import annotations

from typing import Any

from rok_events.communities.models import Community
from rok_events.core import clock, text
from rok_events.people.merging_models import Merge
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Affiliation, Organisation, Person
from tests.make.rows import LONG_AGO, next_number, saved


def community(**given: Any) -> Community:
    """Make a community."""
    n = next_number()
    defaults = {"slug": f"netwerk-{n}", "name": f"Netwerk {n}", "accent": "#0b7d74"}
    return saved(Community(**{"created_at": LONG_AGO} | defaults | given))


def person(**given: Any) -> Person:
    """Make a person."""
    n = next_number()
    defaults = {"name": f"Persoon {n}", "email": f"persoon{n}@example.org"}
    return saved(Person(**{"created_at": LONG_AGO} | defaults | given))


def organisation(**given: Any) -> Organisation:
    """Make an organisation on the governed list."""
    name = given.setdefault("name", f"Organisatie {next_number()}")
    defaults = {"slug": text.slug(name), "key": text.key(name), "sector": "welzijn"}
    return saved(Organisation(**{"created_at": LONG_AGO} | defaults | given))


def affiliation(**given: Any) -> Affiliation:
    """Make work that goes on."""
    given["person"] = given.get("person") or person()
    given["organisation"] = given.get("organisation") or organisation()
    return saved(Affiliation(**{"starts_on": LONG_AGO.date()} | given))


def merge(kept: Person) -> Merge:
    """Make a merge of nothing: somebody of whom nothing was known, into somebody else."""
    gone = person(merged_into_id=kept.id)
    ids = {"kind": MergeKind.PERSON, "kept_id": kept.id, "gone_id": gone.id}
    return saved(Merge(**ids, merged_at=clock.now(), steps=[]))
