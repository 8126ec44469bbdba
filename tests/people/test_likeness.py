"""Which names of organisations may stand for one another."""

from __future__ import annotations

import pytest

from rok_events.core.errors import InvalidError
from rok_events.people import rules
from rok_events.people.likeness import CLOSE, likeness, spelling


def alike(a: str, b: str) -> float:
    one, other = (spelling(rules.key(name)) for name in (a, b))
    assert likeness(one, other) == likeness(other, one)
    return likeness(one, other)


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        pytest.param("gem. Deventer", "Gemeente Deventer", id="abbreviation"),
        pytest.param("Centrum voor Jeugd en Gezin Moerdijk", "CJG Moerdijk", id="written out"),
        pytest.param("GGD Ijseland", "GGD IJsselland", id="slips"),
        pytest.param("GGD Utrecht", "GGD regio Utrecht", id="filler"),
        pytest.param("Hogeschool Saxion", "Saxion, hogeschool", id="order"),
        pytest.param("huisarts Colmschate", "Huisartsenpraktijk Colmschate", id="kind"),
        pytest.param("Verloskundigen Pothoofd", "Verloskundigenpraktijk De Pothoofd", id="article"),
        pytest.param("Stg. De Kern BV", "Stichting De Kern", id="legal form"),
        pytest.param("De Kern", "De Kern Maatschappelijk Dienstverlening", id="part"),
        pytest.param("Dimence Deventer", "Dimence", id="more than the name"),
        pytest.param("Jeugd-GGZ Dimence", "Jeugd ggz Dimence Groep", id="hyphen and part"),
        pytest.param("Kinderdagverblijf Bongerd", "KDV De Bongerd", id="kind and article"),
        pytest.param("Bieb Deventer", "Bibliotheek Deventer", id="how people say it"),
        pytest.param("Zandweerd", "Huisartsenpraktijk Zandweerd", id="without its kind"),
        pytest.param("Café Zoë", "CAFE ZOE", id="accents and capitals"),
        pytest.param("CJG", "Centrum voor Jeugd en Gezin", id="nothing of its own"),
    ],
)
def test_two_spellings_of_one_are_close(typed: str, listed: str) -> None:
    assert alike(typed, listed) >= CLOSE


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        pytest.param("Gemeente Olst-Wijhe", "Gemeente Deventer", id="another town"),
        pytest.param("GGD Twente", "GGD IJsselland", id="another region"),
        pytest.param("Basisschool Stadshagen", "Huisartsenpraktijk Stadshagen", id="another kind"),
        pytest.param(
            "Verloskundigenpraktijk Oudwijk", "Verloskundigenpraktijk Rivierenwijk", id="long kind"
        ),
        pytest.param("Gemeente", "Gemeente Deventer", id="only the kind"),
        pytest.param("Praktijk Zon", "Praktijk Maan", id="filler alone"),
        pytest.param("Deventer", "Bibliotheek Zwolle", id="nothing"),
    ],
)
def test_two_organisations_are_not(typed: str, listed: str) -> None:
    assert alike(typed, listed) < CLOSE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Welzijn ", "welzijn"),
        ("JGZ", "jeugdgezondheidszorg"),
        ("Gemeente", "gemeente en wijkteams"),
        ("verloskunde", "geboortezorg"),
        ("Sport en bewegen", "Sport en bewegen"),
        ("  ", None),
        (None, None),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_sector_is_that_of_the_list_or_stays(given: str | None, kept: str | None) -> None:
    assert rules.sector(given) == kept


def test_the_words_of_a_name_may_tell_its_sector() -> None:
    assert rules.likely_sector("Huisartsenpraktijk Zon") == "huisartsen"
    assert rules.likely_sector("Impluz") is None
    assert {*rules.SECTOR_OF.values()} <= {*rules.SECTORS}


@pytest.mark.parametrize(
    "given", ["", "ggd", "gmail.com", "-a.nl", "a..nl", "ggd ijsselland.nl", "a" * 300 + ".nl"]
)
def test_what_is_no_domain_of_an_organisation_is_refused(given: str) -> None:
    with pytest.raises(InvalidError):
        rules.domain(given)


def test_a_domain_and_a_website_are_kept_in_one_spelling() -> None:
    assert rules.domain(" @GGDIJsselland.NL ") == "ggdijsselland.nl"
    assert rules.domain("info@ggd.nl") == "ggd.nl"
    assert rules.website("www.ggd.nl/over") == "https://www.ggd.nl/over"
    assert rules.website("http://ggd.nl") == "http://ggd.nl"
    assert rules.website(" ") is None


@pytest.mark.parametrize(
    "given", ["ggd", "javascript:alert(1)", "https://", "ftp://a.nl", "a b.nl"]
)
def test_what_is_no_website_is_refused(given: str) -> None:
    with pytest.raises(InvalidError):
        rules.website(given)
