"""Rules of messages."""

from __future__ import annotations

from typing import Any

from rok_events.messages.rules import worth


def test_of_two_recipients_who_are_one_whoever_has_the_mail_stays() -> None:
    new: dict[str, Any] = {"mail_id": None, "is_written": False}
    dealt_with: dict[str, Any] = {"mail_id": None, "is_written": True}
    mailed: dict[str, Any] = {"mail_id": 7, "is_written": True}

    assert sorted([mailed, new, dealt_with], key=worth) == [new, dealt_with, mailed]
