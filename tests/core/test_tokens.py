"""Secrets in links."""

from __future__ import annotations

import re

from rok_events.core import tokens


def test_tokens_differ_and_need_no_escaping() -> None:
    made = {tokens.new() for _ in range(1000)}

    assert len(made) == 1000
    assert all(re.fullmatch(r"[\w-]{27}", token) for token in made)


def test_a_digest_does_not_hold_the_token() -> None:
    assert tokens.digest("a") == tokens.digest("a") != tokens.digest("b")
    assert len(tokens.digest("a")) == 64
