"""Pages for checking a portal file: saved beside it, or asked for now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newscrawler.listings import read_listing
from newscrawler.portals.files import portal_files
from newscrawler.portals.health import Finding, broken_selectors, compare_samples, judge
from newscrawler.portals.model import Portal
from newscrawler.portals.recognition import SeenPage
from newscrawler.portals.samples import ARTICLES_OF_EACH, Sample, load_samples
from newscrawler.portals.survey import Fetch
from newscrawler.portals.visiting import visit
from pipelines.errors import SettingsError


def samples_of(name: str, portal: Portal, output: Path | None = None) -> list[Sample]:
    """The pages saved beside the portal's file. Raises SettingsError when there are none."""
    file = Path(name) if name.endswith(".toml") else portal_files(output)[name]
    folder = file.parent / portal.name
    samples = list(load_samples(folder))
    if not samples:
        raise SettingsError(f"{folder}: expected sample pages, found none; `newscrawler portal add` saves some")
    return samples


def check_saved(portal: Portal, samples: Sequence[Sample]) -> list[Finding]:
    """The portal's facts against its saved pages, and what is read from them against what is expected."""
    pages = {kind: [SeenPage(one.url, one.body) for one in samples if one.kind == kind] for kind in _KINDS}
    return [*judge(portal, pages["article"], pages["listing"]), *compare_samples(portal, samples)]


def check_live(portal: Portal) -> list[Finding]:
    """The portal's facts against the first section of each generation and some of its articles, as they are now."""

    async def look(fetch: Fetch) -> list[Finding]:
        articles: list[SeenPage] = []
        listings: list[SeenPage] = []
        missing: list[Finding] = []
        for generation in portal.generations:
            for section in generation.sections[:1]:
                url = portal.absolute(section.url)
                page = await fetch(url)
                if page is None:
                    missing.append(Finding(True, url, "the section's listing cannot be had"))
                    continue
                listings.append(page)
                links = read_listing(page.body, page.url, generation.listing).articles[: 2 * ARTICLES_OF_EACH]
                articles += [article for link in links if (article := await fetch(link.url)) is not None]
        return [*missing, *judge(portal, articles, listings)]

    found: list[Finding] = visit(portal.base_url, look)
    return found


def changes_since(portal: Portal, samples: Sequence[Sample]) -> list[Finding]:
    """What the saved pages' addresses show today that the portal's selectors no longer match."""

    async def look(fetch: Fetch) -> list[Finding]:
        return broken_selectors(portal, [(one, await fetch(one.url)) for one in samples])

    found: list[Finding] = visit(portal.base_url, look)
    return found


def page_of(url: str) -> SeenPage:
    """The page at ``url`` as it is now. Raises SettingsError when it cannot be had."""

    async def look(fetch: Fetch) -> SeenPage | None:
        return await fetch(url)

    page: SeenPage | None = visit(url, look)
    if page is None:
        raise SettingsError(f"{url}: expected a page, found none that may be read")
    return page


_KINDS = ("article", "listing")
