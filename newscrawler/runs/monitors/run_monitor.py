"""A monitor over a run report: a Spidermon monitor whose finding is facts, not only text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NoReturn
from unittest import SkipTest

from spidermon import Monitor

from newscrawler.portals.model import Expect
from newscrawler.runs.history import Past

if TYPE_CHECKING:
    from newscrawler.runs.report import RunReport


class RunMonitor(Monitor):  # type: ignore[misc]  # Spidermon has no types
    """Subclasses have a ``key``, an ``advice`` and one ``test`` that calls :meth:`holds` or :meth:`skip`.

    Spidermon gives the data that the suite is run with: the report without its monitors, what the portal file expects,
    and the earlier runs.
    """

    key: ClassVar[str]
    """Name of the monitor in reports, alerts and metrics."""
    advice: ClassVar[str]
    """What to do when it fails."""
    expected = ""
    found = ""

    @property
    def report(self) -> RunReport:
        """The run to judge."""
        report: RunReport = self.data.report
        return report

    @property
    def expect(self) -> Expect:
        """What the portal file expects."""
        expect: Expect = self.data.expect
        return expect

    @property
    def past(self) -> Sequence[Past]:
        """Earlier runs of the portal, newest first."""
        past: Sequence[Past] = self.data.past
        return past

    def holds(self, condition: bool, *, expected: str, found: str) -> None:
        """Note the finding; the monitor fails unless ``condition``."""
        self.expected, self.found = expected, found
        if not condition:
            self.fail(f"expected {expected}, found {found}")

    def skip(self, why: str) -> NoReturn:
        """There is nothing to judge by."""
        raise SkipTest(why)

    def skip_when_bounded(self) -> None:
        """Totals say nothing about a run that was asked for a part of the portal."""
        if self.report.bounded:
            self.skip("only a part of the portal was asked for")
