"""What a browser says of itself, and who looks after whom."""

from __future__ import annotations

import pytest

from rok_events.accounts import rules

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (CHROME.format("Windows NT 10.0; Win64; x64"), "Chrome, Windows"),
        (CHROME.format("Windows NT 10.0; Win64; x64") + " Edg/141.0", "Edge, Windows"),
        (CHROME.format("Linux; Android 15"), "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko Firefox/145.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Safari/605", "Safari, Mac"),
        ("curl/8.0", ""),
        ("<script>", ""),
    ],
)
def test_a_browser_is_named_in_a_word_or_two(user_agent: str, device: str) -> None:
    assert rules.device(user_agent) == device


@pytest.mark.parametrize(
    ("managed", "where", "sees", "looks_after"),
    [
        (None, [], True, True),
        (None, [1, None], True, True),
        ({1}, [1], True, True),
        ({1}, [1, 2], True, False),
        ({1}, [1, None], True, False),
        ({1}, [None], False, False),
        ({1}, [2], False, False),
        ({1}, [], False, False),
    ],
)
def test_who_manages_a_network_looks_after_who_works_there_only(
    managed: set[int] | None, where: list[int | None], *, sees: bool, looks_after: bool
) -> None:
    assert rules.shares(managed, where) is sees
    assert rules.looks_after(managed, where) is looks_after
