"""Networks side by side, or the years of one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rok_events.accounts.rules import Role
from rok_events.network import comparing_views
from tests import make, visitors
from tests.conftest import NOW
from tests.network import scenes

if TYPE_CHECKING:
    import pytest
    from flask.testing import FlaskClient

PAGE = "/inzicht/vergelijken"


def cells(page: str, figure: str) -> list[str]:
    """Return what stands in the row of a figure."""
    row = page.split(f"<summary>{figure}</summary>")[1].split("</tr>", maxsplit=1)[0]
    return [part.split("</td>")[0].strip() for part in row.split('rok-cell--number">')[1:]]


def test_networks_stand_side_by_side(lead: FlaskClient) -> None:
    small, large = make.community(name="Klein"), make.community(name="Ruim")
    for community, size in ((small, 2), (large, 4)):
        who = {make.organisation(): 3 for _ in range(size)}
        scenes.meeting(who, community=community)

    page = lead.get(PAGE).text

    assert cells(page, "Organisaties aanwezig") == ["2", "4"]
    assert cells(page, "Verbindingen") == ["1", "6"]
    assert page.count('class="rok-sketch"') == 2
    assert "M" in page.split('rok-sketch__lines" d="')[1][:2]


def test_small_organisations_are_counted_below_the_picture_as_in_the_table(
    lead: FlaskClient,
) -> None:
    community = make.community()
    small = {make.organisation(): 1 for _ in range(3)}
    scenes.meeting({make.organisation(): 3, make.organisation(): 3} | small, community=community)

    page = lead.get(f"{PAGE}?netwerk={community.slug}").text

    assert "5 organisaties, 3 verbindingen" in page
    assert cells(page, "Organisaties aanwezig") == ["5"]
    assert "Organisaties met minder dan drie mensen tellen" in page


def test_one_alone_is_compared_with_itself_year_by_year(lead: FlaskClient) -> None:
    community = make.community(name="Noord")
    one, other = make.organisation(), make.organisation()
    for years in (0, 1):
        at = NOW - timedelta(days=366 * years)
        scenes.meeting({one: 3, other: 3}, community=community, starts_at=at)
    scenes.meeting({one: 3, make.organisation(): 3}, community=community, starts_at=NOW)

    page = lead.get(f"{PAGE}?netwerk={community.slug}").text

    assert "Noord, jaar na jaar." in page
    assert cells(page, "Verbindingen") == ["1", "2"]
    assert "van=2027-01-01" in page


def test_at_most_six_stand_side_by_side(lead: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing_views, "MOST", 1)
    for _ in range(2):
        scenes.meeting({make.organisation(): 3}, community=make.community())

    assert lead.get(PAGE).text.count('class="rok-sketch"') == 1


def test_only_networks_that_one_may_see(client: FlaskClient) -> None:
    ours, theirs = make.community(name="Ons netwerk"), make.community(name="Hun netwerk")
    scenes.meeting({make.organisation(): 3}, community=ours)
    visitors.sign_in(client, make.account(Role.LEAD, in_=ours))

    assert "Hun netwerk" not in client.get(PAGE).text
    refused = client.get(f"{PAGE}?netwerk={theirs.slug}")
    assert refused.status_code == 422
    assert f"Er is geen netwerk met de naam {theirs.slug}." in refused.text


def test_a_network_without_anybody_says_what_to_do(lead: FlaskClient) -> None:
    community = make.community()

    assert "Er is nog niemand als aanwezig" in lead.get(f"{PAGE}?netwerk={community.slug}").text
    assert "Er is nog niemand als aanwezig" in lead.get(PAGE).text


def test_several_networks_of_one_period(lead: FlaskClient) -> None:
    for years in (0, 1):
        at = NOW - timedelta(days=366 * years)
        scenes.meeting({make.organisation(): 3}, community=make.community(), starts_at=at)

    page = lead.get(f"{PAGE}?van=2027-01-01").text

    assert sorted(cells(page, "Organisaties aanwezig")) == ["0", "1"]
