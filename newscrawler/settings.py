"""Scrapy settings. Every value that differs from Scrapy's default says why."""

from __future__ import annotations

from newscrawler import __version__

BOT_NAME = "newscrawler"
SPIDER_LOADER_CLASS = "newscrawler.spiders.loader.PortalSpiderLoader"  # one spider per portal file
SPIDER_MODULES: list[str] = []

# Who we are: an honest name; the spider adds the contact of whoever crawls.
USER_AGENT = f"newscrawler/{__version__}"
ROBOTSTXT_USER_AGENT = "newscrawler"
ROBOTSTXT_OBEY = True  # cannot be switched off by a portal file
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi,en;q=0.3",  # portals with two languages answer in Vietnamese
    "Accept-Encoding": "gzip, deflate",  # what the archive can be read back from without further libraries
}

# Politeness: the portal file's delay is the least; AutoThrottle lengthens it when the portal slows down.
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 4
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0  # Scrapy starts at 5 s, which a short scheduled run never leaves
AUTOTHROTTLE_TARGET_CONCURRENCY = 2.0
RETRY_TIMES = 4  # times downloads.pace asks again
BACKOFF_BASE_S = 1.0
BACKOFF_MAX_S = 60.0

# Bounds: a page, its time, its redirects, its address.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True  # a cut body is an error to be retried, never an article
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 2000
ALLOW_LOOPBACK = False  # the spider sets it when the base URL itself is on loopback
TWISTED_DNS_RESOLVER = "newscrawler.downloads.guard.GuardedResolver"

COOKIES_ENABLED = True  # some portals answer only a visitor who keeps their session cookie
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the ledger knows every article; fingerprints cost 30 µs each

# Speed: see docs/performance.md for the measurements behind these.
CONCURRENT_ITEMS = 1  # Scrapy makes as many tasks per response (default 100); ours bring one item each
WARN_ON_GENERATOR_RETURN_VALUE = False  # parses the callback's source again and again
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ASYNCIO_EVENT_LOOP = "uvloop.Loop"
LOG_LEVEL = "INFO"
STATS_DUMP = False  # the run report says it
FEEDS: dict[str, object] = {}

# What is on is named here whole, engine first; Scrapy's own lists are emptied, because each of their entries costs time
# per request, and their import time even when it is switched off.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "newscrawler.downloads.guard.AddressGuard": 40,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": 50,
    "newscrawler.downloads.robots.StrictRobots": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "newscrawler.downloads.pace.Pace": 550,
    "newscrawler.downloads.received.KeepReceived": 590,
    "newscrawler.downloads.redirects.PlainRedirect": 600,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}  # the walk itself bounds depth and length and reads error pages
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "newscrawler.downloads.robots.Throttle": 0,
    "newscrawler.runs.failure.StopOnFailure": 0,
    "newscrawler.runs.ending.RunEnd": 0,
    "newscrawler.runs.progress.Progress": 0,
}
ITEM_PIPELINES = {
    "pipelines.archive.ArchiveStage": 100,
    "pipelines.extraction.stage.ExtractStage": 200,
    "pipelines.deduplication.stage.DeduplicateStage": 300,
    "pipelines.dataset.stage.ParquetStage": 400,
}
