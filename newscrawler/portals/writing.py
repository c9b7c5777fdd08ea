"""Writing a portal file from a survey: TOML that a person reads, corrects and keeps."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from newscrawler.portals.family import GENERIC, read_family
from newscrawler.portals.model import Portal
from newscrawler.portals.recognition import target_of
from newscrawler.portals.survey import FoundGeneration, Survey


def portal_name(url: str) -> str:
    """A name for the portal at ``url``: ``quangngai`` for quangngai.gov.vn, else its host and port with hyphens."""
    host = urlsplit(url).netloc.lower().removeprefix("www.").rpartition("@")[2]
    stem = host.removesuffix(".gov.vn")
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:60] or "portal"


def portal_toml(survey: Survey, name: str, today: date) -> str:
    """The portal file that ``survey`` gives. It can be read by :func:`newscrawler.portals.files.read_portal`."""
    home, asked = urlsplit(survey.home.url), urlsplit(survey.asked)
    lines = [
        f"# Written by newscrawler on {today} from what {survey.home.url} showed. Correct it and keep it:",
        "# docs/adding-a-portal.md explains every key, `newscrawler portal check` says what is wrong.",
        f"name = {_text(name)}",
        f"title = {_text(survey.title)}",
        f"base_url = {_text(f'{home.scheme}://{home.netloc}')}",
    ]
    if asked.netloc.lower() != home.netloc.lower():
        lines.append(f"aliases = [{_text(asked.netloc.lower())}]")
    names: set[str] = set()
    for generation in survey.generations:
        lines += ["", *_generation(generation, names)]
    text = "\n".join(lines) + "\n"
    Portal.model_validate(_with_families(text))
    return text


def _generation(found: FoundGeneration, names: set[str]) -> list[str]:
    family = found.recognition.family
    name = family if family not in names else f"{family}-{len(names) + 1}"
    names.add(name)
    lines = [f"# {family} (weight {found.recognition.score}): {reason}" for reason in found.recognition.reasons]
    lines += ["[[generations]]", f"name = {_text(name)}", f"family = {_text(family)}"]
    if family == GENERIC:
        lines.append("# No family: identity is the canonical URL. State article_url and identity to make it firmer.")
    if found.first_day:
        lines.append(f"first_day = {found.first_day.isoformat()}")
    if found.last_day:
        lines.append(f"last_day = {found.last_day.isoformat()}")
    if found.feeds:
        lines.append(f"feeds = [{', '.join(_text(target_of(url)) for url in found.feeds)}]")
    if found.sitemaps:
        lines.append(f"sitemaps = [{', '.join(_text(target_of(url)) for url in found.sitemaps)}]")
    if found.dated_template:
        facts = dict(read_family(family).generation["listing"]["dated"])
        lines += ["", "[generations.listing.dated]"]
        lines += [f"{key} = {_text(value)}" for key, value in {**facts, "template": found.dated_template}.items()]
    if found.not_dated:
        lines += ["", f"# {found.not_dated}", "[generations.listing.dated]", 'kind = "none"']
    for section in found.sections:
        lines += [
            "",
            "[[generations.sections]]",
            f"name = {_text(section.name)}",
            f"url = {_text(target_of(section.url))}",
        ]
    return lines


def _text(value: object) -> str:
    # a JSON string is a TOML basic string but for DEL, which no address or title holds
    return json.dumps(str(value), ensure_ascii=False)


def _with_families(text: str) -> dict[str, object]:
    from newscrawler.portals.files import merge_families

    table = tomllib.loads(text)
    merge_families(table, Path("(survey)"))
    return table
