"""The spiders: PortalSpider walks any portal."""
