"""Numbers in registers as fields of a form, and the choice of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from wtforms import Field, SelectField, StringField

from rok_events.core import text
from rok_events.people import registers
from rok_events.people.registers import SHAPES, Register
from rok_events.web.forms import Form, cleaned, sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PREFIX = "register_"


class RegisterField(SelectField):
    """One of the known registers; what was typed before there was a choice stays a choice."""

    def __init__(self, label: str, validators: list[Any], **bound: Any) -> None:  # noqa: ANN401 -- as WTForms has it
        # Nothing that a browser sends is lost: an unknown name is kept, as words.
        bound |= {"choices": [], "filters": [_as_named], "validate_choice": False}
        super().__init__(label, validators, **bound)

    def process(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 -- as WTForms has it
        """Take what is known or filled in, and let it be among the choices."""
        super().process(*given, **more)
        names = [one.value for one in Register]
        names += [self.data] if self.data and self.data not in names else []
        self.choices = [("", gettext("Choose a register")), *((name, name) for name in names)]


def _as_named(given: object) -> str:
    words = text.one_line(str(given or "")[:100])
    found = registers.find(words)
    return found.value if found else words


def fields(asked: Iterable[Register]) -> Mapping[str, Field]:
    """Return a field for a number in each register, to be bound to a form."""
    return {
        _name(register): StringField(
            gettext("%(register)s number", register=register.value),
            filters=cleaned(text.one_line, 100),
            validators=[_checked(register)],
            description=gettext(SHAPES[register].hint),
        )
        for register in asked
    }


def form(asked: Iterable[Register]) -> type[Form]:
    """Return a form for the numbers in some registers and nothing else."""
    return type("NumbersForm", (Form,), dict(fields(asked)))


def told(form: Form) -> dict[str, str]:
    """Return the numbers that were filled in, by the name of the register."""
    asked = [register for register in Register if _name(register) in form]
    return {register.value: form[_name(register)].data or "" for register in asked}


def begun(numbers: Mapping[str, str]) -> dict[str, str]:
    """Return how the fields begin for somebody with these numbers."""
    return {_name(Register(one)): number for one, number in numbers.items()}


def _name(register: Register) -> str:
    return f"{PREFIX}{register.name.lower()}"


def _checked(register: Register) -> Callable[[Form, Field], None]:
    def check(_form: Form, field: Field) -> None:
        field.data = sound(lambda given: registers.number(register, given), field.data or "")

    return check
