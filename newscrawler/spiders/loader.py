"""One spider per portal file, so that ``scrapy list`` and ``scrapy crawl kontum`` work as a Scrapy user expects."""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from newscrawler.portals.files import portal_files
from newscrawler.spiders.portal import PortalSpider
from pipelines.errors import UnknownPortal


class PortalSpiderLoader:
    """Scrapy's spider loader: names are those of the portal files, or a path to one."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """As Scrapy makes it; nothing is configured."""
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """A PortalSpider of that name. Raises KeyError when there is no such portal, as Scrapy asks of loaders."""
        if spider_name not in portal_files() and not spider_name.endswith(".toml"):
            raise KeyError(str(UnknownPortal(spider_name, self.list(), [])))
        return type("PortalSpider", (PortalSpider,), {"name": spider_name})

    def list(self) -> list[str]:
        """Names of all portals."""
        return sorted(portal_files())

    def find_by_request(self, request: Request) -> __builtins__.list[str]:
        """None: portals are chosen by name."""
        return []
