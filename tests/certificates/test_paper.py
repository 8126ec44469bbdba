"""What stands on a certificate, and that other programs read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import zxingcpp

from rok_events.certificates import paper, rules
from rok_events.certificates.models import Certificate
from tests.certificates.test_rules import FACTS
from tests.conftest import NOW
from tests.documents import reading

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(autouse=True)
def _in_the_application(app: Flask) -> Any:
    with app.test_request_context():
        yield


def certificate(name: str = "Zoë Łukasz-IJssel ’t Hart", **given: Any) -> Certificate:  # noqa: RUF001
    known = {"code": "ABCD2345WXYZ", "facts": vars(FACTS), "locale": "nl", "numbers": {}}
    return Certificate(**{"name": name, "issued_at": NOW} | known | given)


def with_facts(**given: Any) -> Certificate:
    return certificate(facts=vars(FACTS) | given)


def test_it_says_who_was_at_what_when_and_what_it_is_worth() -> None:
    (page,) = reading.pages(paper.pdf([certificate(numbers={"SKJ": "100012345"})]))

    assert "Zoë Łukasz-IJssel ’t Hart" in page  # noqa: RUF001
    assert "Training Hechting" in page
    assert "woensdag 6 januari 2027, 11.00 – 13.00 uur" in page  # noqa: RUF001
    assert "2 uur Duur van het geheel 4 uur" in page
    assert "SKJ 118 4 100012345" in page
    assert "ABCD-2345-WXYZ" in page
    assert "agenda.example.org/certificaat" in page
    assert "Uitgegeven op 15 januari 2027 door ROK Deventer." in page


def test_it_is_in_the_language_of_its_holder() -> None:
    made = paper.pdf([certificate(locale="en")])

    (page,) = reading.pages(made)
    assert "Wednesday 6 January 2027" in page
    assert "2 hours" in page
    assert reading.title(made) == "Certificate: Hechting"


def test_another_program_reads_the_code_on_the_paper() -> None:
    made = paper.pdf([certificate()])

    picture = pypdfium2.PdfDocument(made)[0].render(scale=2, grayscale=True).to_numpy()
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == "https://agenda.example.org/certificaat/ABCD-2345-WXYZ"


def test_it_is_tagged_for_who_listens() -> None:
    tags = reading.tags(paper.pdf([certificate()]))

    assert {"Document", "H1", "H2", "L", "LI", "Table", "TH", "TD", "Figure", "Link"} <= {*tags}


def test_the_same_row_gives_the_same_bytes() -> None:
    assert paper.pdf([certificate()]) == paper.pdf([certificate()])


@pytest.mark.parametrize(
    "name",
    ["Anna " * 39 + "Smith", "Ongelofelijk" * 16 + "langnaam", "de " * 60 + "Wit", "W" * 200],
)
def test_a_name_of_two_hundred_letters_stays_whole_on_one_page(name: str) -> None:
    made = paper.pdf([certificate(name, facts=vars(FACTS) | {"title": "Een titel " * 20})])

    (page,) = reading.pages(made)
    assert "".join(name.split()) in "".join(page.split())
    assert reading.overlaps(reading.boxes(made)) == []


def test_letters_that_no_font_has_are_boxes_and_the_rest_is_there() -> None:
    (page,) = reading.pages(paper.pdf([certificate("王小明 Wang")]))

    assert "Wang" in page
    assert "ABCD-2345-WXYZ" in page


def test_what_somebody_typed_is_printed_and_never_run() -> None:
    (page,) = reading.pages(paper.pdf([certificate('#read("/etc/passwd")')]))

    assert '#read("/etc/passwd")' in page


def test_a_long_row_of_sessions_counts_its_own_pages() -> None:
    times = [NOW + timedelta(days=day) for day in range(120)]
    held = [(at.isoformat(), (at + timedelta(hours=1)).isoformat()) for at in times]
    long, short = with_facts(sessions=held), certificate("Jan de Vries", code="ABCD2345WXYA")

    pages = reading.pages(paper.pdf([long, short, long]))

    numbered = [page for page in pages if "Bladzijde" in page]
    assert len(numbered) == len(pages) - 1
    assert "Bladzijde 1 van" in pages[0]
    assert sum("Jan de Vries" in page for page in pages) == 1


def test_what_was_not_accredited_has_no_table() -> None:
    made = paper.pdf([with_facts(accreditations=())])

    assert "Table" not in reading.tags(made)


def test_its_file_is_named_after_the_activity_and_the_code() -> None:
    assert paper.file_name(certificate()) == "certificaat-hechting-ABCD2345WXYZ"
    assert rules.written("ABCD2345WXYZ") in paper.address("ABCD2345WXYZ")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minuten"), (45, "45 minuten"), (60, "1 uur"), (121, "2 uur en 1 minuut")],
)
def test_time_is_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert paper.length(minutes) == words
