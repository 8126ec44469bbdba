"""What each figure of the network is called, and what it means in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rok_events.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping


class Form(StrEnum):
    """How a value is written: a whole number, a percentage, a number, an index from -1 to 1."""

    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"
    INDEX = "index"


@dataclass(frozen=True)
class Meaning:
    """A figure's name and explanation as message ids, and how its value is written."""

    label: str
    explanation: str
    form: Form = Form.COUNT


@dataclass(frozen=True)
class Figure:
    """A figure of a period, and of the period of the same length before it.

    A value is empty where there is nothing to tell; `before` also where the period has no start.
    """

    name: str
    meaning: Meaning
    value: float | None
    before: float | None


MEANINGS: Mapping[str, Meaning] = {
    "present": Meaning(
        N_("Organisations present"),
        N_("So many organisations had somebody present in this period, once or more often."),
    ),
    "newcomers": Meaning(
        N_("New organisations"),
        N_("Organisations that were present for the first time. They were never there before."),
    ),
    "isolates": Meaning(
        N_("Without a tie"),
        N_(
            "Organisations that were present or had a place, but have no tie: in this period they "
            "were never in one group with another organisation that counts."
        ),
    ),
    "ties": Meaning(
        N_("Ties"),
        N_(
            "Pairs of organisations whose people were in one group: at one table where tables are "
            "known, else in one session."
        ),
    ),
    "density": Meaning(
        N_("Density"),
        N_(
            "Of all pairs of organisations that are possible, this part was together. "
            "Organisations without a tie count too. When a network grows density falls by itself."
        ),
        Form.SHARE,
    ),
    "partners": Meaning(
        N_("Partners per organisation"),
        N_(
            "With so many others an organisation was together, on average. This number does not "
            "fall by itself when a network grows."
        ),
        Form.NUMBER,
    ),
    "new_ties": Meaning(
        N_("New ties"),
        N_(
            "Pairs of organisations that were together for the very first time in this period; "
            "or in the last year, if the period has no start."
        ),
    ),
    "persistence": Meaning(
        N_("Ties that last"),
        N_(
            "Of the pairs that were together in the year before, this part was together again in "
            "the last year of this period."
        ),
        Form.SHARE,
    ),
    "dormant": Meaning(
        N_("Dormant ties"),
        N_("Pairs that were together once, but not in the last twelve months of this period."),
    ),
    "mixing": Meaning(
        N_("Across sectors"),
        N_(
            "The E-I index: 1 means that organisations only meet other sectors, -1 that they only "
            "meet their own. Large sectors meet themselves more often by chance. So we show beside "
            "it what it would be if sectors were dealt out by lot."
        ),
        Form.INDEX,
    ),
    "bridges": Meaning(
        N_("Only links"),
        N_(
            "Without such an organisation, others have no way left to the rest of the network: "
            "not even by way of partners of partners."
        ),
    ),
    "fragile": Meaning(
        N_("Ties that hang on one person"),
        N_(
            "Each time that these two organisations were together, it was through one and the "
            "same person. If that person leaves, the tie is gone. We never show who it is."
        ),
    ),
    "core": Meaning(
        N_("Organisations in the core"),
        N_(
            "The group in the middle: each of them was together with many others of this same "
            "group (k-core). The rest stands around it."
        ),
    ),
    "centralisation": Meaning(
        N_("Around one centre"),
        N_(
            "100 % means that all ties are with one organisation in the middle, 0 % that all have "
            "as many partners (Freeman)."
        ),
        Form.SHARE,
    ),
    "planned_pairs": Meaning(
        N_("Pairs planned at one table"),
        N_(
            "Pairs of organisations that the table plan put at one table; a pair counts once for "
            "each session. Only sessions count of which it was noted who really sat where."
        ),
    ),
    "planned_met": Meaning(
        N_("Planned pairs that sat together"),
        N_("So many of the planned pairs really sat at one table in that session."),
    ),
    "planned_new": Meaning(
        N_("New pairs planned at one table"),
        N_(
            "Of the planned pairs, those that had never been at one table before, or in a group of "
            "at most twelve."
        ),
    ),
    "planned_new_met": Meaning(
        N_("New pairs that sat together as planned"),
        N_(
            "So many of the new pairs in the table plan really sat at one table in that session. "
            "This is what a table plan is for."
        ),
    ),
}
