"""What a provider of identities (OpenID Connect) is asked and believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rok_events.accounts import rules
from rok_events.core import text
from rok_events.core.errors import ConflictError, InvalidError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rok_events.accounts.rules import Role

# How long somebody may be away to sign in there.
TRIP_LIFE = timedelta(minutes=15)
# How far their clock may be off ours.
LEEWAY_SECONDS = 120
METADATA_LIFE = timedelta(hours=12)
# How long they are left alone when they did not answer.
REST = timedelta(seconds=20)
# How long a page waits for them: to connect, and for each answer.
TIMEOUT_SECONDS = (3, 6)
# Keys that only they have. "none" and keys that are shared with us prove nothing.
ALGORITHMS = frozenset(
    f"{family}{size}" for family in ("RS", "PS", "ES") for size in (256, 384, 512)
) | {"EdDSA", "Ed25519"}
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ASKED = (*NEEDED, "userinfo_endpoint", "end_session_endpoint")
LONGEST_SUBJECT = 255
ALWAYS = "always"
TRUE = ("true", "1")


@dataclass(frozen=True)
class Claim:
    """Something that a provider may say: `claim` holds `value`."""

    name: str
    value: str


@dataclass(frozen=True)
class RoleFor:
    """A role for everybody of whom a claim says something; in all networks if `community` is ''."""

    claim: Claim
    role: Role
    community: str


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider as it is configured; `name` stands in addresses, `label` on the button.

    `verified_by` is the claim that says whether an e-mail address was verified, or "always" where
    each address may be believed. `two_factors` are the claims that say that two factors were asked;
    `is_always_strong` goes before them.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str
    label: str
    scopes: str = "openid email profile"
    two_factors: tuple[Claim, ...] = ()
    is_always_strong: bool = False
    roles: tuple[RoleFor, ...] = ()
    verified_by: str = "email_verified"
    ends_sessions: bool = False


@dataclass(frozen=True, kw_only=True)
class Testimony:
    """What a provider says of somebody who signed in there; `email` only if it may be believed."""

    subject: str
    email: str | None
    name: str
    label: str
    offers: frozenset[tuple[Role, str]]
    is_strong: bool


class ProviderError(ConflictError):
    """Signing in at a provider came to nothing; other ways still work."""

    def __init__(self, message: str, provider: Provider) -> None:
        super().__init__(message, provider=provider.label)


class ProviderAwayError(ProviderError):
    """The provider does not answer, or not in time."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(
            N_("%(provider)s does not answer now. Sign in another way, or try again later."),
            provider,
        )


class ProviderRefusedError(ProviderError):
    """What came back does not hold; what exactly is wrong stands in `__cause__` and in the log."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(
            N_("Signing in with %(provider)s did not work. Try once more, or another way."),
            provider,
        )


class NotWelcomeError(ProviderError):
    """They are nobody here, or nobody who may come in: which of the two is not told."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(
            N_(
                "%(provider)s knows you, but you have no account here that belongs to it. "
                "Sign in another way, or ask an administrator."
            ),
            provider,
        )


def checked(found: dict[str, Any], provider: Provider) -> dict[str, Any]:
    """Return what a provider publishes of itself, without what we do not believe.

    Raises:
        ValueError: it is of another provider, or names an address that is not safe.
    """
    if found.get("issuer") != provider.issuer:
        msg = f"it calls itself {found.get('issuer')!r}"
        raise ValueError(msg)
    scheme = urlsplit(provider.issuer).scheme
    unsafe = [
        name
        for name in ASKED
        if (name in NEEDED or name in found)
        and urlsplit(str(found.get(name))).scheme not in {"https", scheme}
    ]
    if unsafe:
        msg = f"no safe address for {', '.join(unsafe)}"
        raise ValueError(msg)
    offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    return found | {
        "id_token_signing_alg_values_supported": sorted(ALGORITHMS.intersection(offered))
    }


def subject(signed: Mapping[str, Any]) -> str:
    """Return what a provider calls somebody in the token that it signed.

    Raises:
        ValueError: nothing that could be somebody.
    """
    found = signed.get("sub")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_SUBJECT:
        msg = "the token does not say who it is"
        raise ValueError(msg)
    return found


def testimony(provider: Provider, signed: Mapping[str, Any], more: Mapping[str, Any]) -> Testimony:
    """Return what a provider says in the token that it signed, and `more` when asked for it."""
    claims = {**more, **signed}
    email = verified_email(provider, claims)
    names = (claims.get(name) for name in ("name", "preferred_username", "email"))
    label = next((text.one_line(str(name)) for name in names if name), "")
    return Testimony(
        subject=subject(signed),
        email=email,
        name=text.one_line(str(claims.get("name") or ""))[:200],
        label=(email or label)[:254],
        offers=frozenset(
            (one.role, one.community) for one in provider.roles if says(claims, one.claim)
        ),
        is_strong=provider.is_always_strong
        or any(says(signed, claim) for claim in provider.two_factors),
    )


def verified_email(provider: Provider, claims: Mapping[str, Any]) -> str | None:
    """Return the address that is certainly theirs, as accounts write it."""
    if provider.verified_by != ALWAYS and not any(
        says(claims, Claim(provider.verified_by, value)) for value in TRUE
    ):
        return None
    try:
        return rules.address(str(claims.get("email") or ""))
    except InvalidError:
        return None


def says(claims: Mapping[str, Any], claim: Claim) -> bool:
    """Tell whether a claim is, or holds, a value; `a.b` is `b` in `a`, unless it is a name."""
    return claim.value in _values(_found(claims, claim.name))


def _found(claims: Mapping[str, Any], name: str) -> object:
    if name in claims:
        return claims[name]
    found: object = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _values(found: object) -> Iterator[str]:
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, (str, int)):
            yield str(one).lower() if isinstance(one, bool) else str(one)
