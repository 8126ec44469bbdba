"""The configuration: typed, complete, from the environment; fails loudly."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urlsplit

from dotenv import dotenv_values

from rok_events.accounts import provider_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parent
VAR = ROOT / "var"
MINIMUM_SECRET = 32
REDIS = {"redis", "rediss"}


class ConfigError(Exception):
    """One or more settings make no sense; the message has a sentence for each."""


def _number(least: int, most: int = 10**6) -> Callable[[str], str]:
    def fault(value: str) -> str:
        fits = value.isdecimal() and least <= int(value) <= most
        return "" if fits else f"must be a whole number from {least} to {most}"

    return fault


def _web_address(value: str) -> str:
    parts = _parts(value)
    fits = parts.scheme in {"http", "https"} and parts.hostname and not parts.query
    return "" if fits or not value else "must be an address such as https://agenda.example.org"


def _secret(value: str) -> str:
    fits = not value or len(value) >= MINIMUM_SECRET
    return "" if fits else f"must have at least {MINIMUM_SECRET} characters"


def _secrets(value: str) -> str:
    return "" if not any(map(_secret, value.split())) else f"each {_secret('short')}"


def _database(value: str) -> str:
    parts = _parts(value)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        return ""
    if parts.scheme == "postgresql+psycopg" and len(parts.path) > 1:
        return ""
    return "must be sqlite:////folder/file.db or postgresql+psycopg://user:password@host/name"


def _queue(value: str) -> str:
    if _parts(value).scheme in REDIS:
        return _redis(value)
    fits = value == "memory:" or not _database(value)
    return "" if fits else f"{_database(value)}, or redis://host:6379/0"


def _limits(value: str) -> str:
    if _parts(value).scheme not in {"memory", *REDIS}:
        return "must be memory:// or an address such as redis://host:6379/0"
    return "" if value == "memory://" else _redis(value)


def _redis(value: str) -> str:
    if not _parts(value).hostname:
        return "must be an address such as redis://host:6379/0"
    if find_spec("redis") is None:
        return "names Redis, which needs one more package: run pip install redis"
    return ""


def _mail_server(value: str) -> str:
    parts = _parts(value)
    if parts.scheme == "folder" and parts.path:
        return ""
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        return "must be smtp://user:password@host:587, smtps://user:password@host or folder:/path"
    known = parts.query in {"", "tls=none"}
    return "" if known else "knows one option: ?tls=none, for a server that has no STARTTLS"


def _inbox(value: str) -> str:
    parts = _parts(value)
    if not value or (parts.scheme == "lmtp" and parts.hostname and parts.port):
        return ""
    if parts.scheme not in {"imap", "imaps"} or not (parts.username and parts.password):
        return "must be imaps://user:password@host/INBOX or lmtp://127.0.0.1:8024"
    known = parts.query in {"", "tls=none"}
    return "" if known else "knows one option: ?tls=none, for a server that has no STARTTLS"


def _mail_address(value: str) -> str:
    fits = value.count("@") == 1 and not any(char.isspace() for char in value)
    return "" if fits else "must be one e-mail address, such as agenda@example.org"


def _words(value: str) -> str:
    return "" if value.isprintable() else "must be one line of text"


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, its default, and what may be wrong with a value.

    `fault` returns the rest of a sentence that begins with the name, or nothing.
    """

    name: str
    default: str
    fault: Callable[[str], str]


SETTINGS = (
    Setting("HOST", "127.0.0.1", _words),
    Setting("PORT", "5000", _number(1, 65535)),
    Setting("PUBLIC_URL", "", _web_address),
    Setting("WEB_WORKERS", "2", _number(1, 64)),
    Setting("TRUSTED_PROXIES", "0", _number(0, 9)),
    Setting("SECRET_KEY", "", _secret),
    Setting("SECRET_KEY_FALLBACKS", "", _secrets),
    Setting("DATABASE_URL", "sqlite:///var/rok_events.db", _database),
    Setting("QUEUE_URL", "sqlite:///var/queue.db", _queue),
    Setting("RATELIMIT_URL", "memory://", _limits),
    Setting("MAIL_URL", "folder:var/mail", _mail_server),
    Setting("MAIL_RATE", "300", _number(0)),
    Setting("MAIL_RATE_PER_DOMAIN", "100", _number(0)),
    Setting("MAIL_FROM", "agenda@example.org", _mail_address),
    Setting("INBOX_URL", "", _inbox),
    Setting("OIDC_PROVIDERS", "", provider_settings.fault),
    Setting("SITE_NAME", "Netwerkagenda", _words),
    Setting("CONTACT_EMAIL", "organisatie@example.org", _mail_address),
)


