"""Cron lines (crontab(5)) for machines without systemd."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from newscrawler.runs.schedule.invocation import Invocation
from newscrawler.runs.schedule.plan import DAY, HOUR, WEEK, Job
from pipelines.errors import SettingsError

_HEAD = """\
# newscrawler. Add to your crontab with `crontab -e`; the contact and the alert settings stand in the file named below.
# Cron makes up for no missed start: what a missed crawl did not see, the next one sees.
"""

_BOUNDS = (("minute", 0, 59), ("hour", 0, 23), ("day of month", 1, 31), ("month", 1, 12), ("day of week", 0, 7))
_PART = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?")


def crontab(jobs: Sequence[Job], invocation: Invocation) -> str:
    """A line for each job. Raises SettingsError for a path that a crontab cannot hold."""
    lines = [line(job, invocation) for job in jobs]
    for one in lines:
        check(one)
    return _HEAD + "\n".join(lines) + "\n"


def line(job: Job, invocation: Invocation) -> str:
    """The crontab line of ``job``: the environment file is read first, then a random pause, then the crawl."""
    command = shlex.join([*invocation.crawl(job), "--jitter", str(invocation.jitter_s)])
    file = shlex.quote(str(invocation.environment))
    whole = f"set -a; test ! -r {file} || . {file}; {command}"
    if any(ord(sign) < 32 for sign in whole):
        raise SettingsError(f"a crontab line cannot hold control characters, found {whole!r}")
    return f"{times(job)} {whole.replace('%', chr(92) + '%')}"


def times(job: Job) -> str:
    """The five fields of the job's starts."""
    hours, minutes = divmod(job.offset_min % DAY, HOUR)
    if job.every_min == WEEK:
        return f"{minutes} {hours} * * {job.offset_min // DAY}"
    if job.every_min >= HOUR:
        every_h = job.every_min // HOUR
        some = "*" if every_h == 1 else ",".join(str(hour) for hour in range(hours, 24, every_h))
        return f"{minutes} {some} * * *"
    return f"{','.join(str(minute) for minute in range(minutes, 60, job.every_min))} * * * *"


def check(text: str) -> None:
    """Raises SettingsError when ``text`` is no crontab line: five fields within their bounds, then a command."""
    fields = text.split(None, 5)
    if len(fields) < 6:
        raise SettingsError(f"expected five fields and a command in a crontab line, found {text!r}")
    for written, (name, least, most) in zip(fields, _BOUNDS, strict=False):
        for part in written.split(","):
            found = _PART.fullmatch(part)
            numbers = [int(number) for number in found.groups()[:2] if number] if found else []
            if not found or any(not least <= number <= most for number in numbers) or numbers != sorted(numbers):
                raise SettingsError(f"{name}: expected {least} to {most}, found {part!r} in {text!r}")
    if re.search(r"(?<!\\)%", fields[5]):
        raise SettingsError(f"cron takes a bare % for a line break: expected \\%, found {text!r}")
