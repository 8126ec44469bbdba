"""The configuration: typed, complete, from the environment; fails loudly."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent
VAR = ROOT / "var"


class ConfigError(Exception):
    """One or more settings make no sense; the message has a sentence for each."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default, and what it must look like."""

    name: str
    default: str
    schemes: tuple[str, ...] = ()


SETTINGS = (
    Setting("DATABASE_URL", f"sqlite:///{VAR / 'rok_events.db'}", ("sqlite", "postgresql+psycopg")),
    Setting("SECRET_KEY", ""),
    Setting("PUBLIC_URL", "http://127.0.0.1:5000", ("http", "https")),
    Setting("SITE_NAME", "Netwerkagenda"),
    Setting("CONTACT_EMAIL", "organisatie@example.org"),
    Setting("MAIL_URL", f"folder:{VAR / 'mail'}", ("folder", "smtp", "smtps")),
    Setting("MAIL_FROM", "agenda@example.org"),
    Setting(
        "QUEUE_URL", f"sqlite:///{VAR / 'queue.db'}", ("sqlite", "postgresql+psycopg", "memory")
    ),
    Setting("RATELIMIT_URL", "memory://", ("memory", "redis", "rediss")),
    Setting("TRUSTED_PROXIES", "0"),
)

MINIMUM_SECRET = 32
MAXIMUM_UPLOAD = 20 * 1024 * 1024


def from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the configuration of the application.

    Raises:
        ConfigError: a setting makes no sense; every mistake is named in one sentence.
    """
    given = {s.name: environment.get(s.name, "").strip() or s.default for s in SETTINGS}
    mistakes = [*_mistakes(given)]
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    public = urlsplit(given["PUBLIC_URL"])
    return {
        "SECRET_KEY": given["SECRET_KEY"] or _kept_secret(),
        "SQLALCHEMY_DATABASE_URI": given["DATABASE_URL"],
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": given["DATABASE_URL"].startswith("postgresql")
        },
        "PUBLIC_URL": given["PUBLIC_URL"].rstrip("/"),
        "SITE_NAME": given["SITE_NAME"],
        "CONTACT_EMAIL": given["CONTACT_EMAIL"],
        "QUEUE_URL": given["QUEUE_URL"],
        "RATELIMIT_STORAGE_URI": given["RATELIMIT_URL"],
        "TRUSTED_PROXIES": int(given["TRUSTED_PROXIES"]),
        "MIGRATIONS_FOLDER": ROOT / "migrations",
        "SESSION_COOKIE_SECURE": public.scheme == "https",
        **mail(given["MAIL_URL"], given["MAIL_FROM"]),
    }


def mail(url: str, sender: str) -> dict[str, Any]:
    """Return the settings of Flask-Mail for `MAIL_URL` and `MAIL_FROM`.

    `smtp://` speaks STARTTLS unless it ends in `?tls=none`; `smtps://` speaks TLS from the start.
    """
    parts = urlsplit(url)
    if parts.scheme == "folder":
        return {"MAIL_FOLDER": unquote(parts.path), "MAIL_DEFAULT_SENDER": sender}
    implicit = parts.scheme == "smtps"
    plain = parse_qs(parts.query).get("tls") == ["none"]
    return {
        "MAIL_FOLDER": None,
        "MAIL_DEFAULT_SENDER": sender,
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or (465 if implicit else 587),
        "MAIL_USE_SSL": implicit,
        "MAIL_USE_TLS": not implicit and not plain,
        "MAIL_USERNAME": unquote(parts.username) if parts.username else None,
        "MAIL_PASSWORD": unquote(parts.password) if parts.password else None,
    }


def _mistakes(given: Mapping[str, str]) -> list[str]:
    found = []
    for setting in SETTINGS:
        if setting.schemes and urlsplit(given[setting.name]).scheme not in setting.schemes:
            known = ", ".join(f"{scheme}:" for scheme in setting.schemes)
            found.append(f"{setting.name} must begin with one of {known} (see .env.example).")
    if given["SECRET_KEY"] and len(given["SECRET_KEY"]) < MINIMUM_SECRET:
        found.append(f"SECRET_KEY must have at least {MINIMUM_SECRET} characters.")
    if not given["TRUSTED_PROXIES"].isdigit():
        found.append(
            "TRUSTED_PROXIES must be a number: how many proxies stand before the application."
        )
    found += [
        f"{name} must be one e-mail address, such as agenda@example.org."
        for name in ("MAIL_FROM", "CONTACT_EMAIL")
        if given[name].count("@") != 1 or any(char.isspace() for char in given[name])
    ]
    if given["MAIL_URL"].startswith("smtp") and not urlsplit(given["MAIL_URL"]).hostname:
        found.append(
            "MAIL_URL must name a server, such as smtp://user:password@mail.example.org:587."
        )
    return found


def _kept_secret() -> str:
    """Return the secret key of this installation, made at the first start."""
    path = VAR / "secret_key"
    VAR.mkdir(exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()
