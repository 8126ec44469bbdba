"""A passkey device of software: it answers as a phone would, and lies where a test wants it to."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

if TYPE_CHECKING:
    from collections.abc import Mapping

PRESENT, VERIFIED, BACKUP_POSSIBLE, BACKED_UP, WITH_KEY = 0x01, 0x04, 0x08, 0x10, 0x40
ORIGIN = "https://agenda.example.org"


@dataclass
class Device:
    """One passkey of one account, once it was made."""

    origin: str = ORIGIN
    site: str = "agenda.example.org"
    flags: int = PRESENT | VERIFIED | BACKUP_POSSIBLE | BACKED_UP
    count: int = 0
    counts: bool = False
    handle: str = ""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str, **lies: Any) -> str:
        """Answer to what a page asks that wants a passkey."""
        asked = json.loads(options)
        self.handle = asked["user"]["id"]
        data = self._data(self.flags | WITH_KEY) + bytes(16) + len(self.id).to_bytes(2)
        attested = {"fmt": "none", "attStmt": {}, "authData": data + self.id + self.public_key()}
        return self._answer(
            {
                "clientDataJSON": self._client_data("webauthn.create", asked, lies),
                "attestationObject": bytes_to_base64url(cbor2.dumps(attested)),
                "transports": ["internal", "hybrid"],
            }
        )

    def use(self, options: str, **lies: Any) -> str:
        """Answer to what a page asks that lets people in."""
        self.count += self.counts
        client_data = self._client_data("webauthn.get", json.loads(options), lies)
        data = self._data(self.flags)
        signed = data + hashlib.sha256(base64url_to_bytes(client_data)).digest()
        return self._answer(
            {
                "clientDataJSON": client_data,
                "authenticatorData": bytes_to_base64url(data),
                "signature": bytes_to_base64url(self.key.sign(signed, ec.ECDSA(SHA256()))),
                "userHandle": self.handle,
            }
        )

    def _answer(self, response: Mapping[str, object]) -> str:
        id_ = bytes_to_base64url(self.id)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response})

    def _client_data(self, kind: str, asked: dict[str, Any], lies: dict[str, Any]) -> str:
        told = {"type": kind, "challenge": asked["challenge"], "origin": self.origin} | lies
        return bytes_to_base64url(json.dumps(told).encode())

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def public_key(self) -> bytes:
        """Return the public half, as COSE has it."""
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )
