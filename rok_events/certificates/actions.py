"""Changing certificates: issuing what was earned, withdrawing, and following what is corrected.

Whoever issues holds the activity's row, so that of two who do so at once the second finds it done.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rok_events.activities import queries as activities
from rok_events.attendance import presence_queries
from rok_events.audit import actor
from rok_events.certificates import mails, queries, rules
from rok_events.certificates.models import Certificate
from rok_events.certificates.rules import Because, Outcome
from rok_events.core import clock
from rok_events.core.errors import ConflictError
from rok_events.core.text import N_
from rok_events.db import db
from rok_events.mail import actions as mail
from rok_events.people import register_queries, registers
from rok_events.work import actions as work

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rok_events.activities.models import Activity
    from rok_events.attendance.events import ListClosed, PresenceCorrected
    from rok_events.certificates.queries import Holder, Standing
    from rok_events.people.events import PeopleMerged, PeopleParted, PersonRenamed

ISSUE = "certificates.issue"


def refuse_issuing(activity: Activity) -> None:
    """Refuse to issue where `rules.refuse_issuing` does, as things stand now.

    Raises:
        ConflictError: it is too early, or nobody can have earned one.
    """
    rules.refuse_issuing(
        activity.state, activity.minimum_presence, is_closed=presence_queries.is_closed(activity.id)
    )


def settle(activity_id: int, most: int) -> Counter[Outcome]:
    """Issue what is owed and withdraw what is undue, for a number of people; count both.

    Raises:
        ConflictError: it is too early, or nobody can have earned one.
    """
    activity = activities.get_for_update(activity_id)
    refuse_issuing(activity)
    unsettled = queries.unsettled(activity)[:most]
    for one in unsettled:
        _settle(activity, one, Because.CONTENT)
    return Counter(one.outcome for one in unsettled)


def issue_again(certificate_id: int) -> Certificate:
    """Issue a new certificate in place of a valid one, or to somebody of whom one was withdrawn.

    Raises:
        ConflictError: it is too early, or they were not there enough.
    """
    known = queries.get(certificate_id)
    activity = activities.get_for_update(known.activity_id)
    refuse_issuing(activity)
    for one in queries.standings(activity, known.person_id):
        if rules.is_earned(one.share, activity.minimum_presence):
            return _issue(activity, one, Because.CONTENT)
    raise ConflictError(N_("They were not there enough for a certificate."))


def withdraw(certificate_id: int, reason: str) -> None:
    """Let a certificate count no more, because an organiser decided so; its holder is told why.

    Raises:
        ConflictError: it counts no more already.
    """
    certificate = queries.get(certificate_id, for_update=True)
    if not certificate.is_valid:
        raise ConflictError(N_("This certificate was withdrawn already."))
    _withdraw(certificate, Because.ORGANISER, reason)
    _tell_of_withdrawal(certificate)


def send_again(certificate_id: int) -> None:
    """Mail a certificate once more.

    Raises:
        ConflictError: it counts no more, or its holder has no address.
    """
    certificate = queries.get(certificate_id)
    if not certificate.is_valid:
        raise ConflictError(N_("This certificate was withdrawn already."))
    if not certificate.person.email:
        raise ConflictError(N_("We know no e-mail address of its holder."))
    mail.queue(mails.issued(certificate, certificate.person.email, is_new=True))


def issue_soon(event: ListClosed) -> None:
    """Let the worker issue what was earned, once the last list of an activity is closed.

    Somebody who caught up there may have earned one of a parallel group by it.
    """
    for activity_id in sorted(presence_queries.groups(event.activity_id)):
        activity = activities.get(activity_id)
        if activity.minimum_presence is None or not presence_queries.is_closed(activity_id):
            continue
        if queries.unsettled(activity):
            work.start(
                ISSUE,
                activity.title,
                {"activity_id": activity.id},
                account_id=actor.present().id,
                community_id=activity.community_id,
            )


def follow_presence(event: PresenceCorrected) -> None:
    """Withdraw or issue after the presence of somebody was corrected.

    Catching up in a parallel group counts for the one that they registered for.
    """
    for activity_id in sorted(presence_queries.groups(event.activity_id)):
        activity = activities.get_for_update(activity_id)
        if activity.minimum_presence is None:
            continue
        is_closed = presence_queries.is_closed(activity_id)
        for one in queries.standings(activity, event.person_id):
            if is_closed or one.outcome is Outcome.UNDUE:
                _settle(activity, one, Because.PRESENCE)


def follow_name(event: PersonRenamed) -> None:
    """Give somebody who is called otherwise by now new certificates for those with the old name."""
    _rename(event.person_id)


def follow_merge(event: PeopleMerged | PeopleParted) -> None:
    """Let what was given to two people bear the name of whose it is now."""
    _rename(event.kept_id)
    _rename(event.gone_id)


def _rename(person_id: int) -> None:
    for known in queries.of_person(person_id):
        activities.get_for_update(known.activity_id)
        certificate = queries.get(known.id, for_update=True)
        name = certificate.person.name
        if certificate.is_valid and name and certificate.name != name:
            _withdraw(certificate, Because.NAME)
            same = ("activity_id", "person_id", "numbers", "facts", "locale")
            renamed = {column: getattr(certificate, column) for column in same}
            _give(Certificate(name=name, **renamed), certificate.person.email, is_new=False)


def _settle(activity: Activity, one: Standing, because: Because) -> None:
    if one.outcome is Outcome.OWED:
        _issue(activity, one, because)
    elif one.outcome is Outcome.UNDUE and one.certificate is not None:
        _withdraw(one.certificate, Because.PRESENCE)
        _tell_of_withdrawal(one.certificate)


def _issue(activity: Activity, one: Standing, because: Because) -> Certificate:
    before = one.certificate
    is_new = before is None or not before.is_valid
    if before is not None and before.is_valid:
        _withdraw(before, because if before.name == one.holder.name else Because.NAME)
    made = Certificate(
        activity=activity,
        person_id=one.holder.person_id,
        name=one.holder.name,
        numbers=_numbers(one.holder, one.facts.accreditations),
        facts=vars(one.facts),
        locale=one.holder.locale,
    )
    return _give(made, one.holder.email, is_new=is_new)


def _give(made: Certificate, email: str | None, *, is_new: bool) -> Certificate:
    made.is_valid, made.code, made.issued_at = True, rules.new_code(), clock.now()
    db.session.add(made)
    db.session.flush()
    if email:
        mail.queue(mails.issued(made, email, is_new=is_new))
    return made


def _withdraw(certificate: Certificate, because: Because, reason: str = "") -> None:
    certificate.is_valid, certificate.withdrawn_at = None, clock.now()
    certificate.because, certificate.reason = because, reason
    mail.lay_aside(mails.about(certificate))
    # Before another is added: only one may be valid.
    db.session.flush()


def _tell_of_withdrawal(certificate: Certificate) -> None:
    if certificate.person.email:
        mail.queue(mails.withdrawn(certificate, certificate.person.email))


def _numbers(holder: Holder, accreditations: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the numbers that somebody has where this activity gives points, by its words."""
    named = {register: registers.find(register) for register, *_ in accreditations}
    own = register_queries.numbers(holder.person_id) if any(named.values()) else {}
    return {words: own[found] for words, found in named.items() if found and found in own}
