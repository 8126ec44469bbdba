"""Fixtures for tests of the web floor that need no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages import PageClient
from tests.web.sampler import make_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture(scope="session")
def site() -> Flask:
    """The site that shows every component."""
    site = make_site()
    site.test_client_class = PageClient
    return site


@pytest.fixture
def visit(site: Flask) -> FlaskClient:
    """A browser on that site, which checks every page it gets."""
    return site.test_client()


@pytest.fixture
def dutch(site: Flask) -> Iterator[None]:
    """A request in Dutch."""
    with site.test_request_context("/?soort=training&page=2"):
        yield


@pytest.fixture
def english(site: Flask) -> Iterator[None]:
    """A request in English."""
    with site.test_request_context("/", headers={"Accept-Language": "en"}):
        yield
