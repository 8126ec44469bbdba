"""Forms of those who keep the list of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import InputRequired, Length, ValidationError

from rok_events.core import text
from rok_events.people import queries, rules
from rok_events.people.rules import Choice, Entry, Standing, Verdict
from rok_events.web.forms import Form, cleaned, sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wtforms import Field

    from rok_events.people.judging_queries import Proposal
    from rok_events.people.models import Organisation

Offered = wtforms_choices.SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
LATER, OTHER = "later", "other"
ONE_LINE, LINES = cleaned(text.one_line, 500), cleaned(text.lines, 20_000)
MOST_LINES = 100


class OrganisationForm(Form):
    """What the list tells of an organisation."""

    name = StringField(
        lazy_gettext("Name"),
        filters=ONE_LINE,
        validators=[InputRequired(lazy_gettext("Fill in a name."))],
        description=lazy_gettext("As it stands in lists and in the picture of the network."),
    )
    sector = SelectField(
        lazy_gettext("Sector"),
        description=lazy_gettext("Gives it its colour and shape in the picture of the network."),
    )
    place = StringField(
        lazy_gettext("Town or village"),
        filters=ONE_LINE,
        validators=[
            Length(
                max=rules.PLACE_LENGTH, message=lazy_gettext("At most %(max)d characters fit here.")
            )
        ],
    )
    aliases = TextAreaField(
        lazy_gettext("Other names"),
        filters=LINES,
        description=lazy_gettext(
            "One on a line. Whoever types one of these is counted with this organisation."
        ),
    )
    domains = TextAreaField(
        lazy_gettext("E-mail domains"),
        filters=LINES,
        description=lazy_gettext(
            "One on a line: what stands after the @, such as ggdijsselland.nl. "
            "Whoever has an address there gets this organisation suggested."
        ),
    )
    website = StringField(lazy_gettext("Website"), filters=ONE_LINE)

    def __init__(self, *args: Any, known: Iterable[str] = (), **kwargs: Any) -> None:  # noqa: ANN401
        """Offer the sectors of the list, and those that are `known` besides."""
        super().__init__(*args, **kwargs)
        self.sector.choices = sector_choices(known)

    def validate_name(self, field: Field) -> None:
        """Keep the name as people read it."""
        field.data = sound(rules.name, field.data)

    def validate_website(self, field: Field) -> None:
        """Keep the whole address."""
        field.data = sound(rules.website, field.data)

    def validate_aliases(self, field: Field) -> None:
        """Refuse a line that is no name."""
        for line in _lines(field):
            sound(rules.name, line)

    def validate_domains(self, field: Field) -> None:
        """Keep each as it is compared."""
        field.data = "\n".join(sound(rules.domain, line) for line in _lines(field))

    def entry(self) -> Entry:
        """Return what was filled in."""
        return Entry(
            name=self.name.data or "",
            sector=self.sector.data or None,
            aliases=_lines(self.aliases),
            domains=_lines(self.domains),
            website=self.website.data,
            place=self.place.data or None,
        )


class ListForm(Form):
    """A file of organisations."""

    file = FileField(
        lazy_gettext("File"),
        validators=[FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("CSV or Excel (.xlsx), at most 500 organisations."),
    )


class JudgementForm(Form):
    """What becomes of each of some typed names; `judgement_form` adds the fields."""

    def verdicts(self, proposals: Iterable[Proposal]) -> list[Verdict]:
        """Return what was decided; nothing of what is left for later."""
        return [
            verdict for proposal in proposals if (verdict := self._verdict(proposal)) is not None
        ]

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for one decision at least."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and all(f.data == LATER for f in self if f.name.startswith("what_")):
            self.form_errors.append(gettext("Decide about one name at least."))
            return False
        return is_valid

    def _verdict(self, proposal: Proposal) -> Verdict | None:
        what = self[f"what_{proposal.id}"].data
        if what == Choice.ADD:
            return Verdict(proposal.id, Choice.ADD, sector=self[f"sector_{proposal.id}"].data)
        if what == Choice.IGNORE:
            return Verdict(proposal.id, Choice.IGNORE)
        if what == OTHER:
            kept = queries.find_organisation(self[f"other_{proposal.id}"].data)
            return Verdict(proposal.id, Choice.LINK, kept_id=kept.id if kept else None)
        return None if what == LATER else Verdict(proposal.id, Choice.LINK, kept_id=int(what))


class OnTheList:
    """Takes the name of an organisation on the list, or of one that this form adds to it."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, proposal_id: int) -> None:
        self.proposal_id = proposal_id

    def __call__(self, form: JudgementForm, field: Field) -> None:
        """Look it up, where it is asked."""
        if form[f"what_{self.proposal_id}"].data != OTHER:
            return
        if not field.data:
            raise ValidationError(gettext("Fill in to which organisation it belongs."))
        known = queries.find_organisation(field.data)
        if known is None or not self._will_be_there(form, known):
            message = gettext("%(name)s is not on the list.", name=field.data)
            raise ValidationError(message)

    def _will_be_there(self, form: JudgementForm, known: Organisation) -> bool:
        if known.standing is Standing.ACCEPTED:
            return True
        name = f"what_{known.id}"
        return known.id != self.proposal_id and name in form and form[name].data == Choice.ADD


def judgement_form(proposals: Sequence[Proposal], known: Iterable[str]) -> type[JudgementForm]:
    """Return a form that asks what becomes of each of these names."""
    sectors = sector_choices(known)
    fields: dict[str, Field] = {}
    for proposal in proposals:
        candidates = [str(candidate.known.id) for candidate in proposal.candidates]
        offered = [*candidates, OTHER, Choice.ADD, Choice.IGNORE, LATER]
        fields[f"what_{proposal.id}"] = RadioField(
            proposal.name,
            choices=[Offered(str(what), str(what)) for what in offered],
            default=LATER,
            validate_choice=False,
            validators=[OneOfThese({*offered})],
        )
        fields[f"other_{proposal.id}"] = StringField(
            lazy_gettext("Which one?"), filters=ONE_LINE, validators=[OnTheList(proposal.id)]
        )
        fields[f"sector_{proposal.id}"] = SelectField(
            lazy_gettext("Sector"), choices=sectors, default=proposal.sector
        )
    return type("JudgementForm", (JudgementForm,), fields)


class OneOfThese:
    """Takes a choice that is still offered."""

    def __init__(self, offered: set[str]) -> None:
        self.offered = offered

    def __call__(self, _form: Form, field: Field) -> None:
        """Refuse what is not, or not any more."""
        if field.data not in self.offered:
            field.data = LATER
            raise ValidationError(gettext("The suggestions have changed. Choose once more."))


def sector_choices(known: Iterable[str]) -> list[Any]:
    """Return the sectors to choose from: those of the list, and others that are in use."""
    others = sorted({*known} - {*rules.SECTORS, ""})
    named = [Offered(one, one) for one in (*rules.SECTORS, *others)]
    return [Offered("", gettext("Not known yet")), *named]


def _lines(field: Field) -> list[str]:
    return [line for line in (field.data or "").splitlines() if line.strip()][:MOST_LINES]
