"""A whole life, replayed: after each step every calendar shows exactly what it should."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rok_events.core.errors import ConflictError, InvalidError
from rok_events.db import db
from rok_events.invitations import actions, rules
from rok_events.mail.models import OutgoingMail
from tests.invitations.libical import by_libical, obeys
from tests.invitations.model_calendar import ModelCalendar
from tests.invitations.parsers import by_ical_js, by_vobject
from tests.invitations.world import WEEK, World

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


def told(world: World, change: Callable[[], object]) -> list[tuple[str, str, str]]:
    """Change something and tell of it; return to whom which mail went, with which method."""
    world.do(change)
    mails = world.do(world.tell)
    return [(mail.recipient, mail.purpose, mail.calendar_method) for mail in mails]


def to(who: str, *purposes: tuple[str, str]) -> list[tuple[str, str, str]]:
    return [(f"{who}@example.org", purpose, method) for purpose, method in purposes]


CHANGED, ALSO = ("schedule_changed", "REQUEST"), ("session_changed", "REQUEST")
GONE = ("schedule_changed", "CANCEL")


def test_a_life_of_ten_steps() -> None:
    """Each step ends with every calendar compared, entry by entry."""
    world = World()
    register(world, "anna", "bram", "cas")
    assert world.statuses() == {"anna": "confirmed", "bram": "confirmed", "cas": "waiting"}
    change(world)
    come_and_go(world)
    call_off(world)


def register(world: World, *names: str) -> None:
    """Step 1: three people register for two places."""
    for name in names:
        world.do(partial(world.register, name))
        assert world.wrong() == {}
    assert len(world.mailboxes.of("anna@example.org").entries) == 2


def change(world: World) -> None:
    """Steps 2 to 6: whoever has a place is told of what they see, and nobody else of anything."""
    both = ("anna", "bram")
    steps = [
        (lambda: world.move(1, DAY), [CHANGED]),
        # The name stands at both sessions: one mail tells it, each session has one of its own.
        (lambda: world.revise(title="Slapen"), [CHANGED, ALSO]),
        (lambda: world.house(0, "Stadhuis"), [CHANGED]),
        (lambda: world.cancel_session(1, "De trainer is ziek."), [GONE]),
        (lambda: world.add_session(3 * WEEK), [CHANGED]),
    ]
    for step, mails in steps:
        assert told(world, step) == [one for name in both for one in to(name, *mails)]
        assert world.wrong() == {}


def come_and_go(world: World) -> None:
    """Steps 7 to 9: one cancels and another moves up; she comes back; a colleague takes over."""
    world.do(lambda: world.cancel("anna"))
    assert world.statuses()["cas"] == "confirmed"
    assert world.wrong() == {}
    world.do(lambda: world.register("anna"))
    assert world.statuses()["anna"] == "waiting"
    assert world.wrong() == {}
    world.do(lambda: world.revise(capacity=3))
    assert world.statuses()["anna"] == "confirmed"
    assert world.wrong() == {}
    moves = world.do(lambda: world.hand_over("bram", "dirk"))
    assert [(mail.recipient, mail.calendar_method) for mail in moves] == [
        *[("bram@example.org", "CANCEL")] * 2,
        *[("dirk@example.org", "REQUEST")] * 2,
    ]
    assert world.wrong() == {}


def call_off(world: World) -> None:
    """Step 10: everybody's calendar is empty."""
    world.do(lambda: world.call_off("Te weinig deelnemers."))
    assert world.wrong() == {}
    assert [c.shown() for c in world.mailboxes.calendars.values()] == [[]] * 4


def test_three_programs_read_the_whole_life_alike() -> None:
    world = World()
    register(world, "anna", "bram", "cas")
    change(world)
    come_and_go(world)
    call_off(world)
    objects = "".join(world.objects())

    told = by_vobject(objects)

    assert len(told) == len(world.objects()) > 20
    assert by_libical(objects) == told
    assert by_ical_js(objects) == told
    assert all(obeys(one) for one in world.objects())


def test_whoever_cancelled_hears_nothing_more() -> None:
    world = World()
    world.do(lambda: world.register("anna"))
    world.do(lambda: world.cancel("anna"))

    later = [
        *told(world, lambda: world.move(0, DAY)),
        *told(world, lambda: world.add_session(5 * WEEK)),
        *told(world, lambda: world.cancel_session(0, "Ziek.")),
    ]
    off = world.do(lambda: world.call_off("Geen zaal."))

    assert (later, off) == ([], [])


