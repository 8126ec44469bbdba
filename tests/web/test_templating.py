"""What templates may use, and that what they ask wrongly is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, render_template_string, request
from jinja2 import UndefinedError

from rok_events.web import templating
from tests.web.sampler import SESSION

if TYPE_CHECKING:
    from pathlib import Path


def test_a_name_that_does_not_exist_is_an_error(site: Flask, dutch: None) -> None:
    with pytest.raises(UndefinedError):
        render_template_string("{{ nobody }}")


@pytest.mark.usefixtures("dutch")
def test_dates_are_said_in_the_language_of_the_page() -> None:
    text = render_template_string(
        "{{ s|when }}; {{ s|hours }}; {{ (s.starts_at|block).weekday }}; {{ s.starts_at|machine }}",
        s=SESSION,
    )

    assert text == (
        "zondag 16 mei 2027, 13.30 – 17.00 uur; 13.30 – 17.00 uur; "  # noqa: RUF001
        "zondag; 2027-05-16T13:30+02:00"
    )


def test_assets_are_named_by_their_content(site: Flask, dutch: None) -> None:
    address = render_template_string("{{ asset_url('site.css') }}")

    assert address.startswith("/static/dist/site-")
    assert address.endswith(".css")


@pytest.mark.parametrize("manifest", [None, "{}"], ids=["not built", "built without it"])
def test_a_missing_asset_says_what_to_run(tmp_path: Path, manifest: str | None) -> None:
    app = Flask("elsewhere", static_folder=str(tmp_path))
    app.config.update(SITE_NAME="x", CONTACT_EMAIL="x@example.org")
    templating.init_app(app)
    (tmp_path / "dist").mkdir()
    if manifest:
        (tmp_path / "dist" / "manifest.json").write_text(manifest)

    with (
        app.test_request_context(),
        pytest.raises(templating.AssetsMissingError, match="run `make setup`"),
    ):
        render_template_string("{{ asset_url('site.css') }}")


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"page": 3}, "/?soort=training&page=3", id="another page"),
        pytest.param({"soort": None, "page": None}, "/", id="nothing left"),
        pytest.param({"q": "a&b"}, "/?soort=training&page=2&q=a%26b", id="escaped"),
    ],
)
def test_an_address_changes_in_part(changes: dict[str, object], expected: str) -> None:
    assert request.args["soort"] == "training"
    assert templating.query_url(**changes) == expected


@pytest.mark.parametrize(
    ("left", "waiting", "dutch_words"),
    [
        pytest.param(None, 0, "nog plaats", id="no limit"),
        pytest.param(11, 0, "nog plaats", id="many"),
        pytest.param(10, 0, "nog 10 plaatsen", id="ten"),
        pytest.param(1, 0, "nog 1 plaats", id="one"),
        pytest.param(0, 0, "vol", id="full"),
        pytest.param(0, 4, "vol, wachtlijst 4", id="waiting"),
    ],
)
def test_places_are_said_in_words(
    dutch: None, left: int | None, waiting: int, dutch_words: str
) -> None:
    text = render_template_string(
        '{% from "components/badges.html" import places_text %}{{ places_text(left, waiting) }}',
        left=left,
        waiting=waiting,
    )

    assert text.strip() == dutch_words
