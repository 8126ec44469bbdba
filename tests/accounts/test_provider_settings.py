"""Providers in the settings: what they mean, and what is wrong with them in one sentence each."""

from __future__ import annotations

import re

import pytest

from config import ROOT, ConfigError, from_environment
from rok_events.accounts.provider_rules import Claim, Provider, RoleFor, says
from rok_events.accounts.rules import Role

GOOD = {
    "SECRET_KEY": "s" * 32,
    "OIDC_PROVIDERS": "surf",
    "OIDC_SURF_ISSUER": "https://connect.surfconext.nl",
    "OIDC_SURF_CLIENT_ID": "agenda.example.org",
    "OIDC_SURF_CLIENT_SECRET": "een geheim",
}


def test_a_provider_needs_three_settings() -> None:
    [found] = from_environment(GOOD)["OIDC_PROVIDERS"]

    assert found == Provider(
        name="surf",
        issuer="https://connect.surfconext.nl",
        client_id="agenda.example.org",
        client_secret=GOOD["OIDC_SURF_CLIENT_SECRET"],
        label="Surf",
    )


def test_the_example_makes_sense_when_its_lines_are_used() -> None:
    lines = re.findall(
        r"^# (OIDC_SURF_\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE
    )

    [found] = from_environment(GOOD | dict(lines))["OIDC_PROVIDERS"]

    assert found.label == "SURFconext"
    assert found.two_factors == (
        Claim("amr", "mfa"),
        Claim("acr", "http://surfconext.nl/assurance/loa2"),
    )
    assert found.roles == (
        RoleFor(Claim("groups", "redactie"), Role.ORGANISER, "rok-deventer"),
        RoleFor(Claim("groups", "beheer"), Role.ADMINISTRATOR, ""),
    )


def test_there_may_be_several_providers_and_claims_with_colons() -> None:
    more = {
        "OIDC_PROVIDERS": "entra surf",
        "OIDC_ENTRA_ISSUER": "http://localhost:5122",
        "OIDC_ENTRA_CLIENT_ID": "x",
        "OIDC_ENTRA_CLIENT_SECRET": "y",
        "OIDC_ENTRA_TWO_FACTORS": "always",
        "OIDC_ENTRA_VERIFIED_BY": "xms_edov",
        "OIDC_ENTRA_LOGOUT": "yes",
        "OIDC_ENTRA_ROLES": "member=urn:collab:group:rok:host@rok ; https://a.example/rol=b:lead",
    }

    entra, surf = from_environment(GOOD | more)["OIDC_PROVIDERS"]

    assert (entra.label, surf.label) == ("Entra", "Surf")
    assert (entra.is_always_strong, entra.two_factors) == (True, ())
    assert (entra.verified_by, entra.ends_sessions) == ("xms_edov", True)
    assert entra.roles == (
        RoleFor(Claim("member", "urn:collab:group:rok"), Role.HOST, "rok"),
        RoleFor(Claim("https://a.example/rol", "b"), Role.LEAD, ""),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_PROVIDERS", "SURF"),
        ("OIDC_PROVIDERS", "surf surf"),
        ("OIDC_PROVIDERS", "surf, entra"),
        ("OIDC_SURF_ISSUER", ""),
        ("OIDC_SURF_ISSUER", "connect.surfconext.nl"),
        ("OIDC_SURF_ISSUER", "http://connect.surfconext.nl"),
        ("OIDC_SURF_ISSUER", "https://connect.surfconext.nl/?a=1"),
        ("OIDC_SURF_ISSUER", "https://[surf"),
        ("OIDC_SURF_ISSUER", "https://connect.surfconext.nl/" + "x" * 255),
        ("OIDC_SURF_CLIENT_ID", ""),
        ("OIDC_SURF_CLIENT_SECRET", ""),
        ("OIDC_SURF_LABEL", "x" * 61),
        ("OIDC_SURF_SCOPES", "email profile"),
        ("OIDC_SURF_TWO_FACTORS", "mfa"),
        ("OIDC_SURF_TWO_FACTORS", "amr="),
        ("OIDC_SURF_ROLES", "redactie:organiser"),
        ("OIDC_SURF_ROLES", "groups=redactie"),
        ("OIDC_SURF_ROLES", "groups=redactie:baas"),
        ("OIDC_SURF_ROLES", "groups=redactie:host@ROK Deventer"),
        ("OIDC_SURF_ROLES", "groups=redactie:host@"),
        ("OIDC_SURF_VERIFIED_BY", "email_verified=true"),
        ("OIDC_SURF_LOGOUT", "true"),
        ("OIDC_SURF_ISSUR", "https://connect.surfconext.nl"),
        ("OIDC_ENTRA_ISSUER", "https://login.microsoftonline.com/x/v2.0"),
    ],
)
def test_a_mistake_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_environment(GOOD | {name: value})

    assert re.fullmatch(rf"{name} [^\n]+\.", str(caught.value))


@pytest.mark.parametrize(
    ("claims", "claim", "answer"),
    [
        ({"groups": ["a", "b"]}, Claim("groups", "b"), True),
        ({"groups": "b"}, Claim("groups", "b"), True),
        ({"groups": "ab"}, Claim("groups", "b"), False),
        ({"realm_access": {"roles": ["rok"]}}, Claim("realm_access.roles", "rok"), True),
        ({"a.b": "x", "a": {"b": "y"}}, Claim("a.b", "x"), True),
        ({"a.b": "x", "a": {"b": "y"}}, Claim("a.b", "y"), False),
        ({"level": 2}, Claim("level", "2"), True),
        ({"is_member": True}, Claim("is_member", "true"), True),
        ({"is_member": None}, Claim("is_member", "None"), False),
        ({"groups": [{"b": 1}, None]}, Claim("groups", "b"), False),
        ({}, Claim("a.b", "x"), False),
    ],
)
def test_a_claim_is_or_holds_a_value(
    claims: dict[str, object], claim: Claim, answer: object
) -> None:
    assert says(claims, claim) is answer