def test_three_saves_are_told_once_and_a_change_taken_back_is_not_told() -> None:
    world = World()
    world.do(lambda: world.register("anna"))

    for _ in range(3):
        assert world.do(lambda: world.move(1, DAY)) == []
    once = world.do(world.tell)
    world.do(lambda: world.house(0, "Elders"))
    back = told(world, lambda: world.house(0, ""))
    again = world.do(world.tell)

    assert [mail.purpose for mail in once] == ["schedule_changed"]
    assert (back, again) == ([], [])
    assert world.wrong() == {}


STEPS: dict[str, Callable[[World, int], None]] = {
    "register": lambda world, n: world.register("abc"[n % 3]),
    "cancel": lambda world, n: world.cancel("abc"[n % 3]),
    "hand over": lambda world, n: world.hand_over("abc"[n % 3], "abc"[(n + 1) % 3]),
    "move": lambda world, n: world.move(n, DAY * (n % 3 - 1)),
    "house": lambda world, n: world.house(n, "AB "[n % 3].strip()),
    "rename": lambda world, n: world.revise(title=f"Titel {n % 2}"),
    "more places": lambda world, n: world.revise(capacity=2 + n % 2),
    "add": lambda world, n: world.add_session(WEEK * (2 + n)),
    "take out": lambda world, n: world.cancel_session(n, "Ziek."),
    "call off": lambda world, n: world.call_off("Geen zaal.") if n > 4 else None,
    "tell": lambda world, _n: world.tell(),
}

LIVES = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 5)), min_size=4, max_size=14
)


def play(life: list[tuple[str, int]]) -> World:
    """Play a life, and look after each step at who has no place; at the end at everybody."""
    world = World()
    world.do(lambda: world.register("a"))
    for name, n in life:
        try:
            world.do(partial(STEPS[name], world, n))
        except (ConflictError, InvalidError, StopIteration):
            db.session.expire_all()
        for registration in world.people():
            if not world.should_show(registration):
                assert world.mailboxes.of(registration.person.email or "").shown() == []
    world.do(world.tell)
    assert world.wrong() == {}
    return world


@given(LIVES, st.randoms(use_true_random=False))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_things_leaves_a_wrong_calendar(
    app: Flask, life: list[tuple[str, int]], chance: random.Random
) -> None:
    """Sequences rise strictly, whatever happens; and mails that overtake each other do no harm."""
    world = play(life)

    for address, calendar in world.mailboxes.calendars.items():
        mails = list(
            db.session.scalars(
                select(OutgoingMail).where(
                    OutgoingMail.recipient == address,
                    OutgoingMail.community_id == world.activity.community_id,
                    OutgoingMail.calendar != "",
                )
            )
        )
        chance.shuffle(mails)
        other = ModelCalendar(address)
        for mail in mails:
            other.take(mail.calendar)
        assert other.entries == calendar.entries


def test_a_mail_that_is_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.do(lambda: world.register("anna"))
    world.do(lambda: world.move(0, DAY))
    monkeypatch.setattr(world.mailboxes, "deliver", lambda _mails: [])

    world.do(world.tell)

    assert list(world.wrong()) == ["anna@example.org"]


def test_a_sequence_that_does_not_rise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.do(lambda: world.register("anna"))
    world.do(lambda: world.move(0, DAY))
    raised = actions._tell

    def forgetful(entry: object, *args: object, **more: object) -> None:
        entry.sequence -= 1  # type: ignore[attr-defined]
        raised(entry, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "_tell", forgetful)

    with pytest.raises(AssertionError, match="did not rise"):
        world.do(world.tell)


def test_an_entry_that_stays_behind_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.do(lambda: world.register("anna"))
    monkeypatch.setattr(rules, "change", lambda *_args, **_more: None)

    world.do(lambda: world.cancel_session(1, "Ziek."))
    world.do(world.tell)

    assert list(world.wrong()) == ["anna@example.org"]


def test_a_calendar_ignores_what_is_old_and_does_not_bring_back_what_went() -> None:
    world = World()
    invited = world.do(lambda: world.register("anna"))
    world.do(lambda: world.cancel("anna"))
    calendar = world.mailboxes.of("anna@example.org")

    assert not calendar.take(invited[0].calendar)
    assert calendar.shown() == []
