"""The four ways in which the domain says no; `web.errors` turns them into pages."""

from __future__ import annotations


class DomainError(Exception):
    """A rule of the domain forbids this.

    `message` is a full English sentence with named placeholders, marked with `text.N_` so that
    it can be translated for the person; `values` fill the placeholders; `field` names the form
    field it belongs to, if it belongs to one.
    """

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values
        self.field = field


class NotFoundError(DomainError):
    """It is not there, or not for you to know about."""


class ForbiddenError(DomainError):
    """It is there, but you may not."""


class ConflictError(DomainError):
    """It may be done, but not in the present state."""


class InvalidError(DomainError):
    """What was given makes no sense."""
