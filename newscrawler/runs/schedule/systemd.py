"""systemd timers and services (systemd.timer(5), systemd.service(5), systemd.time(7))."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from newscrawler.runs.schedule.invocation import Invocation, program
from newscrawler.runs.schedule.plan import DAY, HOUR, WEEK, Job
from pipelines.errors import SettingsError

_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
ALERT_UNIT = "newscrawler-alert@.service"

_SERVICE = """\
[Unit]
Description=newscrawler: crawl {portal}
Wants=network-online.target
After=network-online.target
OnFailure=newscrawler-alert@%N.service

[Service]
Type=oneshot
EnvironmentFile=-{environment}
ExecStart={command}
# SIGTERM goes to the crawl alone, which passes it on, publishes and closes; the rest is killed if that takes too long.
KillMode=mixed
TimeoutStartSec=12h
TimeoutStopSec=10min
Nice=10
MemoryMax=4G
NoNewPrivileges=yes
"""

_TIMER = """\
[Unit]
Description=newscrawler: crawl {portal} {often}

[Timer]
OnCalendar={calendar}
RandomizedDelaySec={jitter_s}s
# A start that was missed while the machine was off is made up for.
Persistent=true

[Install]
WantedBy=timers.target
"""

_ALERT = """\
[Unit]
Description=newscrawler: tell that %i did not come to its end

[Service]
Type=oneshot
EnvironmentFile=-{environment}
# A crawl that ended by itself has told people itself; this one is for those that were killed.
ExecCondition=/bin/sh -c 'test "$MONITOR_EXIT_CODE" != exited'
ExecStart={command} alert %i --failure "killed before its end (${{MONITOR_SERVICE_RESULT}})"
"""


def units(jobs: Sequence[Job], invocation: Invocation) -> dict[str, str]:
    """Unit files by name: a service and a timer for each job, and the service that tells of killed ones.

    Raises SettingsError for a path that a unit file cannot hold.
    """
    found = {}
    for job in jobs:
        portal = Path(job.portal).stem
        found[f"{job.name}.service"] = _SERVICE.format(
            portal=portal,
            environment=_escaped(str(invocation.environment)),
            command=command_line(invocation.crawl(job)),
        )
        found[f"{job.name}.timer"] = _TIMER.format(
            portal=portal, often=often(job), calendar=calendar(job), jitter_s=invocation.jitter_s
        )
    found[ALERT_UNIT] = _ALERT.format(
        environment=_escaped(str(invocation.environment)), command=command_line(program())
    )
    return found


def calendar(job: Job) -> str:
    """The job's starts as a calendar event of systemd.time(7)."""
    hours, minutes = divmod(job.offset_min % DAY, HOUR)
    if job.every_min == WEEK:
        return f"{_DAYS[job.offset_min // DAY]} *-*-* {hours:02}:{minutes:02}:00"
    if job.every_min == DAY:
        return f"*-*-* {hours:02}:{minutes:02}:00"
    if job.every_min > HOUR:
        return f"*-*-* {hours:02}/{job.every_min // HOUR}:{minutes:02}:00"
    if job.every_min == HOUR:
        return f"*-*-* *:{minutes:02}:00"
    return f"*-*-* *:{minutes:02}/{job.every_min}:00"


def often(job: Job) -> str:
    """How often, in words."""
    named = {WEEK: "once a week", DAY: "once a day", HOUR: "every hour"}
    if job.every_min in named:
        return named[job.every_min]
    return f"every {job.every_min // HOUR} hours" if job.every_min > HOUR else f"every {job.every_min} minutes"


def command_line(arguments: Sequence[str]) -> str:
    """``arguments`` for ``ExecStart=``: quoted, specifiers and variables made plain."""
    return " ".join(_quoted(argument) for argument in arguments)


def verify(files: Mapping[str, str]) -> str | None:
    """What ``systemd-analyze verify`` says against the unit files; empty when nothing, ``None`` where it is absent."""
    if shutil.which("systemd-analyze") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="newscrawler-units-") as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, "utf-8")
        # A template is checked as an instance of it.
        names = [name.replace("@.", "@trial.") for name in files]
        for name in names:
            if not (Path(folder) / name).exists():
                (Path(folder) / name).write_text(files[name.replace("@trial.", "@.")], "utf-8")
        checked = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *(str(Path(folder) / n) for n in names)],
            capture_output=True,
            text=True,
            check=False,
        )
        said = checked.stderr.replace(f"{folder}/", "")
    return said.strip() if checked.returncode else ""


def _quoted(argument: str) -> str:
    plain = _escaped(argument).replace("$", "$$")
    if plain and not any(sign in plain for sign in " \t\"'\\;"):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    if any(ord(sign) < 32 for sign in text):
        raise SettingsError(f"a unit file cannot hold control characters, found {text!r}")
    return text.replace("%", "%%")
