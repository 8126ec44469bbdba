"""What is asked of a passkey, and what makes its answer good: WebAuthn with user verification.

Each passkey can be found by the device itself, so that nobody types an address; any device will do.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, structs
from webauthn.helpers.exceptions import WebAuthnException

from rok_events.core.errors import ConflictError
from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.registration.verify_registration_response import VerifiedRegistration

    from rok_events.accounts.models import Account
    from rok_events.accounts.passkey_models import Passkey

CHALLENGE_LIFE = timedelta(minutes=15)
MOST = 20
LONGEST_NAME = 60
PATIENCE_MS = 5 * 60 * 1000
# What the library raises over an answer: its own sentences, and stumbling over nonsense.
UNREADABLE = (
    WebAuthnException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)
NEEDED = structs.UserVerificationRequirement.REQUIRED


class PasskeyRefusedError(ConflictError):
    """The answer of a device does not hold; what exactly is wrong stands in `__cause__`."""

    def __init__(
        self,
        message: str = N_("This passkey was not accepted. Try once more, or sign in another way."),
    ) -> None:
        super().__init__(message)


@dataclass(frozen=True)
class Site:
    """What a passkey is bound to: the name of the site, and the address its pages come from."""

    id: str
    origin: str


def site(public_url: str) -> Site:
    """Return what passkeys are bound to; on a developer's machine that is localhost.

    Browsers take no passkeys for a site that has a number instead of a name.
    """
    parts = urlsplit(public_url)
    name, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    with suppress(ValueError):
        name = "localhost" if ip_address(name).is_loopback else name
    return Site(name, f"{parts.scheme}://{name}{port}")


def ask_new(
    site: Site,
    site_name: str,
    account: Account,
    handle: str,
    challenge: str,
    known: Sequence[Passkey],
) -> str:
    """Return what a browser needs to make a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=site_name,
        user_id=base64url_to_bytes(handle),
        user_name=account.email,
        user_display_name=account.name or account.email,
        challenge=base64url_to_bytes(challenge),
        timeout=PATIENCE_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=NEEDED
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id))
            for one in known
        ],
    )
    return webauthn.options_to_json(options)


def ask(site: Site, challenge: str) -> str:
    """Return what a browser needs to sign in with any passkey of this site, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=site.id,
        challenge=base64url_to_bytes(challenge),
        timeout=PATIENCE_MS,
        user_verification=NEEDED,
    )
    return webauthn.options_to_json(options)


def read_new(answer: str, site: Site, challenge: str) -> tuple[VerifiedRegistration, list[str]]:
    """Return the passkey that a device has made, and over which ways it can be reached.

    Raises:
        PasskeyRefusedError: the answer is not to this challenge, on this site, by a verified user.
    """
    try:
        given = webauthn.helpers.parse_registration_credential_json(answer)
        found = webauthn.verify_registration_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise PasskeyRefusedError from error
    return found, [way.value for way in given.response.transports or []]


def read(answer: str) -> structs.AuthenticationCredential:
    """Return the answer of a device, of which nothing is believed yet.

    Raises:
        PasskeyRefusedError: it is no such answer.
    """
    try:
        return webauthn.helpers.parse_authentication_credential_json(answer)
    except UNREADABLE as error:
        raise PasskeyRefusedError from error


def check(
    given: structs.AuthenticationCredential, passkey: Passkey, site: Site, challenge: str
) -> VerifiedAuthentication:
    """Return what an answer says that one passkey signed, for whom it was made.

    Raises:
        PasskeyRefusedError: it is not, or its counter stands where it stood: there may be a copy.
    """
    handle = bytes_to_base64url(given.response.user_handle or b"")
    if handle != passkey.user_handle:
        raise PasskeyRefusedError from ValueError("the user handle is that of somebody else")
    try:
        return webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise PasskeyRefusedError from error
