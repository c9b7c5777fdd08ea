"""Timers and cron lines: when, what, and that the system's own checker accepts them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.runs.schedule.cron import check, crontab, line, times
from newscrawler.runs.schedule.invocation import Invocation, program
from newscrawler.runs.schedule.plan import DAY, HOUR, WEEK, Job, interval, jobs
from newscrawler.runs.schedule.systemd import calendar, command_line, units, verify
from pipelines.errors import SettingsError
from tests.crawl.running import newscrawler

INTERVALS = ["5m", "15m", "hourly", "2h", "6h", "daily", "weekly"]
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def an_invocation(output: str = "/srv/corpus") -> Invocation:
    return Invocation(Path(output), wait_s=3600, jitter_s=300, environment=Path("/etc/newscrawler/environment"))


def starts_of_a_week(written: str) -> set[int]:
    """Minutes of a week (from Sunday) at which a crontab line starts."""
    minute, hour, _, _, weekday = written.split()
    days = range(7) if weekday == "*" else [int(weekday)]
    hours = range(24) if hour == "*" else [int(one) for one in hour.split(",")]
    return {day * DAY + h * HOUR + int(m) for day in days for h in hours for m in minute.split(",")}


@pytest.mark.parametrize("text", ["7m", "0h", "5h", "25h", "2d", "often", "", "-1h", "1.5h", "60"])
def test_intervals_that_no_calendar_can_say_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="expected an interval"):
        interval(text)


@given(every=st.sampled_from(INTERVALS), n=st.integers(1, 63))
def test_cron_starts_every_portal_as_often_as_asked(every: str, n: int) -> None:
    minutes = interval(every)
    for job in jobs([(f"p{number}", f"p{number}") for number in range(n)], minutes, None):
        starts = sorted(starts_of_a_week(times(job)))
        assert {later - earlier for earlier, later in zip(starts, [*starts[1:], starts[0] + WEEK], strict=True)} == {
            minutes
        }
        assert starts[0] == job.offset_min
        check(line(job, an_invocation()))


@given(every=st.sampled_from(["hourly", "6h", "daily"]), n=st.integers(2, 60))
def test_portals_are_spread_over_the_interval(every: str, n: int) -> None:
    minutes = interval(every)
    offsets = [job.offset_min for job in jobs([(f"p{number}", "p") for number in range(n)], minutes, None)]
    gaps = [later - earlier for earlier, later in zip(offsets, [*offsets[1:], minutes], strict=True)]
    assert max(gaps) - min(gaps) <= 1


def test_a_portal_is_planned_once() -> None:
    with pytest.raises(SettingsError, match="kontum more than once"):
        jobs([("kontum", "kontum"), ("kontum", "/x/kontum.toml")], HOUR, None)


@needs_systemd
@pytest.mark.parametrize("every", INTERVALS)
def test_systemd_starts_when_cron_does(every: str) -> None:
    minutes = interval(every)
    job = Job("newscrawler-kontum", "kontum", minutes, min(minutes - 1, 137))
    said = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=3", "--base-time=2026-11-22 00:00:00", calendar(job)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
    ).stdout
    found = [datetime.fromisoformat(stamp) for stamp in re.findall(r": \w{3} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", said)]
    sunday = datetime.fromisoformat("2026-11-22")
    assert len(found) == 3
    week = starts_of_a_week(times(job))
    for start in found:
        assert int((start - sunday).total_seconds()) // 60 % WEEK in week


@needs_systemd
def test_systemd_accepts_the_units() -> None:
    planned = jobs([("kontum", "kontum"), ("quangngai", "/srv/my portals/quangngai.toml")], 6 * HOUR, WEEK)
    assert verify(units(planned, an_invocation("/srv/100% of it/corpus"))) == ""


@needs_systemd
def test_systemd_finds_fault_with_a_broken_unit() -> None:
    files = units(jobs([("kontum", "kontum")], HOUR, None), an_invocation())
    files["newscrawler-kontum.timer"] = files["newscrawler-kontum.timer"].replace("*-*-* *:00:00", "noonish")
    assert "noonish" in (verify(files) or "")


def test_units_lock_jitter_and_catch_up() -> None:
    files = units(jobs([("kontum", "kontum")], HOUR, None), an_invocation())
    assert set(files) == {"newscrawler-kontum.service", "newscrawler-kontum.timer", "newscrawler-alert@.service"}
    assert "Persistent=true" in files["newscrawler-kontum.timer"]
    assert "RandomizedDelaySec=300s" in files["newscrawler-kontum.timer"]
    assert "crawl kontum --output /srv/corpus --wait 3600\n" in files["newscrawler-kontum.service"]
    assert "OnFailure=newscrawler-alert@%N.service" in files["newscrawler-kontum.service"]


def test_arguments_are_quoted_for_systemd() -> None:
    assert command_line(["a b", "100%", "$x", 'say "x"', "c:\\d"]) == '"a b" 100%% $$x "say \\"x\\"" "c:\\\\d"'
    with pytest.raises(SettingsError, match="control characters"):
        command_line(["a\nExecStartPre=/bin/evil"])


def test_arguments_are_quoted_for_cron() -> None:
    written = crontab(jobs([("kontum", "kontum")], HOUR, None), an_invocation("/srv/100% 'of' it")).splitlines()[-1]
    command = written.split(None, 5)[5].replace("\\%", "%").rpartition("; ")[2]
    assert shlex.split(command) == [
        *program(), "crawl", "kontum", "--output", "/srv/100% 'of' it", "--wait", "3600", "--jitter", "300",
    ]  # fmt: skip
    with pytest.raises(SettingsError, match="control characters"):
        crontab(jobs([("kontum", "kontum")], HOUR, None), an_invocation("/srv\n* * * * * evil"))


@pytest.mark.parametrize(
    "text", ["* * * *", "60 * * * * x", "* 24 * * * x", "* * 0 * * x", "* * * 13 * x", "* * * * 8 x", "5-1 * * * * x"]
)
def test_wrong_cron_lines_are_found(text: str) -> None:
    with pytest.raises(SettingsError):
        check(text)
    check("*/5 0-6 1,15 * 0 true")


def test_the_command_writes_only_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "units"
    shown = newscrawler("schedule", "kontum", "--by", "cron", "--write", folder, "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "0 * * * * " in shown.stdout
    assert not folder.exists()
    written = newscrawler("schedule", "kontum", "--by", "cron", "--write", folder)
    assert written.returncode == 0, written.stderr
    assert (folder / "newscrawler.crontab").read_text("utf-8") in shown.stdout
    assert newscrawler("schedule", "kontum", "--every", "7h").returncode == 2
