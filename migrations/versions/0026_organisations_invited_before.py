"""Which organisations were invited already: those where the guests who are known work now."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO invited_organisation (activity_id, organisation_id)"
        " SELECT DISTINCT guest.activity_id, affiliation.organisation_id FROM guest"
        " JOIN affiliation ON affiliation.person_id = guest.person_id"
        " JOIN organisation ON organisation.id = affiliation.organisation_id"
        " WHERE affiliation.ends_on IS NULL AND organisation.standing != 'ignored'"
    )


def downgrade() -> None:
    # Before 0026 nobody was kept here.
    op.execute("DELETE FROM invited_organisation")
