"""What every template may use: assets, dates, language, and the names of the site."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from jinja2 import StrictUndefined

from rok_events.web import dates, language, links, navigation, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from jinja2.runtime import Macro
    from wtforms import Field

T = TypeVar("T")


class AssetsMissingError(RuntimeError):
    """The stylesheets and scripts have not been built."""


def init_app(app: Flask) -> None:
    """Make templates strict, and give them what they need."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=_spoken(dates.day),
        brief=_spoken(dates.brief),
        month_name=_spoken(dates.month_name),
        month_short=_spoken(dates.month_short),
        clock=_spoken(dates.clock),
        moment=_spoken(dates.moment),
        when=_spoken(dates.when),
        span=_spoken(dates.span),
        hours=lambda period: dates.hours(period.starts_at, period.ends_at, language.current()),
        block=_spoken(dates.block),
        machine=dates.machine,
    )
    app.jinja_env.globals.update(
        asset_url=_asset_url(app),
        described=described,
        language=language.current,
        language_url=language_url,
        public_url=links.public_url,
        query_url=query_url,
        remembered=remembered,
        mail_colour=theme.button_colour,
        theme_version=theme.version,
        site_name=app.config["SITE_NAME"],
        contact_email=app.config["CONTACT_EMAIL"],
    )
    navigation.init_app(app)


def _spoken(say: Callable[[Any, str], T]) -> Callable[[Any], T]:
    return lambda value: say(value, language.current())


def _asset_url(app: Flask) -> Callable[[str], str]:
    """Return a function from a file's name to its address; the list is read once."""
    manifest = Path(app.static_folder or "static") / "dist" / "manifest.json"
    built: dict[str, str] = {}

    def asset_url(name: str) -> str:
        if not built or app.debug:
            built.clear()
            built.update(_read(manifest))
        if name not in built:
            msg = f"The asset {name} has not been built: run `make setup`."
            raise AssetsMissingError(msg)
        return f"{request.script_root}{app.static_url_path}/{built[name]}"

    return asset_url


def _read(manifest: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(manifest.read_text())
    except FileNotFoundError:
        msg = "The stylesheets and scripts have not been built: run `make setup`."
        raise AssetsMissingError(msg) from None
    return found


def described(field: Field, css: str, hint: object = None, **attributes: object) -> dict[str, Any]:
    """Return the attributes that tie a form field to its hint and its error."""
    ids = [f"{field.id}-hint"] if hint or field.description else []
    found: dict[str, Any] = {"class": css}
    if field.errors:
        ids.append(f"{field.id}-error")
        found["aria-invalid"] = "true"
    if ids:
        found["aria-describedby"] = " ".join(ids)
    return found | {name.replace("_", "-"): v for name, v in attributes.items() if v is not None}


def remembered(macro: Macro, most: int = 2048) -> Callable[..., str]:
    """Return `macro` with a memory: what it made of the same words in the same language.

    Only for macros that show their arguments and nothing of the request; these must be hashable.
    `most` is how many results are kept: few if they are large.
    """

    @lru_cache(maxsize=most)
    def made(
        _language: str, args: tuple[object, ...], named: tuple[tuple[str, object], ...]
    ) -> str:
        return macro(*args, **dict(named))

    return lambda *args, **named: made(language.current(), args, tuple(named.items()))


def language_url(code: str) -> str:
    """Return the address that switches the language and comes back to this page."""
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return url_for("language.switch", code=code, naar=here)


def query_url(**changes: object) -> str:
    """Return this page's address with some of its query changed; `None` takes a part away."""
    query = request.args.to_dict(flat=False)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = [str(value)]
    text = urlencode(query, doseq=True)
    return f"{request.path}?{text}" if text else request.path
