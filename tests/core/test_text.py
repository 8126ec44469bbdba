"""Words that people type: cleaned, compared, and made into addresses."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rok_events.core import text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("  Noor \t de\u00a0 Wit ", "Noor de Wit", id="spaces"),
        pytest.param(
            "Noor\r\nBcc: iedereen@example.org", "Noor Bcc: iedereen@example.org", id="header"
        ),
        pytest.param("Noor\x00de\x07Wit", "NoordeWit", id="control characters"),
        pytest.param("\u202etiW ed rooN", "tiW ed rooN", id="right-to-left override"),
        pytest.param("👩\u200d⚕️ Zoë", "👩\u200d⚕️ Zoë", id="emoji joined by a joiner"),
        pytest.param("Zoe\u0308", "Zo\u00eb", id="composed"),
        pytest.param("<script>alert(1)</script>", "<script>alert(1)</script>", id="markup is text"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_one_line(typed: str, kept: str) -> None:
    assert text.one_line(typed) == kept


@given(st.text())
def test_one_line_never_holds_a_line_break_or_a_control_character(typed: str) -> None:
    kept = text.one_line(typed)

    assert len(kept.splitlines()) <= 1
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in kept)
    assert text.one_line(kept) == kept


def test_lines_keeps_paragraphs() -> None:
    assert text.lines("Dag,\r\n\r\nTot dan.\x00 \n") == "Dag,\n\nTot dan."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GGD IJsselland", "ggd  ijsselland"),
        ("Stichting De Kern", "De Kern"),
        ("Coöperatie CIG Salland U.A.", "CIG Salland"),
        ("Zorggroep 't Hôf B.V.", "Zorggroep t Hof"),
        ("Łukasz Zorg", "Lukasz zorg"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert text.key(one) == text.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saxion", "Saxion Deventer"),
        ("Jeugd ggz Dimence Groep", "Dimence Groep"),
        ("مركز", "مدرسة"),
    ],
)
def test_different_names_differ(one: str, other: str) -> None:
    assert text.key(one) != text.key(other)


def test_a_name_of_only_a_legal_form_keeps_it() -> None:
    assert text.key("Stichting") == "stichting"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        (
            "Casustafel: hechting & veiligheid (0\u20132 jaar)",
            "casustafel-hechting-veiligheid-0-2-jaar",
        ),
        ("Één lijn", "een-lijn"),
        ("مركز", ""),
        ("x" * 200, "x" * 80),
    ],
)
def test_slug(name: str, address: str) -> None:
    assert text.slug(name) == address


def test_marking_changes_nothing() -> None:
    assert text.N_("A sentence.") == "A sentence."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("  Coöperatie\tGEBOORTEZORG ", "cooperatie geboortezorg"),
        ("Straße", "strasse"),
        ("ﬁlm", "film"),
        ("לִמּוּד", "למוד"),
        ("100%_👶", "100%_👶"),
        ("", ""),
    ],
)
def test_folded_words_have_no_case_and_no_accents(words: str, expected: str) -> None:
    assert text.folded(words) == expected
