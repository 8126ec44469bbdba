"""What two changes of one row come to."""

from __future__ import annotations

from rok_events.audit.rules import Change, Deed, both


def test_words_that_are_not_quoted_stay_changed() -> None:
    """Nobody knows whether they are as they were: only that they changed is told."""
    changed = Change(deed=Deed.CHANGED, thing="note", told={"text": None, "place": ("A", "B")})

    back = Change(deed=Deed.CHANGED, thing="note", told={"text": None, "place": ("B", "A")})

    come_to = both(changed, back)
    assert come_to is not None
    assert come_to.told == {"text": None}
