"""The form with which somebody hands a place over."""

from __future__ import annotations

from rok_events.registrations.forms import NameForm, OrganisationForm
from rok_events.registrations.rules import Applicant


class TransferForm(NameForm, OrganisationForm):
    """The colleague who takes over a place."""

    def colleague(self, locale: str, organiser_id: int | None = None) -> Applicant:
        """Return who was filled in; they have agreed to nothing themselves."""
        return Applicant(
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            locale=locale,
            consent="",
            organiser_id=organiser_id,
        )
