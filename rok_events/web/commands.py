"""Commands that say in one sentence why they could not do what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from click import ClickException
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from rok_events.core.errors import DomainError

if TYPE_CHECKING:
    from click import Context

DATABASE = (
    "The database does not answer as it should. Is it running, and did you run `flask db upgrade`?"
)


class Commands(AppGroup):
    """The commands of one room: `group = Commands("accounts", help="…")`.

    What the domain forbids ends with its sentence on standard error and status 1; so does a
    database that is away, locked for too long, or not migrated.
    """

    def invoke(self, ctx: Context) -> Any:  # noqa: ANN401 -- as click has it
        """Run a command."""
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise ClickException(str(error)) from None
        except (OperationalError, ProgrammingError) as error:
            msg = f"{DATABASE} It says: {str(error.orig).splitlines()[0]}"
            raise ClickException(msg) from None
