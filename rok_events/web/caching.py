"""Pages that a browser may keep, if it asks each time whether they are still the same."""

from __future__ import annotations

from flask import Response, request


def revalidated(page: str) -> Response:
    """Answer with a page, or with 304 to a browser that has this very page already.

    The tag is made of the page itself, so nobody ever sees an old one.
    """
    answer = Response(page)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag(weak=True)
    answer.make_conditional(request)
    return answer
