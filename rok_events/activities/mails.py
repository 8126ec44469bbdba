"""Letters about an activity: what all of them tell, whichever room writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import force_locale, gettext

from rok_events.activities.kinds import TRAITS
from rok_events.mail import letters

if TYPE_CHECKING:
    from rok_events.activities.models import Activity
    from rok_events.mail.letters import Letter


def compose(
    template: str,
    activity: Activity,
    *,
    locale: str,
    **known: Any,  # noqa: ANN401 -- whatever the templates speak of, as in `letters.compose`
) -> Letter:
    """Write a letter in the name of the community that holds an activity.

    `known` names at least `recipient`, `recipient_name` and `about`, and goes before what is told
    of every activity: the activity itself, its `kind` in words, and the `name` for a heading.
    """
    traits = TRAITS[activity.kind]
    with force_locale(locale):
        kind = gettext(traits.name)
    told = {
        "community_id": activity.community_id,
        "activity_id": activity.id,
        "sender_name": activity.community.name,
        "reply_to": activity.contact_email or current_app.config["CONTACT_EMAIL"],
        "accent": activity.community.accent,
        "activity": activity,
        "kind": kind,
        # A subject lies open on the screen of a locked phone.
        "name": activity.title if traits.shows_title else kind,
    }
    return letters.compose(template, locale=locale, **told | known)
