"""A community's theme: one small stylesheet, made from its accent colour."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from rok_events.core import colour

DEFAULT_ACCENT = "#0b6a63"  # in site.css already: pages without a community ask for nothing more


@lru_cache(maxsize=256)
def stylesheet(accent: str) -> str:
    """Return the stylesheet that gives a page this accent, light and dark."""
    light, dark = (
        f".rok-theme{{{_tokens(scale)}}}"
        for scale in (colour.light_scale(accent), colour.dark_scale(accent))
    )
    return f"{light}\n@media screen and (prefers-color-scheme:dark){{{dark}}}\n"


@lru_cache(maxsize=256)
def version(accent: str) -> str:
    """Return a short name of the stylesheet's content, for an address that never goes stale."""
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:10]


def button_colour(accent: str | None) -> str:
    """Return the colour of a button with white words, for mails, where stylesheets do not reach."""
    return colour.light_scale(accent or DEFAULT_ACCENT)[500]


def _tokens(scale: dict[int, str]) -> str:
    return ";".join(f"--rok-accent-{step}:{scale[step]}" for step in colour.STEPS)