def load() -> dict[str, Any]:
    """Return the configuration from the environment, and from `.env` for what that leaves open.

    Raises:
        ConfigError: a setting makes no sense.
    """
    return from_environment(dotenv_values(ROOT / ".env") | dict(os.environ))


def from_environment(environment: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the configuration of the application.

    Raises:
        ConfigError: a setting makes no sense; every mistake is named in one sentence.
    """
    given = {s.name: (environment.get(s.name) or "").strip() or s.default for s in SETTINGS}
    faults = [f"{s.name} {fault}" for s in SETTINGS if (fault := s.fault(given[s.name]))]
    if not provider_settings.fault(given["OIDC_PROVIDERS"]):
        faults += provider_settings.mistakes(given["OIDC_PROVIDERS"], environment)
    if faults:
        raise ConfigError("\n".join(f"{fault} (see .env.example)." for fault in faults))
    public = (given["PUBLIC_URL"] or f"http://{given['HOST']}:{given['PORT']}").rstrip("/")
    for name in ("DATABASE_URL", "QUEUE_URL"):
        given[name] = _file_address(name, given[name])
    return {
        "HOST": given["HOST"],
        "PORT": int(given["PORT"]),
        "PUBLIC_URL": public,
        "WEB_WORKERS": int(given["WEB_WORKERS"]),
        "TRUSTED_PROXIES": int(given["TRUSTED_PROXIES"]),
        "SECRET_KEY": given["SECRET_KEY"] or _kept_secret(),
        "SECRET_KEY_FALLBACKS": given["SECRET_KEY_FALLBACKS"].split(),
        "SESSION_COOKIE_SECURE": public.startswith("https:"),
        "SQLALCHEMY_DATABASE_URI": given["DATABASE_URL"],
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": given["DATABASE_URL"].startswith("postgresql")
        },
        "MIGRATIONS_FOLDER": ROOT / "migrations",
        "QUEUE_URL": given["QUEUE_URL"],
        "RATELIMIT_STORAGE_URI": given["RATELIMIT_URL"],
        "INBOX_URL": given["INBOX_URL"],
        "OIDC_PROVIDERS": provider_settings.providers(given["OIDC_PROVIDERS"], environment),
        "SITE_NAME": given["SITE_NAME"],
        "CONTACT_EMAIL": given["CONTACT_EMAIL"],
        "MAIL_RATE": int(given["MAIL_RATE"]),
        "MAIL_RATE_PER_DOMAIN": int(given["MAIL_RATE_PER_DOMAIN"]),
        **mail(given["MAIL_URL"], given["MAIL_FROM"]),
    }


def mail(url: str, sender: str) -> dict[str, Any]:
    """Return how mail leaves, for `MAIL_URL` and `MAIL_FROM`.

    `smtp://` speaks STARTTLS unless it ends in `?tls=none`; `smtps://` speaks TLS from the start.
    """
    parts = urlsplit(url)
    if parts.scheme == "folder":
        return {"MAIL_FOLDER": str(ROOT / unquote(parts.path)), "MAIL_DEFAULT_SENDER": sender}
    implicit = parts.scheme == "smtps"
    return {
        "MAIL_FOLDER": None,
        "MAIL_DEFAULT_SENDER": sender,
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or (465 if implicit else 587),
        "MAIL_USE_SSL": implicit,
        "MAIL_USE_TLS": not implicit and parts.query != "tls=none",
        "MAIL_USERNAME": unquote(parts.username) if parts.username else None,
        "MAIL_PASSWORD": unquote(parts.password) if parts.password else None,
    }


def _parts(url: str) -> SplitResult:
    """Return the parts of an address; what cannot be read has a scheme that nobody knows."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("unreadable", "", "", "", "")
    return parts


def _file_address(name: str, url: str) -> str:
    """Return a database's address; of an SQLite file in full, in a folder that is there.

    Raises:
        ConfigError: the folder cannot be made.
    """
    if not url.startswith("sqlite:///"):
        return url
    path = ROOT / url.removeprefix("sqlite:///")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{name} names the folder {path.parent}, which cannot be made: {error.strerror}."
        raise ConfigError(msg) from None
    return f"sqlite:///{path}"


def _kept_secret() -> str:
    """Return the secret key of this installation, made at the first start.

    Raises:
        ConfigError: it can be neither read nor written.
    """
    path = VAR / "secret_key"
    try:
        VAR.mkdir(exist_ok=True)
        if not path.exists():
            draft = VAR / f"secret_key.{secrets.token_hex(4)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32))
            # Of two processes that start at once the first one's key counts, and it is whole.
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_text()
    except OSError as error:
        msg = f"SECRET_KEY is not set, and none can be kept in {path}: {error.strerror}."
        raise ConfigError(msg) from None
