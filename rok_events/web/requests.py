"""What a browser asks: numbers that fit in a column, and words that a database can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import BaseConverter, IntegerConverter
from werkzeug.utils import cached_property

from rok_events.core import text

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Map

LARGEST = 2**31 - 1
LONGEST = 2000
"""Of one value in an address, in characters; SQLite searches for no more than 50,000."""


class _Values(ImmutableMultiDict[str, str]):
    """Values of an address or a form; a number that no column holds counts as not given."""

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # noqa: A002, ANN401 -- as Werkzeug has it
        value = super().get(key, default, type)
        return default if type is int and value and abs(value) > LARGEST else value


class _Request(Request):
    parameter_storage_class = _Values

    @cached_property
    def args(self) -> _Values:
        """The values in the address, cleaned and cut."""
        asked = super().args.items(multi=True)
        return _Values([(name, text.one_line(value)[:LONGEST]) for name, value in asked])


class _Number(IntegerConverter):
    def __init__(self, map: Map) -> None:  # noqa: A002 -- as Werkzeug has it
        super().__init__(map, max=LARGEST)


class _Word(BaseConverter):
    regex = r"[^/\x00-\x1f]+"


def wants_json() -> bool:
    """Tell whether a script asks, and no page can be shown."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def init_app(app: Flask) -> None:
    """Read requests so; to be called before any address is known."""
    app.request_class = _Request
    app.url_map.converters |= {"int": _Number, "default": _Word, "string": _Word}
