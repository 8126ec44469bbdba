"""Speaking with providers of identities: code flow with PKCE, on Authlib.

What a provider publishes of itself is fetched when somebody first wants to go there, and kept for
half a day. No call is made inside a transaction, and none waits for long.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import FlaskOAuth2App
from flask import current_app
from joserfc.errors import JoseError
from requests import HTTPError, RequestException

from rok_events.accounts import provider_rules as rules
from rok_events.core import clock
from rok_events.core.errors import NotFoundError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flask import Flask


log = logging.getLogger(__name__)

WELL_KNOWN = "/.well-known/openid-configuration"
SERVER_ERROR = 500
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Client(FlaskOAuth2App):  # type: ignore[misc]  # Authlib has no types
    """One provider, as Authlib speaks with it; believes only what belongs to its issuer."""

    server_metadata: dict[str, Any]

    def __init__(self, provider: rules.Provider) -> None:
        super().__init__(
            None,
            name=provider.name,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=provider.issuer.rstrip("/") + WELL_KNOWN,
            client_kwargs={
                "scope": provider.scopes,
                "code_challenge_method": "S256",
                "default_timeout": rules.TIMEOUT_SECONDS,
            },
        )
        self.provider = provider
        self.known_until = self.away_until = LONG_AGO

    def load_server_metadata(self) -> dict[str, Any]:
        """Return what the provider publishes of itself.

        Raises:
            RequestException: it does not answer, or did not a moment ago.
            ValueError: it is of another provider, or not safe.
        """
        now = clock.now()
        if now < self.known_until:
            return self.server_metadata
        if now < self.away_until:
            msg = "it did not answer a moment ago"
            raise RequestException(msg)
        self.server_metadata = {}
        try:
            found = rules.checked(super().load_server_metadata(), self.provider)
        except (RequestException, ValueError):
            self.away_until = now + rules.REST
            raise
        self.server_metadata = found
        self.known_until = now + rules.METADATA_LIFE
        return found


def init_app(app: Flask) -> None:
    """Know the providers that are configured; nobody is asked anything yet."""
    app.extensions["providers"] = clients(app.config["OIDC_PROVIDERS"])


def clients(providers: Sequence[rules.Provider]) -> dict[str, _Client]:
    """Return what speaks with each provider, by its name."""
    return {provider.name: _Client(provider) for provider in providers}


def all_of_them() -> list[rules.Provider]:
    """Return the providers in the order of the settings."""
    return [client.provider for client in _clients().values()]


def get(name: str) -> rules.Provider:
    """Return a provider.

    Raises:
        NotFoundError: none is configured by this name.
    """
    return _client(name).provider


def begin(provider: rules.Provider, back: str) -> dict[str, str]:
    """Return the `url` to send somebody to, and what must be known when they come back there.

    Raises:
        ProviderError: the provider is away, or says strange things of itself.
    """
    client = _client(provider.name)
    strong = [claim.value for claim in provider.two_factors if claim.name == "acr"]
    with _talk(provider):
        return dict(
            client.create_authorization_url(
                back, **({"acr_values": " ".join(strong)} if strong else {})
            )
        )


def finish(
    provider: rules.Provider, back: str, trip: Mapping[str, str], said: Mapping[str, str]
) -> rules.Testimony:
    """Return who came back from a trip with what was `said` in the address.

    Raises:
        ProviderError: the provider is away, or what it says does not hold.
    """
    client = _client(provider.name)
    with _talk(provider):
        _check_answer(client, trip, said)
        token = client.fetch_access_token(
            redirect_uri=back, code=said["code"], code_verifier=trip["code_verifier"]
        )
        signed = client.parse_id_token(
            token,
            nonce=trip["nonce"],
            claims_options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
            },
            leeway=rules.LEEWAY_SECONDS,
        )
        subject = rules.subject(signed or {})
        return rules.testimony(provider, signed, _more(client, token, subject))


def farewell(provider: rules.Provider, back: str) -> str | None:
    """Return the address where somebody signs out of a provider too, if it has one.

    Raises:
        ProviderError: the provider is away, or says strange things of itself.
    """
    client = _client(provider.name)
    with _talk(provider):
        if not client.load_server_metadata().get("end_session_endpoint"):
            return None
        said = client.create_logout_url(back, client_id=provider.client_id)
        return str(said["url"])


@contextmanager
def _talk(provider: rules.Provider) -> Iterator[None]:
    """Tell what goes wrong between us and them in one sentence, and in full in the log."""
    try:
        yield
    except RequestException as error:
        if isinstance(error, HTTPError) and error.response.status_code < SERVER_ERROR:
            log.warning("provider %s refused: %s", provider.name, error)
            raise rules.ProviderRefusedError(provider) from error
        log.warning("provider %s does not answer: %s", provider.name, error)
        raise rules.ProviderAwayError(provider) from error
    except (OAuthError, JoseError, ValueError, KeyError, TypeError, RuntimeError) as error:
        log.warning("provider %s was refused: %r", provider.name, error)
        raise rules.ProviderRefusedError(provider) from error


def _check_answer(client: _Client, trip: Mapping[str, str], said: Mapping[str, str]) -> None:
    """Refuse an answer to another question, or of another provider (RFC 9207)."""
    if said.get("state") != trip["state"]:
        msg = "the state is not ours"
        raise ValueError(msg)
    if error := said.get("error"):
        raise OAuthError(error, said.get("error_description"))
    names_itself = client.load_server_metadata().get(
        "authorization_response_iss_parameter_supported"
    )
    if said.get("iss", None if names_itself else client.provider.issuer) != client.provider.issuer:
        msg = f"the answer is of {said.get('iss')!r}"
        raise ValueError(msg)


def _more(client: _Client, token: dict[str, Any], subject: str) -> dict[str, Any]:
    """Return what the provider says of somebody when asked: some keep their tokens short."""
    if not client.load_server_metadata().get("userinfo_endpoint"):
        return {}
    more: dict[str, Any] = client.userinfo(token=token)
    if more.get("sub") != subject:
        msg = "the claims are of somebody else"
        raise ValueError(msg)
    return more


def _client(name: str) -> _Client:
    client = _clients().get(name)
    if client is None:
        raise NotFoundError(N_("There is no way to sign in at this address."))
    return client


def _clients() -> dict[str, _Client]:
    clients: dict[str, _Client] = current_app.extensions["providers"]
    return clients
