"""Whatever somebody does to the chain behind our back is found, and the row is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, text, update

from rok_events.audit import actions, chain, queries
from rok_events.audit.models import TrailHead, TrailRow
from rok_events.audit.rules import About, Change, Deed
from rok_events.db import db, transaction

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask

pytestmark = pytest.mark.usefixtures("database")

ROWS = 6


@pytest.fixture(autouse=True)
def _six_rows(_empty_trail: None) -> None:
    for number in range(1, ROWS + 1):
        with transaction():
            actions.tell(
                Change(
                    deed=Deed.CHANGED,
                    thing="person",
                    thing_id=number,
                    about=About(person=number),
                    personal={"name": ("Noor", "Noortje")},
                )
            )


def verify(app: Flask, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["audit", "verify", *options])


def rows(number: int) -> dict[str, Any]:
    names = ("hash", *chain.LINK)
    columns = [getattr(TrailRow, name) for name in names]
    row = db.session.execute(select(*columns).where(TrailRow.number == number)).one()
    return dict(zip(names, row, strict=True))


def rewrite(number: int, **changed: object) -> str:
    """Change a row and give it the hash that goes with it, as somebody clever would."""
    new = rows(number) | changed
    new["hash"] = chain.digest(new)
    db.session.execute(update(TrailRow).where(TrailRow.number == number).values(new))
    db.session.commit()
    return str(new["hash"])


def test_a_chain_that_nobody_touched_is_well(app: Flask) -> None:
    result = verify(app)

    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == f"All is well up to {queries.end()[0]}"


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE trail_row SET told = '{}' WHERE number = 3", "Row 3 was changed."),
        ("UPDATE trail_row SET actor_id = 9 WHERE number = 3", "Row 3 was changed."),
        ("UPDATE trail_row SET person_id = NULL WHERE number = 3", "Row 3 was changed."),
        (
            "UPDATE trail_row SET happened_at = '2020-01-01 10:00:00+00:00' WHERE number = 1",
            "Row 1 was changed.",
        ),
        ("DELETE FROM trail_row WHERE number = 4", "Row 4 is missing."),
        ("DELETE FROM trail_row WHERE number IN (2, 3)", "Rows 2 to 3 are missing."),
        ("DELETE FROM trail_row WHERE number = 1", "Row 1 is missing."),
        ("DELETE FROM trail_row WHERE number > 4", "Rows 5 to 6 are missing."),
        ("DELETE FROM trail_row", "Rows 1 to 6 are missing."),
        ("UPDATE trail_head SET number = 5", "Row 6 was added behind the end of the chain."),
        (
            'UPDATE trail_value SET value = \'["a","b"]\' WHERE number = 2',
            "Row 2 has another personal value than it had: name.",
        ),
        ("DELETE FROM trail_value WHERE number = 2", "Row 2 lost a personal value: name."),
        (
            "UPDATE trail_value SET value = '', salt = '' WHERE number = 2",
            "Row 2 has another personal value than it had: name.",
        ),
        (
            "UPDATE trail_value SET value = '', salt = '', forgotten_in = 5 WHERE number = 2",
            "Row 2 has another personal value than it had: name.",
        ),
        (
            "INSERT INTO trail_value (number, field, salt, value) VALUES (2, 'email', 'x', '[]')",
            "Row 2 was given a personal value that it did not have: email.",
        ),
        ("DELETE FROM trail_head", "The row that says where the audit trail ends is gone."),
    ],
)
def test_tampering_is_found(app: Flask, sql: str, sentence: str) -> None:
    db.session.execute(text(sql))
    db.session.commit()

    result = verify(app)

    assert result.exit_code == 1
    assert sentence in result.stderr.replace("Error: ", "").splitlines()


def test_rows_that_changed_places_are_found(app: Flask) -> None:
    db.session.execute(text("DELETE FROM trail_value WHERE number IN (3, 4)"))
    for here, there in ((3, 99), (4, 3), (99, 4)):
        move = text("UPDATE trail_row SET number = :there WHERE number = :here")
        db.session.execute(move.bindparams(here=here, there=there))
    db.session.commit()

    result = verify(app)

    assert result.stderr.splitlines()[:2] == ["Row 3 was changed.", "Row 4 was changed."]


def test_a_row_that_was_changed_and_hashed_anew_is_found_by_the_next(app: Flask) -> None:
    rewrite(3, actor_id=9)
    rewrite(ROWS, actor_id=9)

    told = verify(app).stderr

    assert "Row 3 was changed and given another hash: row 4 followed it." in told
    assert f"Row {ROWS} was changed and given another hash: the chain ended otherwise." in told


def test_a_row_that_was_added_is_found(app: Flask) -> None:
    last = rows(ROWS)
    extra = {**last, "number": ROWS + 1, "previous": last["hash"]}
    db.session.execute(insert(TrailRow).values(extra | {"hash": chain.digest(extra)}))
    db.session.commit()

    assert f"Row {ROWS + 1} was added behind the end of the chain." in verify(app).stderr


def test_only_a_mark_kept_elsewhere_finds_a_chain_that_was_made_anew(app: Flask) -> None:
    mark = queries.end()[0]
    early = chain.Mark(2, rows(2)["hash"])
    db.session.execute(text("DELETE FROM trail_row WHERE number > 3"))
    end = rewrite(3, actor_id=9)
    db.session.execute(update(TrailHead).values(number=3, hash=end))
    db.session.commit()

    assert verify(app).exit_code == 0
    assert verify(app, "--since", str(early)).exit_code == 0
    assert "Rows 4 to 6 are missing." in verify(app, "--since", str(mark)).stderr


def test_a_mark_of_another_chain_is_refused(app: Flask) -> None:
    other = f"2:{'a' * 64}"

    assert "Row 2 is not the row that had this hash." in verify(app, "--since", other).stderr
    assert verify(app, "--since", "2").exit_code == 2
