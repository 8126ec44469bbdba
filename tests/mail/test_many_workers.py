"""Several workers at once, each a process of its own, on both databases."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from rok_events.mail.rules import MailState
from tests.mail.sinks import Sink, running
from tests.mail.worlds import MAILS, until

if TYPE_CHECKING:
    from tests.mail.worlds import World

WORKERS = 3


def let_all_work(world: World, *manner: str) -> tuple[Counter[str], int]:
    """Return how often each mail came, and how many connections there were."""
    with running(Sink(slowly=0.02)) as sink:
        with ExitStack() as stack:
            for _ in range(WORKERS):
                stack.enter_context(world.worker(sink.port, *manner))
            until(lambda: world.count(MailState.SENT) == MAILS)
        return Counter(message["Message-ID"] for message in sink.messages), len(sink.connections)


def test_nothing_comes_twice_and_nothing_is_lost(world: World) -> None:
    came, connections = let_all_work(world)

    assert Counter(came.values()) == {1: MAILS}
    # One of them may come too late, on a busy machine.
    assert connections >= WORKERS - 1


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_workers_that_do_not_say_what_they_take_send_it_twice(world: World) -> None:
    """The control: the test above can fail."""
    came, _connections = let_all_work(world, "greedy")

    assert max(came.values()) > 1
