"""A table plan as a file: taken along, changed, and brought back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from rok_events.accounts.rules import Role
from rok_events.core.mistakes import FaultyFileError
from rok_events.seating import actions, lists
from rok_events.seating.rules import Guest
from tests import make, visitors
from tests.conftest import NOW
from tests.seating.scenes import Scene, scene

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

ADA = Guest(1, 1, "Ada Aalders", "ada@example.org", None, None)
JAN, OTHER_JAN = (Guest(n, n, "Jan Jansen", f"jan{n}@example.org", None, None) for n in (2, 3))
GUESTS = [ADA, JAN, OTHER_JAN]


def read(*rows: str) -> dict[int, dict[int, str]]:
    data = "\r\n".join(("naam;e-mail;organisatie;ronde;tafel", *rows))
    return lists.read(data.encode(), "plan.csv", GUESTS)


def told(*rows: str) -> list[tuple[int, str, str]]:
    with pytest.raises(FaultyFileError) as refused:
        read(*rows)
    return [(one.row, one.column, str(one)) for one in refused.value.mistakes.told]


@pytest.fixture
def held(client: FlaskClient) -> Scene:
    """A werkconferentie next spring, with a plan, and its organiser signed in."""
    made = scene()
    visitors.sign_in(client, make.account(Role.ORGANISER, made.activity.community))
    actions.plan(made.session.id, made.ids(Ada={1: "1", 2: "Raam"}, Cem={1: "=2"}))
    return made


def bring(client: FlaskClient, held: Scene, data: bytes, name: str = "plan.csv") -> TestResponse:
    return client.post(held.page("/bestand"), data={"file": (io.BytesIO(data), name)})


def test_a_row_gives_somebody_a_table_by_address_or_else_by_name() -> None:
    found = read(
        "Wie ook;ADA@example.org;;1;4", "Ada Aálders;;GGD;2.0;Raam", "x;jan3@example.org;;;"
    )

    assert found == {1: {1: "4", 2: "Raam"}, 3: {1: ""}}


def test_every_mistake_is_told_by_row_and_column() -> None:
    assert told(
        "Ada Aalders;;;1;4",
        "Ada Aalders;;;1;5",
        "Jan Jansen;;;1;4",
        "Bo;bo@example.org;;1;4",
        "Vreemd;;;1;4",
        "Ada Aalders;;;13;4",
        f"Ada Aalders;;;2;{'x' * 81}",
        ";;;1;4",
    ) == [
        (3, "tafel", "This person has two tables in this round."),
        (4, "naam", "More people have this name: fill in the e-mail address as well."),
        (5, "e-mail", "Nobody with this address has a place here."),
        (6, "naam", "Nobody with this name has a place here."),
        (7, "ronde", "13 is not a round: write a number from 1 to 12."),
        (8, "tafel", "Give the table a name of at most 80 characters."),
        (9, "naam", "This cell must be filled in."),
    ]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_is_taken_along_can_be_brought_back_as_it_is(
    client: FlaskClient, held: Scene, file_format: str
) -> None:
    file = client.get(held.page(f"/plan.{file_format}"))
    before = held.planned()
    actions.plan(held.session.id, held.ids(Ada={1: "9"}, Bo={1: "9"}, Cem={}))

    answer = bring(client, held, file.data, f"plan.{file_format}")

    assert answer.status_code == 303
    assert held.planned() == before


def test_a_workbook_whose_tables_are_numbers_names_them_without_a_point(
    client: FlaskClient, held: Scene
) -> None:
    import xlsxwriter  # noqa: PLC0415 -- only here

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, cells in enumerate((("naam", "ronde", "tafel"), ("Bo Bakker", 1, 12))):
        sheet.write_row(row, 0, cells)
    book.close()

    bring(client, held, file.getvalue(), "plan.xlsx")

    assert held.planned()["Bo"] == {1: "12"}
    assert held.planned()["Ada"] == {1: "1", 2: "Raam"}


def test_with_one_mistake_nothing_is_changed_and_the_page_tells_where(
    client: FlaskClient, held: Scene
) -> None:
    before = held.planned()

    answer = bring(client, held, b"naam;tafel\r\nAda Aalders;5\r\nNiemand;5\r\n")
    broken = bring(client, held, b"", "plan.csv")

    assert answer.status_code == 422
    assert "Niemand met deze naam heeft hier een plaats" in answer.text
    assert broken.status_code == 422
    assert "Het bestand is leeg" in broken.text
    assert held.planned() == before


def test_a_plan_of_what_is_over_cannot_be_brought(client: FlaskClient) -> None:
    held = scene(starts_at=NOW - timedelta(hours=3))
    visitors.sign_in(client, make.account(Role.ORGANISER, held.activity.community))

    assert client.get(held.page("/bestand")).status_code == 409
