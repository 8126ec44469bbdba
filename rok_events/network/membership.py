"""Which organisations could be at a session: members of its network, and who was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rok_events.network.presences import Ints

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Members:
    """The first day on which somebody of an organisation had a place or came, per network.

    Attributes:
        first: the ordinal of that day, by the ids of organisation and network.
        network_of: the id of the network that held a session, by the session's.
        asked: the ids of the organisations that could come, by a session's that was by invitation.
    """

    first: Mapping[tuple[int, int], int]
    network_of: Mapping[int, int]
    asked: Mapping[int, Collection[int]] = field(default_factory=dict)

    def since(self, organisations: Ints, sessions: Ints) -> Ints:
        """Return since when each organisation could be at each session, n x m; `NEVER` if never."""
        networks = [self.network_of[session] for session in sessions.tolist()]
        known, of = np.unique(networks, return_inverse=True)
        days = [
            [self.first.get((organisation, network), NEVER) for network in known.tolist()]
            for organisation in organisations.tolist()
        ]
        since = np.array(days, dtype=np.int64).reshape(len(organisations), len(known))[:, of]
        for column, session in enumerate(sessions.tolist()):
            if session in self.asked:
                since[~np.isin(organisations, [*self.asked[session]]), column] = NEVER
        return since
