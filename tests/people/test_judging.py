"""What typed names stand for: the page, its evidence, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select

from rok_events.core.errors import ConflictError
from rok_events.db import db
from rok_events.people import judging_queries, organisation_actions, queries
from rok_events.people.models import Organisation, OrganisationAlias
from rok_events.people.rules import Choice, Standing, Verdict
from tests import make
from tests.conftest import NOW
from tests.people.judging import typed

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PAGE = "/beheer/organisaties/beoordelen"
ENGLISH = {"Accept-Language": "en"}


def decide(client: FlaskClient, proposals: list[Organisation], **choices: Any) -> TestResponse:
    given = {"id": [str(proposal.id) for proposal in proposals]}
    return client.post(PAGE, data=given | choices, headers=ENGLISH)


def test_the_name_that_most_people_gave_comes_first_with_evidence(ggd: Organisation) -> None:
    typed("Praktijk Zon", "zon@example.org")
    typed("ggd ijseland", "a@ggdijsselland.nl", "b@jgz.ggdijsselland.nl", "c@gmail.com")
    typed("GGD")

    first, *others = judging_queries.page(1)

    assert (first.name, first.people) == ("ggd ijseland", 3)
    candidate = first.candidates[0]
    assert candidate.known.id == ggd.id
    assert candidate.evidence == ("GGD IJsselland", "ggdijsselland.nl", 2, 3)
    assert [(other.name, len(other.candidates)) for other in others] == [
        ("Praktijk Zon", 0),
        ("GGD", 1),
    ]
    assert others[1].candidates[0].evidence == (None, None, 0, 0)


def test_addresses_alone_are_evidence(ggd: Organisation) -> None:
    typed("Team Jeugd", "a@ggdijsselland.nl", "b@gmail.com")

    (proposal,) = judging_queries.page(1)

    assert [c.evidence for c in proposal.candidates] == [(None, "ggdijsselland.nl", 1, 2)]


def test_many_names_are_judged_at_once(ggd: Organisation, organiser: FlaskClient) -> None:
    linked = typed("GGD Ijseland", "a@ggdijsselland.nl")
    other = typed("Team Jeugd", "b@example.org")
    added = typed("Praktijk Zon", "c@example.org")
    ignored = typed("thuis", "d@example.org")
    later = typed("Weet ik niet")
    proposals = [linked, other, added, ignored, later]

    page = organiser.get(PAGE, headers=ENGLISH).text
    answer = decide(
        organiser,
        proposals,
        **{
            f"what_{linked.id}": str(ggd.id),
            f"what_{other.id}": "other",
            f"other_{other.id}": "ggd zwolle",
            f"what_{added.id}": "add",
            f"sector_{added.id}": "geboortezorg",
            f"what_{ignored.id}": "ignore",
            f"what_{later.id}": "later",
        },
    )

    assert "1 of 1 address ends in @ggdijsselland.nl" in page
    assert answer.status_code == 303
    said = organiser.get(PAGE, headers=ENGLISH).text
    assert "2 names were linked. 1 organisation was added. 1 name is no organisation." in said
    assert (linked.merged_into_id, other.merged_into_id) == (ggd.id, ggd.id)
    assert queries.find_organisation("Team Jeugd") is ggd
    assert (added.standing, added.sector) == (Standing.ACCEPTED, "geboortezorg")
    assert ignored.standing is Standing.IGNORED
    assert queries.count_proposed() == 1


def test_one_form_adds_a_name_and_links_another_spelling_to_it(organiser: FlaskClient) -> None:
    zon, sun = typed("Praktijk Zon"), typed("Zon, praktijk v.d.")

    answer = decide(
        organiser,
        [zon, sun],
        **{
            f"what_{zon.id}": "add",
            f"what_{sun.id}": "other",
            f"other_{sun.id}": "praktijk zon",
        },
    )

    assert answer.status_code == 303
    assert sun.merged_into_id == zon.id


def test_nothing_is_lost_on_a_mistake(ggd: Organisation, organiser: FlaskClient) -> None:
    wrong, right, gone = typed("Team Jeugd"), typed("Praktijk Zon"), typed("GGD Ijseland")

    answer = decide(
        organiser,
        [wrong, right, gone],
        **{
            f"what_{wrong.id}": "other",
            f"other_{wrong.id}": "Bestaat niet",
            f"what_{right.id}": "add",
            f"sector_{right.id}": "ggz",
            f"what_{gone.id}": "99999",
        },
    )

    assert answer.status_code == 422
    assert f'href="#other_{wrong.id}"' in answer.text
    assert f'href="#what_{gone.id}-0"' in answer.text
    assert "Bestaat niet is not on the list." in answer.text
    assert '<option selected value="ggz">' in answer.text
    assert queries.count_proposed() == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"id": []}, "Decide about one name at least.", id="nothing"),
        pytest.param({"id": ["9" * 40, "-1", "x", "²"]}, "Decide about", id="rubbish"),
        pytest.param({"id": ["999"]}, "1 name was judged by somebody else meanwhile.", id="gone"),
    ],
)
def test_whoever_decides_nothing_is_told(
    organiser: FlaskClient, given: dict[str, list[str]], sentence: str
) -> None:
    answer = organiser.post(PAGE, data=given, headers=ENGLISH)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_name_itself_and_one_that_waits_are_no_place_to_link_to(organiser: FlaskClient) -> None:
    zon, maan = typed("Praktijk Zon"), typed("Praktijk Maan")

    for name in ("Praktijk Zon", "Praktijk Maan", ""):
        answer = decide(
            organiser, [zon, maan], **{f"what_{zon.id}": "other", f"other_{zon.id}": name}
        )
        assert answer.status_code == 422

    assert queries.count_proposed() == 2


def test_what_is_no_organisation_counts_as_none_until_that_is_taken_back(
    organiser: FlaskClient,
) -> None:
    thuis = typed("thuis", "noor@example.org")
    person = queries.find_person("noor@example.org")
    assert person is not None
    decide(organiser, [thuis], **{f"what_{thuis.id}": "ignore"})
    ignored = queries.present_employer(person.id), [one.name for one in queries.suggestions("thu")]

    answer = organiser.post(f"/beheer/organisaties/{thuis.id}/opnieuw")

    assert ignored == (None, [])
    assert answer.location == PAGE
    assert thuis.standing is Standing.PROPOSED
    assert queries.present_employer(person.id) is thuis


def test_linking_to_what_left_the_list_meanwhile_is_refused(
    ggd: Organisation, organiser: FlaskClient
) -> None:
    name = typed("GGD Ijseland")
    ggd.standing = Standing.IGNORED
    make.saved(ggd)

    answer = decide(organiser, [name], **{f"what_{name.id}": str(ggd.id)})

    assert answer.status_code == 422
    assert "The suggestions have changed." in answer.text


def test_an_act_refuses_to_link_to_what_is_not_on_the_list(ggd: Organisation) -> None:
    name, ignored = typed("GGD Ijseland"), typed("thuis")
    organisation_actions.judge([Verdict(ignored.id, Choice.IGNORE)])

    with pytest.raises(ConflictError, match="thuis is not on the list any more"):
        organisation_actions.judge([Verdict(name.id, Choice.LINK, kept_id=ignored.id)])


def test_the_page_asks_as_often_for_many_names_as_for_few(
    ggd: Organisation, organiser: FlaskClient, queries: list[str]
) -> None:
    def asked(rows: int) -> int:
        new = {"standing": Standing.PROPOSED, "created_at": NOW}
        names = [f"GGD {rows} {n}" for n in range(rows)]
        given = [{"name": n, "key": n.lower(), "slug": n.replace(" ", "-")} | new for n in names]
        db.session.execute(insert(Organisation), given)
        db.session.commit()
        organiser.get(PAGE)
        queries.clear()
        assert organiser.get(f"{PAGE}?page=99").status_code == 200
        return len(queries)

    assert asked(10) == asked(10_000)


def test_a_linked_name_finds_the_other_from_then_on(
    ggd: Organisation, organiser: FlaskClient
) -> None:
    name = typed("Jeugdarts Zwolle")

    decide(organiser, [name], **{f"what_{name.id}": "other", f"other_{name.id}": "GGD IJsselland"})

    aliases = db.session.scalars(
        select(OrganisationAlias.name).where(OrganisationAlias.organisation_id == ggd.id)
    )
    assert "Jeugdarts Zwolle" in {*aliases}
    assert [one.name for one in queries.suggestions("jeugdarts")] == ["GGD IJsselland"]
