"""Words that the database folds, as `core.text.folded` does."""

from __future__ import annotations

import pytest
from sqlalchemy import literal, select

from rok_events.core import text
from rok_events.db import db, folded


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("words", ["Coöperatie GEBOORTEZORG", "Élise Straße", "ĲSSELLAND", "100%_"])
def test_both_databases_fold_as_we_do(words: str) -> None:
    assert db.session.scalar(select(folded(literal(words)))) == text.folded(words)


@pytest.mark.usefixtures("database")
def test_nothing_stays_nothing() -> None:
    assert db.session.scalar(select(folded(literal(None)))) is None
