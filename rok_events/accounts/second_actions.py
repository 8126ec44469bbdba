"""Showing a second factor: on the way in, and once more before a change that matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.accounts import factor_actions, queries, rules, sign_in_actions, sign_in_queries
from rok_events.core import clock

if TYPE_CHECKING:
    from rok_events.accounts.sign_in_actions import Arrival


def answer(sign_in_id: int, code: str) -> Arrival:
    """Let somebody in wholly who has a code after their first factor.

    Raises:
        SignInOverError: nobody is waited for any more.
        WrongCodeError: the code is not right.
    """
    found = sign_in_queries.find_half_for_update(sign_in_id, clock.now())
    if found is None:
        raise rules.SignInOverError
    factor_actions.use_code(found[0], code)
    return sign_in_actions.complete(sign_in_id)


def prove(account_id: int, sign_in_id: int, code: str) -> None:
    """Write down that whoever is signed in has a code.

    Raises:
        WrongCodeError: the code is not right.
    """
    account = queries.get_for_update(account_id)
    factor_actions.use_code(account, code)
    sign_in_actions.prove(account, sign_in_id)
