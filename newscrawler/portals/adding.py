"""``newscrawler portal add``: a survey of a portal, its file, and sample pages to correct it by."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from newscrawler.portals.survey import Fetch, Survey, survey
from newscrawler.portals.visiting import visit
from newscrawler.portals.writing import portal_name, portal_toml
from newscrawler.talking import Talk

_talk = Talk(markup=False, soft_wrap=True)


def add_portal(url: str, folder: Path, name: str | None = None, *, samples: bool = True) -> Path:
    """Write the file of the portal at ``url`` into ``folder`` and return its path. Once per process.

    An existing file of that name is kept beside as ``.toml.before``. Raises PortalChanged, SettingsError.
    """
    name = name or portal_name(url)

    async def look(fetch: Fetch) -> Survey:
        found = await survey(url, fetch)
        if samples:
            from newscrawler.portals.samples import save_samples

            await save_samples(found, fetch, folder / name)
        return found

    found: Survey = visit(url, look)
    text = portal_toml(found, name, datetime.now(UTC).date())
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    draft = folder / f".{name}.toml.new"
    draft.write_text(text, encoding="utf-8")
    if file.exists():
        os.replace(file, file.with_suffix(".toml.before"))  # noqa: PTH105  # rename that replaces
    draft.replace(file)
    tell(found, file)
    return file


def tell(found: Survey, file: Path) -> None:
    """Say on standard error what was recognised, and why."""
    for generation in found.generations:
        recognition = generation.recognition
        _talk.print(f"{found.home.url}: {recognition.family}, because {'; '.join(recognition.reasons)}")
        names = ", ".join(section.name for section in generation.sections)
        _talk.print(f"  {len(generation.sections)} sections: {names}" if names else "  no sections")
        if generation.first_day:
            _talk.print(f"  dated listings since {generation.first_day}")
        for kind, urls in (("feed", generation.feeds), ("sitemap", generation.sitemaps)):
            for one in urls:
                _talk.print(f"  {kind}: {one}")
    _talk.print(f"portal file: {file} (correct it and keep it; `newscrawler portal check {file}`)")
