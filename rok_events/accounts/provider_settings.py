"""Providers of identities from the environment: `OIDC_PROVIDERS`, and `OIDC_<NAME>_…` for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rok_events.accounts.provider_rules import ALWAYS, Claim, Provider, RoleFor
from rok_events.accounts.rules import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NAMES = re.compile(r"([a-z][a-z0-9]*( +[a-z][a-z0-9]*)*)?")
LOCAL = {"localhost", "127.0.0.1", "::1"}
YES_OR_NO = {"": False, "no": False, "yes": True}
LONGEST = 255
LONGEST_LABEL = 60


def fault(names: str) -> str:
    """Return what is wrong with `OIDC_PROVIDERS`, or nothing."""
    fits = NAMES.fullmatch(names) and len(set(names.split())) == len(names.split())
    return "" if fits else "must be short names in small letters, such as: entra surf"


def providers(names: str, environment: Mapping[str, str | None]) -> tuple[Provider, ...]:
    """Return the providers with these names; `mistakes` has found none."""
    return tuple(_provider(name, _given(name, environment)) for name in names.split())


def mistakes(names: str, environment: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a sentence, without its point, for each setting of a provider that makes no sense."""
    known = "|".join(SETTINGS)
    for setting in sorted(environment):
        named = re.fullmatch(rf"OIDC_([A-Z0-9]+)_({known})", setting)
        if named and named[1].lower() not in names.split():
            yield f"{setting} is of a provider that OIDC_PROVIDERS does not name"
    for name in names.split():
        prefix = f"OIDC_{name.upper()}_"
        for setting in sorted(environment):
            if setting.startswith(prefix) and setting.removeprefix(prefix) not in SETTINGS:
                yield f"{setting} is no setting of a provider"
        for setting, value in _given(name, environment).items():
            if wrong := SETTINGS[setting](value):
                yield f"{prefix}{setting} {wrong}"


def _given(name: str, environment: Mapping[str, str | None]) -> dict[str, str]:
    return {
        setting: (environment.get(f"OIDC_{name.upper()}_{setting}") or "").strip()
        for setting in SETTINGS
    }


def _provider(name: str, given: Mapping[str, str]) -> Provider:
    return Provider(
        name=name,
        issuer=given["ISSUER"],
        client_id=given["CLIENT_ID"],
        client_secret=given["CLIENT_SECRET"],
        label=given["LABEL"] or name.capitalize(),
        scopes=given["SCOPES"] or Provider.scopes,
        is_always_strong=given["TWO_FACTORS"] == ALWAYS,
        two_factors=()
        if given["TWO_FACTORS"] == ALWAYS
        else tuple(map(_claim, _parts(given["TWO_FACTORS"]))),
        roles=tuple(map(_role_for, _parts(given["ROLES"]))),
        verified_by=given["VERIFIED_BY"] or Provider.verified_by,
        ends_sessions=YES_OR_NO[given["LOGOUT"]],
    )


def _issuer(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    fits = is_safe and parts.hostname and not (parts.query or parts.fragment)
    if fits and len(value) <= LONGEST:
        return ""
    return "must be the address of the provider, such as https://connect.surfconext.nl"


def _demanded(value: str) -> str:
    return "" if value and value.isprintable() else "must be what the provider gave you"


def _label(value: str) -> str:
    fits = value.isprintable() and len(value) <= LONGEST_LABEL
    return "" if fits else f"must be one line of at most {LONGEST_LABEL} characters"


def _scopes(value: str) -> str:
    fits = not value or ("openid" in value.split() and value.isprintable())
    return "" if fits else "must hold openid, such as: openid email profile"


def _two_factors(value: str) -> str:
    fits = value == ALWAYS or all(map(_is_claim, _parts(value)))
    return "" if fits else f"must be {ALWAYS}, or claims such as: amr=mfa; acr=urn:example:loa2"


def _roles(value: str) -> str:
    for part in _parts(value):
        if not _is_claim(part.rpartition(":")[0]):
            return "must be rules such as: groups=redactie:organiser@rok-deventer; groups=a:host"
        role, at, community = part.rpartition(":")[2].partition("@")
        if role not in set(Role):
            return f"names the role {role!r}, which is none of {', '.join(Role)}"
        if at and not re.fullmatch(r"[a-z0-9-]+", community):
            return f"names the network {community!r}; write it as in its address"
    return ""


def _verified_by(value: str) -> str:
    fits = value.isprintable() and not re.search(r"[\s=;]", value)
    return "" if fits else f"must be the name of one claim, or {ALWAYS}"


def _yes_or_no(value: str) -> str:
    return "" if value in YES_OR_NO else "must be yes or no"


# What may be wrong with each; the rest of a sentence that begins with its name.
SETTINGS: dict[str, Callable[[str], str]] = {
    "ISSUER": _issuer,
    "CLIENT_ID": _demanded,
    "CLIENT_SECRET": _demanded,
    "LABEL": _label,
    "SCOPES": _scopes,
    "TWO_FACTORS": _two_factors,
    "ROLES": _roles,
    "VERIFIED_BY": _verified_by,
    "LOGOUT": _yes_or_no,
}


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()]


def _is_claim(part: str) -> bool:
    name, _, value = part.partition("=")
    return bool(name.strip() and value.strip() and part.isprintable())


def _claim(part: str) -> Claim:
    name, _, value = part.partition("=")
    return Claim(name.strip(), value.strip())


def _role_for(part: str) -> RoleFor:
    claim, _, given = part.rpartition(":")
    role, _, community = given.partition("@")
    return RoleFor(_claim(claim), Role(role), community)
