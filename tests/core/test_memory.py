"""What a process remembers, and what it lets go."""

from __future__ import annotations

from rok_events.core.memory import Memory


def test_what_was_asked_for_last_stays_within_the_bytes() -> None:
    memory = Memory[str](100)
    for name in ("a", "b", "c"):
        memory.keep(name, name.upper(), 40)
        memory.find("a")

    assert [memory.find(name) for name in ("a", "b", "c")] == ["A", None, "C"]


def test_what_is_too_large_stays_alone() -> None:
    memory = Memory[str](100)
    memory.keep("small", "one", 10)

    memory.keep("large", "two", 1000)
    assert (memory.find("small"), memory.find("large")) == (None, "two")

    memory.keep("small", "three", 10)
    assert (memory.find("small"), memory.find("large")) == ("three", None)


def test_what_is_kept_again_counts_once() -> None:
    memory = Memory[str](100)
    memory.keep("other", "stays", 50)
    for size in (90, 40):
        memory.keep("one", "again", size)
        memory.keep("other", "stays", 50)

    assert memory.find("one") == "again"


def test_of_an_older_version_nothing_is_left() -> None:
    memory = Memory[str](100)
    memory.keep("a", "old", 1, version=1)
    memory.keep("b", "new", 1, version=2)

    assert memory.find("a", version=1) is None
    assert memory.find("a", version=2) is None
    assert memory.find("b", version=1) is None
    assert memory.find("b", version=2) == "new"

    memory.forget()
    assert memory.find("b", version=2) is None
