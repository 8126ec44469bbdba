"""What the worker does for certificates: issuing what was earned, and setting what is mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rok_events.activities import workspace_queries as activities
from rok_events.certificates import actions, mails, paper, queries
from rok_events.certificates.rules import AT_ONCE, Outcome
from rok_events.core.text import N_
from rok_events.mail import enclosures
from rok_events.mail.enclosures import Enclosure
from rok_events.work import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rok_events.work.kinds import Order, Result, Step
    from rok_events.work.progress import Progress


@kinds.task(actions.ISSUE, N_("Issue certificates"), page="certificates/_issued.html")
def issue(order: Order, progress: Progress) -> Sequence[Step]:
    """Issue what was earned at an activity, and withdraw what was not after all.

    Each step looks anew who is still without, so whoever goes on after another misses nobody.
    """
    activity = activities.get(order.arguments["activity_id"])
    actions.refuse_issuing(activity)
    number = len(queries.unsettled(activity))
    progress.of(number)

    def do(so_far: Result) -> Result:
        settled = actions.settle(order.arguments["activity_id"], AT_ONCE)
        issued = so_far.get("issued", 0) + settled[Outcome.OWED]
        withdrawn = so_far.get("withdrawn", 0) + settled[Outcome.UNDUE]
        progress.done(issued + withdrawn)
        return {"issued": issued, "withdrawn": withdrawn}

    return [do] * (order.steps + max(-(-number // AT_ONCE), 1))


@enclosures.goes_with(mails.ISSUED)
def enclose(about: str) -> Enclosure | None:
    """Return a certificate as the file that goes along with its letter, as long as it counts."""
    certificate = queries.get(mails.id_in(about))
    if not certificate.is_valid or not certificate.name:
        return None
    return Enclosure(
        f"{paper.file_name(certificate)}.pdf", "application/pdf", paper.pdf([certificate])
    )
