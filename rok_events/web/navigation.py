"""The ways through the site: which links a visitor sees in the header, workspace and footer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import request

from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.web.access import visitor
from rok_events.web.jinja import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask


@dataclass(frozen=True)
class Way:
    """A page one can go to, and what one must be allowed to in order to see the link.

    `also` is the path of pages that one comes to by this way, and that lie elsewhere.
    """

    words: str
    path: str
    sign: str = ""
    permission: Permission | None = None
    also: str = ""

    def of(self, id_: int) -> Way:
        """Return the way to the page of one thing."""
        return replace(self, path=self.path.format(id_), also=self.also.format(id_))


@dataclass(frozen=True)
class Link:
    """A way as this visitor sees it."""

    words: str
    url: str
    sign: str
    is_here: bool


MAIN = (
    Way(N_("Agenda"), "/"),
    Way(N_("Networks"), "/netwerken"),
    Way(N_("My registrations"), "/mijn"),
    Way(N_("Organise"), "/beheer", permission=Permission.CHECK_IN),
    Way(N_("Insight"), "/inzicht", permission=Permission.SEE_NETWORK),
)
WORKSPACE = (
    Way(N_("Today"), "/beheer", "calendar", Permission.CHECK_IN),
    Way(N_("Activities"), "/beheer/activiteiten", "people", Permission.SEE_PARTICIPANTS),
    Way(N_("People"), "/beheer/mensen", "person", Permission.MANAGE_PEOPLE),
    Way(N_("Organisations"), "/beheer/organisaties", "organisation", Permission.MANAGE_PEOPLE),
    Way(
        N_("Import attendance"),
        "/beheer/aanwezigheid/import",
        "download",
        Permission.IMPORT_ATTENDANCE,
    ),
    Way(N_("Mail"), "/beheer/mail", "mail", Permission.SEE_MAIL),
    Way(N_("Inbox"), "/beheer/postvak", "inbox", Permission.SEE_MAIL),
    Way(N_("Insight"), "/inzicht", "info", Permission.SEE_NETWORK),
    Way(N_("Network"), "/inzicht/netwerk", "network", Permission.SEE_NETWORK),
    Way(N_("Participation"), "/inzicht/deelname", "people", Permission.SEE_NETWORK),
    Way(N_("Should meet"), "/inzicht/ontmoeten", "link", Permission.SEE_NETWORK),
    Way(N_("Side by side"), "/inzicht/vergelijken", "sort", Permission.SEE_NETWORK),
    Way(N_("Report"), "/inzicht/rapport", "print", Permission.SEE_NETWORK),
    Way(N_("Publish"), "/inzicht/publiceren", "online", Permission.SEE_NETWORK),
    Way(N_("Networks"), "/beheer/netwerken", "place", Permission.MANAGE_NETWORKS),
    Way(N_("Accounts"), "/beheer/accounts", "lock", Permission.MANAGE_ACCOUNTS),
    Way(N_("Audit trail"), "/beheer/logboek", "history", Permission.SEE_AUDIT),
)
# One activity in the workspace: what its tabs lead to, with its number in the gap.
ACTIVITY = (
    Way(N_("Overview"), "/beheer/activiteiten/{}", permission=Permission.SEE_PARTICIPANTS),
    Way(
        N_("Registrations"),
        "/beheer/activiteiten/{}/aanmeldingen",
        permission=Permission.SEE_PARTICIPANTS,
    ),
    Way(
        N_("Invitations"),
        "/beheer/activiteiten/{}/uitnodigingen",
        permission=Permission.WRITE_TO_PARTICIPANTS,
    ),
    Way(
        N_("Messages"),
        "/beheer/activiteiten/{}/berichten",
        permission=Permission.WRITE_TO_PARTICIPANTS,
    ),
    Way(N_("Tables"), "/beheer/activiteiten/{}/tafels", permission=Permission.SEE_PARTICIPANTS),
    Way(N_("On paper"), "/beheer/activiteiten/{}/papier", permission=Permission.SEE_PARTICIPANTS),
    Way(
        N_("Certificates"),
        "/beheer/activiteiten/{}/certificaten",
        permission=Permission.SEE_PARTICIPANTS,
        also="/beheer/activiteiten/{}/registers",
    ),
    Way(N_("Audit trail"), "/beheer/activiteiten/{}/logboek", permission=Permission.SEE_AUDIT),
)
FOOTER = (
    Way(N_("Privacy"), "/privacy"),
    Way(N_("Accessibility"), "/toegankelijkheid"),
)


def init_app(app: Flask) -> None:
    """Give the layouts their links."""
    app.jinja_env.globals.update(
        main_links=lambda: _links(MAIN),
        workspace_links=lambda: _links(WORKSPACE),
        activity_links=lambda activity_id: _links([way.of(activity_id) for way in ACTIVITY]),
        footer_links=lambda: _links(FOOTER),
    )


def _links(ways: Sequence[Way]) -> list[Link]:
    seen = [way for way in ways if _may_see(way)]
    here = _nearest(seen, request.path)
    root = request.script_root
    return [Link(said(way.words), root + way.path, way.sign, is_here=way is here) for way in seen]


def _may_see(way: Way) -> bool:
    return way.permission is None or visitor().may_somewhere(way.permission)


def _nearest(ways: Sequence[Way], path: str) -> Way | None:
    """Return the way with the longest path that `path` lies under; the front page only itself."""
    paths = {one: way for way in ways for one in (way.path, way.also) if one}
    over = [one for one in paths if path == one or (one != "/" and path.startswith(f"{one}/"))]
    return paths[max(over, key=len)] if over else None
