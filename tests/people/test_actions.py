"""Welcoming people, noting where they work, and keeping the list of organisations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.db import db
from rok_events.people import actions, queries
from rok_events.people.models import Affiliation, Organisation, Person
from rok_events.people.rules import Standing
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2027, 1, 11)


def working_life(person: Person) -> list[tuple[int, date, date | None]]:
    rows = queries.affiliations(person.id)
    return [(row.organisation_id, row.starts_on, row.ends_on) for row in rows]


def test_a_stranger_becomes_known() -> None:
    person = actions.welcome(" Noor  de Wit ", "Noor@Example.org")

    assert (person.name, person.email, person.seen_at) == ("Noor de Wit", "noor@example.org", NOW)


def test_whoever_is_known_keeps_the_name_that_is_known() -> None:
    known = make.person(email="noor@example.org", name="Noor de Wit", seen_at=make.LONG_AGO)

    person = actions.welcome("Somebody Else", "NOOR@example.org")

    assert person is known
    assert (person.name, person.seen_at) == ("Noor de Wit", NOW)


def test_without_an_address_the_name_and_organisation_tell_who_it_is() -> None:
    de_kern, saxion = make.organisation(), make.organisation()
    noor = actions.welcome("Noor de Wit", None, organisation_id=de_kern.id)
    actions.affiliate(noor.id, de_kern.id, MONDAY)

    again = actions.welcome("Noor de Wit", None, organisation_id=de_kern.id)
    namesake = actions.welcome("Noor de Wit", None, organisation_id=saxion.id)
    actions.affiliate(namesake.id, saxion.id, MONDAY)
    nowhere = actions.welcome("Noor de Wit", None)

    assert again is noor
    assert len({noor.id, namesake.id, nowhere.id}) == 3
    assert actions.welcome("Noor de Wit", None) is nowhere


def test_another_employer_ends_the_present_one() -> None:
    person, de_kern, saxion = make.person(), make.organisation(), make.organisation()
    later = MONDAY + timedelta(days=30)
    actions.affiliate(person.id, de_kern.id, MONDAY)

    actions.affiliate(person.id, saxion.id, later)

    assert working_life(person) == [(de_kern.id, MONDAY, later), (saxion.id, later, None)]
    assert queries.employer(person.id, later - timedelta(days=1)) == de_kern.id
    assert queries.employer(person.id, later) == saxion.id
    assert queries.employer(person.id, MONDAY - timedelta(days=1)) is None


def test_history_before_the_present_employer_leaves_the_present_alone() -> None:
    person, de_kern, saxion = make.person(), make.organisation(), make.organisation()
    actions.affiliate(person.id, saxion.id, MONDAY)

    actions.affiliate(person.id, de_kern.id, date(2021, 5, 1))

    assert working_life(person) == [
        (de_kern.id, date(2021, 5, 1), MONDAY),
        (saxion.id, MONDAY, None),
    ]


def test_the_same_day_keeps_the_last_word() -> None:
    person, de_kern, saxion = make.person(), make.organisation(), make.organisation()
    actions.affiliate(person.id, de_kern.id, MONDAY)

    actions.affiliate(person.id, saxion.id, MONDAY)
    actions.affiliate(person.id, saxion.id, MONDAY)

    assert working_life(person) == [(saxion.id, MONDAY, None)]


def test_the_database_refuses_two_present_employers() -> None:
    person, organisation = make.person(), make.organisation()
    make.saved(Affiliation(person_id=person.id, organisation_id=organisation.id, starts_on=MONDAY))

    with pytest.raises(IntegrityError):
        make.saved(
            Affiliation(
                person_id=person.id,
                organisation_id=organisation.id,
                starts_on=MONDAY + timedelta(days=1),
            )
        )


def test_one_organisation_whatever_the_spelling() -> None:
    first = actions.add_organisation("Stichting De Kern", "welzijn", aliases=["MDW Deventer"])

    assert actions.add_organisation("de kern") is first
    assert actions.add_organisation("mdw  deventer") is first
    assert queries.find_organisation("De Kern B.V.") is first
    assert queries.find_organisation("Iets anders") is None
    assert queries.find_organisation("\n") is None


def test_adding_twice_changes_nothing() -> None:
    def counts() -> list[int]:
        tables = Organisation.metadata.tables
        return [
            db.session.scalar(select(func.count()).select_from(tables[name])) or 0
            for name in tables
            if name.startswith("organisation")
        ]

    given = {"aliases": ["GGD", "GGD Deventer"], "domains": ["ggdijsselland.nl"]}
    actions.add_organisation("GGD IJsselland", "jgz", **given)  # type: ignore[arg-type]
    once = counts()

    actions.add_organisation("GGD IJsselland", "jgz", **given)  # type: ignore[arg-type]

    assert counts() == once


def test_a_proposed_organisation_is_accepted_later() -> None:
    proposed = actions.add_organisation("Praktijk Zon", standing=Standing.PROPOSED)
    assert actions.add_organisation("Praktijk Zon", standing=Standing.PROPOSED) is proposed
    assert proposed.standing is Standing.PROPOSED

    actions.add_organisation("Praktijk Zon", "verloskunde")

    assert (proposed.standing, proposed.sector) == (Standing.ACCEPTED, "geboortezorg")


def test_names_that_make_the_same_address_get_their_own() -> None:
    slugs = [
        actions.add_organisation(name).slug
        for name in ("Zorg & Co", "Zorg: Co BV x", "Zorg", "Stichting Zorg x", "نور", "سلام")
    ]

    assert len(set(slugs)) == 6
    assert all(slugs)
    assert {"organisatie", "organisatie-2"} <= set(slugs)


def test_a_very_long_name_has_an_address_and_a_key_that_fit() -> None:
    first = actions.add_organisation("㎉" * 200)
    second = actions.add_organisation("a" * 199 + "b")
    third = actions.add_organisation("a" * 199 + "c")

    assert max(len(o.key) for o in (first, second, third)) == 200
    assert second.slug != third.slug


def test_an_alias_or_domain_belongs_to_one_organisation() -> None:
    actions.add_organisation("De Kern", aliases=["MDW"], domains=["dekern.example.org"])

    with pytest.raises(ConflictError, match="MDW belongs to another organisation"):
        actions.add_organisation("Raster", aliases=["MDW"])
    with pytest.raises(ConflictError, match=r"dekern\.example\.org belongs"):
        actions.add_organisation("Raster", domains=["@DeKern.example.org"])


def test_a_played_day_counts_as_the_day_somebody_was_seen() -> None:
    with clock.played_at(make.LONG_AGO):
        person = actions.welcome("Noor", "noor@example.org")

    assert person.seen_at == make.LONG_AGO
