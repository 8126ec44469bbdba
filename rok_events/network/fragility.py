"""Ties that hang on one person: without that one, two organisations were never in one room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from rok_events.network.presences import NOBODY, numbered

if TYPE_CHECKING:
    from rok_events.network.presences import Bools, Ints, Presences


def fragile(presences: Presences, organisations: Ints) -> Bools:
    """Tell of which two organisations every meeting depends on one and the same person; n x n.

    A meeting depends on whoever is there alone for one of the two. Somebody who moved from the one
    to the other may be it for both. Who it is, is told nowhere.
    """
    rows = presences.only(np.flatnonzero(presences.organisation != NOBODY))
    n, owner = len(organisations), np.searchsorted(organisations, rows.organisation)
    group, sizes = numbered(rows.group)
    cell = owner * len(sizes) + group
    _, first, heads = np.unique(cell, return_index=True, return_counts=True)
    ones, shape = np.ones(len(first)), (n, len(sizes))
    visits = sparse.csr_array((ones, (owner[first], group[first])), shape=shape)
    shared = (visits @ visits.T).toarray()

    alone = first[heads == 1]
    held, holder = np.unique(rows.person[alone] * n + owner[alone], return_inverse=True)
    single = sparse.csr_array(
        (np.ones(len(alone)), (holder, group[alone])), shape=(len(held), len(sizes))
    )
    depending = (single @ visits.T).tocoo()
    person, own = np.divmod(held[depending.row], n)
    low, high = np.minimum(own, depending.col), np.maximum(own, depending.col)
    tie, of_tie = np.unique((person * n + low) * n + high, return_inverse=True)
    times = np.bincount(of_tie, weights=depending.data, minlength=len(tie))
    one, other = np.divmod(tie % n**2, n)
    hangs = (times == shared[one, other]) & (one != other)
    found = np.zeros((n, n), dtype=bool)
    found[one[hangs], other[hangs]] = found[other[hangs], one[hangs]] = True
    return found
