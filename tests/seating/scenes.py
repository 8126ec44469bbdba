"""A werkconferentie with four people of two organisations, next spring or going on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rok_events.seating import queries
from tests import make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.activities.models import Activity, Session
    from rok_events.people.models import Organisation
    from rok_events.registrations.models import Registration

NAMES = {"Ada Aalders": "GGD", "Bo Bakker": "GGD", "Cem Can": "Welzijn", "Dil Demir": ""}


@dataclass(frozen=True)
class Scene:
    """An activity, and who registered by first name."""

    activity: Activity
    people: Mapping[str, Registration]
    ggd: Organisation
    welzijn: Organisation

    @property
    def session(self) -> Session:
        """The only session."""
        return self.activity.sessions[0]

    def page(self, side: str = "") -> str:
        """Return the address of the plan, or of who sat where."""
        return f"/beheer/activiteiten/{self.activity.id}/tafels{side}"

    def ids(self, **seats: Mapping[int, str]) -> dict[int, Mapping[int, str]]:
        """Return a chart by registration of one by first name."""
        return {self.people[name].id: rounds for name, rounds in seats.items()}

    def planned(self) -> dict[str, dict[int, str]]:
        """Return the plan by first name."""
        kept = queries.planned(self.session.id)
        return {name: kept[one.id] for name, one in self.people.items() if one.id in kept}

    def attend(self, *names: str) -> dict[str, int]:
        """Let some be there; return the number of each presence."""
        return {
            name: make.attendance(
                session=self.session,
                person=self.people[name].person,
                organisation=self.people[name].organisation,
            ).id
            for name in names
        }

    def form(self, **seats: Mapping[int, str]) -> dict[str, Any]:
        """Return what the form of the plan sends."""
        return {
            f"tafel-{self.people[name].id}-{round_}": label
            for name, rounds in seats.items()
            for round_, label in rounds.items()
        } | {"rondes": str(max((r for one in seats.values() for r in one), default=1))}


def scene(**given: Any) -> Scene:
    """Make one."""
    activity = make.activity(title="Werkconferentie hechting", capacity=60, **given)
    organisations = {"GGD": make.organisation(name="GGD"), "Welzijn": make.organisation(name="W")}
    people = {
        name.split()[0]: make.registration(
            activity=activity,
            person=make.person(name=name, email=f"{name.split()[0].lower()}@example.org"),
            organisation=organisations.get(organisation),
        )
        for name, organisation in NAMES.items()
    }
    return Scene(activity, people, organisations["GGD"], organisations["Welzijn"])
