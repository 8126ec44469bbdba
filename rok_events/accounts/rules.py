"""What each role may do."""

from __future__ import annotations

from enum import StrEnum

from rok_events.core.permissions import Permission


class Role(StrEnum):
    """What somebody is in a community, or in all of them."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    HOST = "host"
    LEAD = "lead"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.ORGANISER: frozenset(
        {
            Permission.CHECK_IN,
            Permission.SEE_PARTICIPANTS,
            Permission.IMPORT_ATTENDANCE,
            Permission.SEE_MAIL,
        }
    ),
    Role.HOST: frozenset({Permission.CHECK_IN}),
    Role.LEAD: frozenset({Permission.SEE_NETWORK}),
}
