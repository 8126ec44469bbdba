"""Since when organisations belong to a network: before it they could not be at its sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rok_events.network.presences import Ints

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Members:
    """The first day on which somebody of an organisation had a place or came, per network.

    Attributes:
        first: the ordinal of that day, by the ids of organisation and network.
        network_of: the id of the network that held a session, by the session's.
    """

    first: Mapping[tuple[int, int], int]
    network_of: Mapping[int, int]

    def since(self, organisations: Ints, sessions: Ints) -> Ints:
        """Return since when each organisation could be at each session, n x m; `NEVER` if never."""
        networks = [self.network_of[session] for session in sessions.tolist()]
        known, of = np.unique(networks, return_inverse=True)
        days = [
            [self.first.get((organisation, network), NEVER) for network in known.tolist()]
            for organisation in organisations.tolist()
        ]
        return np.array(days, dtype=np.int64).reshape(len(organisations), len(known))[:, of]
