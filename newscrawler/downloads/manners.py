"""Who we are to a portal, and how fast we ask it."""

from __future__ import annotations

from scrapy.crawler import Crawler

from newscrawler.downloads.guard import is_loopback
from newscrawler.portals.model import Portal
from newscrawler.runs.opening import contact


def introduce(crawler: Crawler, portal: Portal) -> None:
    """Set the User-Agent with its contact, and politeness by the portal's file.

    On loopback (demo, tests) there is nobody to be polite to, unless the setting POLITE_ON_LOOPBACK says so. Raises
    SettingsError when a public portal is to be crawled by somebody who does not say who they are.
    """
    loopback = is_loopback(portal.hostname)
    if told := contact(portal):
        agent = f"{crawler.settings['USER_AGENT']} (+{told})"
        crawler.settings.set("USER_AGENT", agent, priority="spider")
    crawler.settings.set("ALLOW_LOOPBACK", loopback, priority="spider")
    delay = 0.0 if loopback and not crawler.settings.getbool("POLITE_ON_LOOPBACK") else portal.delay_s
    crawler.settings.set("DOWNLOAD_DELAY", delay, priority="spider")
    if not delay:
        crawler.settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")
        crawler.settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 16, priority="spider")
        crawler.settings.set("BACKOFF_BASE_S", 0.05, priority="spider")
