"""A provider of identities that keeps to OpenID Connect, and lies where a test wants it to."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, abort, jsonify, request
from joserfc import jwk, jwt
from joserfc.jws import JWSRegistry
from webauthn.helpers import bytes_to_base64url
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from joserfc.jwk import Key
    from werkzeug.serving import BaseWSGIServer

CLIENT_ID, CLIENT_SECRET = "agenda", "een geheim: met/tekens"
KEY = jwk.RSAKey.generate_key(2048, {"kid": "1"})
ANY_ALGORITHM = JWSRegistry(algorithms=["RS256", "HS256"])


@dataclass
class FakeProvider:
    """What it says of whoever comes, and how it lies; `None` leaves a claim out."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    signed: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: Key = field(default_factory=lambda: KEY)
    asked: list[str] = field(default_factory=list)
    trips: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign_in(self, url: str, **also: str) -> str:
        """Return the path and query with which the browser comes back from the sign-in page."""
        asked = dict(parse_qsl(urlsplit(url).query))
        code = secrets.token_urlsafe(8)
        self.trips[code] = asked
        told = {"code": code, "state": asked["state"], "iss": self.issuer} | also
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({key: value for key, value in told.items() if value})}"

    def token(self, trip: dict[str, str]) -> dict[str, Any]:
        """Return what is given for a code."""
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "u-1",
            "nonce": trip["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.person,
            **self.signed,
        }
        claims = {name: value for name, value in said.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "1"}
        id_token = _bare(header, claims)
        if self.algorithm != "none":
            id_token = jwt.encode(header, claims, self.key, registry=ANY_ALGORITHM)
        answer = {"access_token": "a", "token_type": "Bearer", "id_token": id_token} | self.answer
        return {name: value for name, value in answer.items() if value is not None}

    def published(self) -> dict[str, Any]:
        """Return what it publishes of itself."""
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "authorization_response_iss_parameter_supported": True,
        } | self.metadata
        return {name: value for name, value in told.items() if value is not None}


def _bare(*parts: object) -> str:
    """Return a token that nobody signed."""
    return ".".join([*(bytes_to_base64url(json.dumps(part).encode()) for part in parts), ""])


def is_authentic(trip: dict[str, str]) -> bool:
    """Tell whether who brings a code is the client that went for it."""
    digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
    known = request.authorization
    return (
        trip["code_challenge_method"] == "S256"
        and trip["code_challenge"] == bytes_to_base64url(digest)
        and trip["redirect_uri"] == request.form["redirect_uri"]
        and known is not None
        and (known.username, known.password) == (CLIENT_ID, CLIENT_SECRET)
    )


def serve(provider: FakeProvider) -> BaseWSGIServer:
    """Serve a provider on a port of its own, and return the server."""
    app = Flask("provider")

    @app.before_request
    def note() -> None:
        provider.asked.append(request.path)

    @app.get("/.well-known/openid-configuration")
    def configuration() -> ResponseReturnValue:
        return jsonify(provider.published())

    @app.get("/jwks")
    def keys() -> ResponseReturnValue:
        return jsonify(keys=[KEY.as_dict(private=False)])

    @app.post("/token")
    def token() -> ResponseReturnValue:
        trip = provider.trips.pop(request.form["code"], None)
        if trip is None or not is_authentic(trip):
            abort(400)
        return jsonify(provider.token(trip))

    @app.get("/userinfo")
    def userinfo() -> ResponseReturnValue:
        return jsonify({"sub": provider.signed.get("sub", "u-1")} | provider.more)

    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
