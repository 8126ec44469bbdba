"""A small site without a database that shows every component, for tests and for eyes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from config import ROOT
from rok_events.core.permissions import Permission
from rok_events.web import access, language, security, templating, theme

HERE = Path(__file__).parent
PEOPLE = [
    ("Zoë Müller-Çelik", "Huisartsenpraktijk De Linde", "Bevestigd", "ok"),
    ("Renée van 't Hoff", "GGD IJsselland", "Bevestigd", "ok"),
    ("Özlem Yıldız", "Gemeente Deventer", "Wachtlijst", "warning"),  # noqa: RUF001 -- a name
    ("Siân de Vries", "Saxion", "Afgemeld", "quiet"),
]
PAGES = ("/netwerken", "/mijn", "/beheer", "/beheer/mail", "/inzicht", "/privacy")


@dataclass(frozen=True)
class Session:
    """Something that begins and ends."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Community:
    """What the layouts know of a community."""

    slug: str
    name: str
    accent: str


SESSION = Session(datetime(2027, 5, 16, 11, 30, tzinfo=UTC), datetime(2027, 5, 16, 15, tzinfo=UTC))
COMMUNITY = Community("rok-deventer", "ROK Deventer", "#8a3b6b")


def _choices(**words: str) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class TickField(SelectMultipleField):
    """Several answers at once."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SampleForm(FlaskForm):  # type: ignore[misc]
    """Every kind of field."""

    name = StringField("Naam", validators=[InputRequired("Vul je naam in.")])
    email = EmailField("E-mailadres", validators=[InputRequired("Vul je e-mailadres in.")])
    organisation = StringField("Organisatie", validators=[InputRequired("Vul je organisatie in.")])
    role = SelectField(
        "Rol", choices=_choices(k="Kies", v="Verloskundige"), validators=[InputRequired("Kies.")]
    )
    lunch = RadioField(
        "Lunch", choices=_choices(v="Vegetarisch", n="Geen"), validators=[InputRequired("Kies.")]
    )
    needs = TickField("Wat heb je nodig?", choices=_choices(t="Tolk", r="Ruimte"))
    remarks = TextAreaField("Opmerking")
    code = StringField("Code", description="Zes cijfers")
    file = FileField("Bestand")
    day = DateField("Dag")
    consent = BooleanField(
        "Ik ga akkoord.", validators=[InputRequired("Vink dit aan.")], description="In gewone taal."
    )


def make_site() -> Flask:
    """Return the site; `?as=organiser` signs in, `?netwerk=1` gives it a community's colour."""
    site = Flask("rok_events", root_path=str(ROOT / "rok_events"))
    site.template_folder = "../templates"
    site.static_folder = str(ROOT / "static")
    site.config.update(
        SECRET_KEY="test " * 8,
        SITE_NAME="Netwerkagenda",
        CONTACT_EMAIL="organisatie@example.org",
        WTF_CSRF_ENABLED=False,
    )
    CSRFProtect(site)
    access.init_app(site, _visitor)
    language.init_app(site)
    templating.init_app(site)
    security.init_app(site)
    site.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(HERE)])
    _pages(site)
    return site


def _visitor() -> access.Visitor:
    if request.args.get("as"):
        return access.Visitor(1, "Loes", {None: frozenset(Permission)})
    return access.STRANGER


def _community() -> Community | None:
    return COMMUNITY if request.args.get("netwerk") else None


def _pages(site: Flask) -> None:
    icons = (ROOT / "templates/components/icons.html").read_text().split("KINDS")[0]

    @site.get("/")
    def components() -> str:
        return render_template(
            "components.html",
            session=SESSION,
            people=PEOPLE,
            icons=re.findall(r'^  "([a-z-]+)": ', icons, re.MULTILINE),
            community=_community(),
        )

    @site.route("/formulier", methods=["GET", "POST"])
    def form() -> str:
        form = SampleForm()
        form.validate_on_submit()
        return render_template("form.html", form=form, session=SESSION, community=_community())

    @site.get("/brief")
    def letter() -> str:
        return render_template("letter.html", session=SESSION, recipient_name="Zoë", subject="Tot")

    @site.get("/thema/<path:_name>")
    def stylesheet(_name: str) -> Response:
        return Response(theme.stylesheet(COMMUNITY.accent), mimetype="text/css")

    @site.get("/organisaties/suggesties")
    def suggestions() -> list[dict[str, str]]:
        typed = request.args["q"].lower()
        return [
            {"name": name, "note": "jeugdgezondheidszorg"}
            for name in ("GGD IJsselland", "GGD regio Utrecht")
            if typed in name.lower() or request.args.get("email", "").endswith("@ggd.example.org")
        ]

    for path in PAGES:
        site.add_url_rule(path, path, lambda: render_template("work.html", session=SESSION))
