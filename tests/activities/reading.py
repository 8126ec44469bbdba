"""Reading pages as people do."""

from __future__ import annotations

import re

DASH = "\N{EN DASH}"


def seen(page: str) -> str:
    """Return the words of a page as one line."""
    matter = "<main" + page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", matter).split()).replace(DASH, "-")
