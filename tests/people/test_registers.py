"""Numbers in registers of professionals: their form, who may give them, how long they are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rok_events.core import clock
from rok_events.core.errors import InvalidError
from rok_events.core.personal import Subject
from rok_events.db import db
from rok_events.people import merging_actions, register_actions, register_queries, registers
from rok_events.people.merging_rules import MergeKind
from rok_events.people.models import Person
from rok_events.people.personal import PERSONAL
from rok_events.people.registers import Register
from tests import make
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("register", "given", "kept"),
    [
        pytest.param(Register.BIG, "09012345601", "09012345601", id="BIG"),
        pytest.param(Register.BIG, " big-09 0123.45601 ", "09012345601", id="as it is written"),
        pytest.param(Register.SKJ, "SKJ 100 123 456", "100123456", id="SKJ"),
        pytest.param(Register.NIP, "123456", "00123456", id="NIP without its zeros"),
        pytest.param(Register.NIP, "NIP-00123456", "00123456", id="NIP in full"),
        pytest.param(Register.REGISTERPLEIN, "461012345", "461012345", id="Registerplein"),
        pytest.param(Register.VENVN, "V&VN 1234567", "1234567", id="V&VN"),
        pytest.param(Register.KNOV, "kn12345", "KN12345", id="letters"),
        pytest.param(Register.NVO, "NVO", "", id="only the name"),
        pytest.param(Register.BIG, "  ", "", id="nothing"),
    ],
)
def test_a_number_is_kept_in_one_form(register: Register, given: str, kept: str) -> None:
    assert registers.number(register, given) == kept
    assert not kept or registers.is_sound(register, kept)


@pytest.mark.parametrize(
    ("register", "given"),
    [
        pytest.param(Register.BIG, "9012345601", id="a zero fell off"),
        pytest.param(Register.BIG, "090123456012", id="too long"),
        pytest.param(Register.BIG, "٠٩٠١٢٣٤٥٦٠١", id="digits of another script"),
        pytest.param(Register.SKJ, "12345678", id="SKJ too short"),
        pytest.param(Register.REGISTERPLEIN, "361012345", id="not of Registerplein"),
        pytest.param(Register.NVO, "geen", id="a word"),
        pytest.param(Register.KNOV, "9" * 5000, id="endless"),
        pytest.param(Register.KNOV, "<script>12345</script>", id="script"),
        pytest.param(Register.KNOV, "=12345\x00", id="formula"),
    ],
)
def test_what_cannot_be_a_number_is_refused(register: Register, given: str) -> None:
    with pytest.raises(InvalidError, match=register.value):
        registers.number(register, given)


@pytest.mark.parametrize(
    ("words", "register"),
    [
        ("SKJ", Register.SKJ),
        ("Kwaliteitsregister Jeugd (SKJ)", Register.SKJ),
        ("V & VN Kwaliteitsregister", Register.VENVN),
        ("venvn", Register.VENVN),
        ("het BIG-register", Register.BIG),
        ("registerplein", Register.REGISTERPLEIN),
        ("NIP/NVO", None),
        ("ABAN", None),
        ("", None),
    ],
)
def test_a_register_is_known_by_its_names(words: str, register: Register | None) -> None:
    assert registers.find(words) is register


def test_registers_are_listed_once_in_their_order() -> None:
    named = ["NVO", "skj", "Kwaliteitsregister Jeugd", "ABAN"]

    assert registers.among(named) == [Register.SKJ, Register.NVO]


@pytest.mark.usefixtures("database")
def test_numbers_are_given_corrected_and_taken_back() -> None:
    noor, ans = make.person(), make.person()
    register_actions.give(noor.id, {"BIG": "09012345601", "SKJ": "100123456", "NIP": ""})
    register_actions.give(ans.id, {"SKJ": "100999888"})
    db.session.flush()

    register_actions.give(noor.id, {"BIG": "19012345601", "SKJ": ""})
    db.session.flush()

    assert register_queries.numbers(noor.id) == {"BIG": "19012345601"}
    both = [noor.id, ans.id]
    assert register_queries.numbers_in(Register.SKJ, both) == {ans.id: "100999888"}


@pytest.mark.usefixtures("database")
def test_who_only_knows_an_address_changes_no_number() -> None:
    noor = make.person()
    register_actions.give(noor.id, {"BIG": "09012345601"})

    register_actions.offer(noor.id, {"BIG": "99999999999", "SKJ": "100123456"})
    db.session.flush()

    assert register_queries.numbers(noor.id) == {"BIG": "09012345601", "SKJ": "100123456"}


@pytest.mark.usefixtures("database")
def test_the_number_that_was_given_last_survives_a_merge() -> None:
    kept, gone = make.person(), make.person()
    with clock.played_at(NOW - timedelta(days=1)):
        register_actions.give(kept.id, {"BIG": "09012345601"})
    register_actions.give(gone.id, {"BIG": "19012345601", "SKJ": "100123456"})
    db.session.flush()

    merging_actions.merge(MergeKind.PERSON, kept.id, gone.id, account_id=None)

    assert register_queries.numbers(kept.id) == {"BIG": "19012345601", "SKJ": "100123456"}
    assert register_queries.numbers(gone.id) == {}


@pytest.mark.usefixtures("database")
def test_numbers_have_a_term_of_their_own() -> None:
    long_ago = NOW - registers.TERM - timedelta(days=1)
    gone, present = make.person(seen_at=long_ago), make.person(seen_at=NOW)
    lately_told = make.person(seen_at=long_ago)
    with clock.played_at(long_ago):
        for one in (gone, present):
            register_actions.give(one.id, {"BIG": "09012345601"})
    register_actions.give(lately_told.id, {"BIG": "09012345601"})
    db.session.flush()

    assert PERSONAL.purge(NOW) == 1

    kept = [bool(register_queries.numbers(one.id)) for one in (gone, present, lately_told)]
    assert kept == [False, True, True]


@pytest.mark.usefixtures("database")
def test_numbers_are_exported_and_erased() -> None:
    noor = make.person()
    register_actions.give(noor.id, {"BIG": "09012345601"})
    db.session.flush()
    subject = Subject(noor.id, noor.email or "")

    (told,) = PERSONAL.export(subject)["register_number"]
    PERSONAL.erase(subject)

    assert (told["register"], told["number"]) == (Register.BIG, "09012345601")
    assert register_queries.numbers(noor.id) == {}
    assert db.session.get(Person, noor.id) is not None
