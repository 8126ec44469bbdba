"""The three kinds of activity, and every difference between them in one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from rok_events.core.text import N_


class Kind(StrEnum):
    """What sort of activity it is. The Dutch names are the field's own."""

    WERKCONFERENTIE = "werkconferentie"
    TRAINING = "training"
    CASUSTAFEL = "casustafel"


@dataclass(frozen=True)
class Traits:
    """What sets one kind apart.

    `name` and `plural` are message ids; `has_many_sessions` tells whether one registration
    usually covers several sessions; `usual_capacity` is in people, `usual_length` in time;
    `closes_before` is how long before the start registration closes unless a day was chosen;
    `shows_title` is false where the title may hold a case and stays within the activity.
    """

    name: str
    plural: str
    has_many_sessions: bool
    usual_capacity: int
    usual_length: timedelta
    closes_before: timedelta
    shows_title: bool


TRAITS = {
    Kind.WERKCONFERENTIE: Traits(
        name=N_("Working conference"),
        plural=N_("Working conferences"),
        has_many_sessions=False,
        usual_capacity=63,
        usual_length=timedelta(hours=3, minutes=30),
        closes_before=timedelta(days=2),
        shows_title=True,
    ),
    Kind.TRAINING: Traits(
        name=N_("Training"),
        plural=N_("Trainings"),
        has_many_sessions=True,
        usual_capacity=14,
        usual_length=timedelta(hours=3),
        closes_before=timedelta(days=7),
        shows_title=True,
    ),
    Kind.CASUSTAFEL: Traits(
        name=N_("Case table"),
        plural=N_("Case tables"),
        has_many_sessions=False,
        usual_capacity=10,
        usual_length=timedelta(hours=2),
        closes_before=timedelta(days=1),
        shows_title=False,
    ),
}
