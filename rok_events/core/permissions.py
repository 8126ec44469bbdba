"""What somebody may do, in one community or in all."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What somebody may do."""

    PLAN_ACTIVITIES = "plan_activities"
    MANAGE_REGISTRATIONS = "manage_registrations"
    WRITE_TO_PARTICIPANTS = "write_to_participants"
    CHECK_IN = "check_in"
    SEE_PARTICIPANTS = "see_participants"
    IMPORT_ATTENDANCE = "import_attendance"
    MANAGE_PEOPLE = "manage_people"
    SEE_NEEDS = "see_needs"
    SEE_MAIL = "see_mail"
    SEE_NETWORK = "see_network"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_NETWORKS = "manage_networks"
    SEE_AUDIT = "see_audit"
