"""Who may come in: every view says so with `public`, `by_link`, `signed_in` or `require`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from flask import current_app, g, redirect, request, url_for
from flask_babel import gettext

from rok_events.core.errors import ForbiddenError
from rok_events.core.permissions import Permission
from rok_events.core.text import N_
from rok_events.web.requests import wants_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask
    from flask.typing import ResponseReturnValue

P = ParamSpec("P")


@dataclass(frozen=True)
class Visitor:
    """Whoever makes the request, and what they may do where.

    `grants` maps a community's id to what may be done in it; `None` stands for every community.
    `first` is the path of the page that must be dealt with before anything else.
    """

    account_id: int | None = None
    name: str = ""
    grants: Mapping[int | None, frozenset[Permission]] = field(default_factory=dict)
    first: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody has signed in."""
        return self.account_id is not None

    def may(self, permission: Permission, community_id: int | None) -> bool:
        """Tell whether the visitor may do this in one community."""
        return permission in self.grants.get(None, ()) or permission in self.grants.get(
            community_id, ()
        )

    def may_somewhere(self, permission: Permission) -> bool:
        """Tell whether the visitor may do this in any community."""
        return any(permission in granted for granted in self.grants.values())

    def communities(self, permission: Permission) -> frozenset[int] | None:
        """Return the communities in which the visitor may do this; `None` means in every one."""
        if permission in self.grants.get(None, ()):
            return None
        allowed = (id_ for id_, granted in self.grants.items() if permission in granted)
        return frozenset(id_ for id_ in allowed if id_ is not None)


STRANGER = Visitor()
REFUSED = N_("Your role does not let you in here. Ask an administrator if you should be.")


def init_app(app: Flask, who: Callable[[], Visitor]) -> None:
    """Let `who` recognise the visitor, at most once a request and only when asked."""
    app.extensions["access"] = who

    @app.context_processor
    def names() -> dict[str, object]:
        return {"visitor": visitor(), "Permission": Permission}


def visitor() -> Visitor:
    """Return whoever makes this request."""
    if "visitor" not in g:
        g.visitor = current_app.extensions["access"]()
    return cast("Visitor", g.visitor)


def check(permission: Permission, community_id: int | None) -> None:
    """Refuse the visitor who may not do this in this community.

    Raises:
        ForbiddenError: the visitor may not.
    """
    if not visitor().may(permission, community_id):
        raise ForbiddenError(REFUSED)


def public(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let everybody in."""
    view.__dict__["access"] = "public"
    return view


def by_link(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let in whoever has the unguessable link; the view itself looks the token up.

    The address is a secret: the answer is kept by no cache and told to no other site.
    """

    @wraps(view)
    def linked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        g.is_private = True
        return view(*args, **kwargs)

    linked.__dict__["access"] = "by_link"
    return linked


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let in whoever has signed in, for what is their own; a stranger is asked to sign in first."""

    @wraps(view)
    def known(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        g.is_private = True
        return _stopped() or view(*args, **kwargs)

    known.__dict__["access"] = "signed_in"
    return known


def signed_in_first(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let in whoever has signed in, also to what must be dealt with before anything else."""

    @wraps(view)
    def known(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        g.is_private = True
        return view(*args, **kwargs) if visitor().is_known else _ask_to_sign_in()

    known.__dict__["access"] = "signed_in"
    return known


def require(
    permission: Permission,
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Let in those who have `permission` in some community; the view checks in which.

    A stranger is asked to sign in first and comes back to the page.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            g.is_private = True
            if stop := _stopped():
                return stop
            if not visitor().may_somewhere(permission):
                raise ForbiddenError(REFUSED)
            return view(*args, **kwargs)

        guarded.__dict__["access"] = permission
        return guarded

    return decorate


def _stopped() -> ResponseReturnValue | None:
    """Return where a stranger goes, and who must deal with something first."""
    if not visitor().is_known:
        return _ask_to_sign_in()
    if first := visitor().first:
        if wants_json():
            return {"error": gettext(REFUSED)}, HTTPStatus.FORBIDDEN
        page = f"{request.script_root}{first}?{urlencode({'naar': here() or '/'})}"
        return redirect(page, HTTPStatus.SEE_OTHER)
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if wants_json():
        return {"error": gettext("Sign in first.")}, HTTPStatus.UNAUTHORIZED
    return redirect(url_for("accounts.sign_in", naar=here()), HTTPStatus.SEE_OTHER)


def here() -> str | None:
    """Return the path of this page, or of the page whose form was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    form = urlsplit(request.referrer or "")
    return form.path if form.netloc == request.host else None
