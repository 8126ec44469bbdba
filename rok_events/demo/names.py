"""Invented people: Dutch names of many origins, the same each time."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING
from zlib import crc32

from rok_events.core import text
from rok_events.people.registers import Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FIRST = (
    "Noor Fatima Sanne Emre Zoë Daan Aylin Ruben Maaike Youssef Lotte Priya Thijs Samira Femke Koen "
    "Ines Jeroen Hanna Mehmet Renée Bram Soraya Wouter Anouk Tariq Marijke Joris Chloé Sven Leila "
    "Pieter Naomi Gijs Esra Hugo Carmen Teun Amira Floor Ravi Ilse Mats Dewi Rik Yara Stijn Bo Nienke"
).split()
LAST = (
    "de Wit|van den Berg|Yıldız|Jansen|el Amrani|Bakker|Özdemir|Visser|van 't Hoff|Smit|Nguyen|Mulder|"
    "Haddad|de Boer|Kowalska|Peters|van Dijk|Ramdin|Hendriks|Bouzid|van Leeuwen|Dekker|Çelik|Brouwer|"
    "de Groot|Rahimi|Vermeulen|Kuipers|Tesfaye|van der Meer|Postma|Łukasik|Schouten|Hoekstra|Ferreira|"
    "Maas|Verhoeven|Koster|Osei|van der Laan|Blom|IJsselstein|Huisman|Prins|Santos|Groen|Timmer"
).split("|")


def people() -> Iterator[str]:
    """Yield names without end; the first 2,300 differ."""
    for number in count():
        first = FIRST[number % len(FIRST)]
        last = LAST[(number * 7 + number // len(FIRST)) % len(LAST)]
        yield f"{first} {last}"


def address(name: str, domain: str) -> str:
    """Return an address of `name` under `example.org`, which belongs to nobody."""
    host = f"{domain}.example.org" if domain else "example.org"
    return f"{text.slug(name).replace('-', '.')}@{host}"


def register_numbers(address: str, asked: Iterable[Register]) -> Mapping[str, str]:
    """Return the numbers of somebody in some registers; two in three people have them."""
    seed = crc32(address.encode())
    if seed % 3 == 0:
        return {}
    forms = {
        Register.BIG: f"{seed:010d}1",
        Register.SKJ: f"1{seed % 10**8:08d}",
        Register.REGISTERPLEIN: f"4610{seed % 10**5:05d}",
    }
    return {one.value: forms.get(one, f"{seed % 10**8:08d}") for one in asked}
