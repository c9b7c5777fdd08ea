"""What became of an article: a function of its row and of what its fetches brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.dataset.merge import Marks
from pipelines.dataset.revisions import Place, RecordKey, Version
from pipelines.dataset.rows import micros
from pipelines.dataset.staging import Rejected
from pipelines.records import Outcome, Reason

GONE = frozenset({Reason.GONE, Reason.REDIRECTED_HOME})
"""Rejections that say the portal no longer has the article."""

NOT_MODIFIED = 304
"""HTTP status by which a portal says that the article stands unchanged."""

_WITHOUT_ROW = {
    Reason.BLOCKED: Outcome.BLOCKED,
    Reason.LOGIN: Outcome.BLOCKED,
    Reason.MAINTENANCE: Outcome.BLOCKED,
    Reason.GONE: Outcome.GONE,
    Reason.REDIRECTED_HOME: Outcome.GONE,
    Reason.HTTP_ERROR: Outcome.ERROR,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome and the fact behind it."""

    outcome: Outcome
    reason: str | None = None
    detail: str | None = None


def gone_at(items: Iterable[Version | Rejected], before: int | None) -> int | None:
    """When the removal of an article was confirmed (microseconds since 1970, UTC), ``None`` while it stands.

    Two runs must have found it missing, with no sight of it between them; the second one's time counts. Errors and
    challenge pages say nothing either way. ``before`` is what was known before the earliest of ``items``.
    """
    confirmed, missing_in = before, None
    for item in sorted(items, key=lambda one: one.order):
        if isinstance(item, Version) or item.status == NOT_MODIFIED:
            confirmed = missing_in = None
        elif item.reason in GONE:
            if confirmed is None and missing_in not in (None, item.run_id):
                confirmed = micros(item.fetched_at)
            missing_in = item.run_id
    return confirmed


def of_row(place: Place, marks: Marks, record: RecordKey, last: RecordKey, rejected: Rejected | None) -> Verdict:
    """What became of an article that has a row, made from ``record``, and was last fetched in ``last``.

    ``rejected`` is that last fetch where it was no article: then the row stands and the reason is told.
    """
    reason = detail = None
    if rejected is not None and rejected.status != NOT_MODIFIED:
        reason, detail = rejected.reason.value, rejected.detail
    if marks.gone_at is not None:
        return Verdict(Outcome.GONE, reason, detail)
    if marks.duplicate_of is not None:
        return Verdict(Outcome.DUPLICATE, reason, detail)
    if last != record:
        return Verdict(Outcome.UNCHANGED, reason, detail)
    return Verdict(Outcome.STORED if place.revision == 1 else Outcome.UPDATED)


def without_row(last: Rejected) -> Verdict:
    """What became of an article of which no fetch brought a text."""
    return Verdict(_WITHOUT_ROW.get(last.reason, Outcome.REJECTED), last.reason.value, last.detail)
